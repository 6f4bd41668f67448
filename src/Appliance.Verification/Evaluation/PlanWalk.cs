using Appliance.Formats.Plans;
using Appliance.Kernels;
using Appliance.Verification.Chains;

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
    /// <param name="recover">Recovers the keys of one batch.</param>
    /// <param name="verify">Receives the index of each verify node.</param>
    /// <param name="cancellation">Gives up between nodes.</param>
    public static void Run(
        PlanState state,
        NodeHash hash,
        Func<HashFunction, IBackend> backendOf,
        KeyRecovery.Batch recover,
        Action<int> verify,
        CancellationToken cancellation)
    {
        ReadOnlySpan<PlanNode> nodes = state.Bound.Plan.Nodes;
        for (int i = 0; i < nodes.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ref readonly PlanNode node = ref nodes[i];
            switch (node.Kind)
            {
                case NodeKind.Hash or NodeKind.FoldProof or NodeKind.FoldConsistency when state.HasFailedOperand(node):
                    state.PassOnFailure(node);
                    break;
                case NodeKind.Hash:
                    state.SetValue(node.Output, hash(state, node).AsMemory(node.Argument));
                    break;
                case NodeKind.RecoverKey:
                    KeyRecovery.Run(state, i, recover, cancellation);
                    break;
                case NodeKind.FoldProof or NodeKind.FoldConsistency:
                    Fold(state, node, backendOf(KernelNames.Of(node.Hash)));
                    break;
                case NodeKind.Equal:
                    state.DecideEqual(node);
                    break;
                case NodeKind.Member:
                    state.DecideMember(node);
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

    private static void Fold(PlanState state, in PlanNode node, IBackend backend)
    {
        HashFunction function = KernelNames.Of(node.Hash);
        Digest? root = MerkleOperands.TryRead(state, node, out Digest start, out Digest[] path) ? FoldPath(node, start, path, Parent) : null;
        if (root is null)
            state.SetFailed(node.Output);
        else
            state.SetValue(node.Output, root.Value.Span.ToArray());

        Digest Parent(in Digest left, in Digest right)
        {
            Span<byte> children = stackalloc byte[2 * Digest.Size];
            left.Span.CopyTo(children);
            right.Span.CopyTo(children[Digest.Size..]);
            Span<byte> parent = stackalloc byte[Digest.Size];
            backend.HashNodes(function, MerkleNode.Rfc6962, children, parent);
            return new Digest(parent);
        }
    }

    private static Digest? FoldPath(in PlanNode node, in Digest start, Digest[] path, MerkleNodeHash hash) =>
        node.Kind == NodeKind.FoldProof
            ? InclusionPath.Fold(start, node.LeafIndex, node.TreeSize, path, hash)
            : ConsistencyPath.Fold(start, node.LeafIndex, node.TreeSize, path, (ConsistencyRoot)node.Argument, hash);
}
