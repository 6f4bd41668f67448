using Appliance.Formats.Plans;
using Appliance.Kernels;

namespace Appliance.Verification.Evaluation;

/// <summary>
/// One pass over a plan in topological order: hashes, proofs and comparisons are decided on the way, signatures are handed to the
/// caller. No format makes the input of a hash depend on a signature check, so one pass suffices; afterwards
/// <see cref="PlanState.DecideRules"/> decides quorums and policies.
/// </summary>
public static class PlanWalk
{
    /// <summary>Hashes the concatenated operands of a hash node into 32 bytes.</summary>
    public delegate byte[] NodeHash(PlanState state, in PlanNode node);

    /// <summary>Walks.</summary>
    /// <param name="state">The plan; its values and verdicts are filled.</param>
    /// <param name="hash">Computes hash nodes.</param>
    /// <param name="backendOf">The backend for the nodes of a proof.</param>
    /// <param name="verify">Receives the index of each verify node.</param>
    /// <param name="cancellation">Gives up between nodes.</param>
    public static void Run(
        PlanState state, NodeHash hash, Func<HashFunction, IBackend> backendOf, Action<int> verify, CancellationToken cancellation)
    {
        ReadOnlySpan<PlanNode> nodes = state.Bound.Plan.Nodes;
        for (int i = 0; i < nodes.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ref readonly PlanNode node = ref nodes[i];
            switch (node.Kind)
            {
                case NodeKind.Hash or NodeKind.FoldProof when state.HasFailedOperand(node):
                    state.SetFailed(node.Output);
                    break;
                case NodeKind.Hash:
                    state.SetValue(node.Output, hash(state, node));
                    break;
                case NodeKind.FoldProof:
                    FoldProof(state, node, backendOf(KernelNames.Of(node.Hash)));
                    break;
                case NodeKind.Equal:
                    state.DecideEqual(node);
                    break;
                case NodeKind.Verify:
                    verify(i);
                    break;
                case NodeKind.Quorum or NodeKind.Policy:
                    break;
                default:
                    throw new InvalidOperationException($"plan node of unknown kind {node.Kind}");
            }
        }
    }

    private static void FoldProof(PlanState state, in PlanNode node, IBackend backend)
    {
        HashFunction function = KernelNames.Of(node.Hash);
        byte[]? root = InclusionPath.Fold(
            state, node, (left, right, parent) => InclusionPath.HashNode(backend, function, left, right, parent));
        if (root is null)
            state.SetFailed(node.Output);
        else
            state.SetValue(node.Output, root);
    }
}
