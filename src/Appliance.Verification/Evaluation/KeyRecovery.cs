using Appliance.Formats.Plans;
using Appliance.Kernels;

namespace Appliance.Verification.Evaluation;

/// <summary>Evaluates recover-key nodes: all that can be computed at one moment go to the backend as one batch.</summary>
public static class KeyRecovery
{
    /// <summary>Bytes of the digest that was signed.</summary>
    public const int DigestSize = 32;

    /// <summary>Bytes of a signature r || s || v.</summary>
    public const int SignatureSize = 65;

    /// <summary>Bytes of a recovered key X || Y.</summary>
    public const int KeySize = 64;

    // A block of ten thousand transactions can be given up between two batches.
    private const int MaxBatch = 256;

    /// <summary>
    /// Recovers the keys of a batch and returns true; the parameters are those of <see cref="IBackend.Recover"/>. False: the caller has used up
    /// what it may, and nothing was computed.
    /// </summary>
    public delegate bool Batch(in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes);

    /// <summary>
    /// Computes the node at <paramref name="first"/>, if it is not yet computed, and with it every later recover-key node that is ready.
    /// A signature from which no key can be recovered leaves a missing value; one that was refused leaves its checks <c>Overloaded</c>.
    /// </summary>
    /// <param name="state">The plan.</param>
    /// <param name="first">Index of the node that is due.</param>
    /// <param name="recover">Recovers the keys of one batch.</param>
    /// <param name="cancellation">Gives up between batches.</param>
    public static void Run(PlanState state, int first, Batch recover, CancellationToken cancellation)
    {
        ReadOnlySpan<PlanNode> nodes = state.Bound.Plan.Nodes;
        if (!state.IsAwaited(nodes[first].Output))
            return;
        var ready = new List<int>();
        for (int i = first; i < nodes.Length; i++)
        {
            ref readonly PlanNode node = ref nodes[i];
            if (node.Kind != NodeKind.RecoverKey || !state.IsAwaited(node.Output) || !state.IsReady(node))
                continue;
            ReadOnlySpan<int> operands = state.Bound.Plan.Operands(node);
            if (state.Value(operands[0]).Length == DigestSize && state.Value(operands[1]).Length == SignatureSize)
                ready.Add(i);
            else
                state.SetFailed(node.Output);
        }

        foreach (int[] batch in ready.Chunk(MaxBatch))
        {
            cancellation.ThrowIfCancellationRequested();
            Compute(state, batch, recover);
        }
    }

    private static void Compute(PlanState state, int[] ready, Batch recover)
    {
        byte[] digests = new byte[ready.Length * DigestSize];
        byte[] signatures = new byte[ready.Length * SignatureSize];
        byte[] keys = new byte[ready.Length * KeySize];
        var codes = new SignatureCode[ready.Length];
        for (int i = 0; i < ready.Length; i++)
        {
            ReadOnlySpan<int> operands = state.Bound.Plan.Operands(state.Bound.Plan.Nodes[ready[i]]);
            state.Value(operands[0]).CopyTo(digests.AsSpan(i * DigestSize));
            state.Value(operands[1]).CopyTo(signatures.AsSpan(i * SignatureSize));
        }

        if (!recover(new RecoveryBatch { Count = ready.Length, Digests = digests, Signatures = signatures }, keys, codes))
        {
            foreach (int index in ready)
                state.SetRefused(state.Bound.Plan.Nodes[index].Output);
            return;
        }

        for (int i = 0; i < ready.Length; i++)
        {
            int output = state.Bound.Plan.Nodes[ready[i]].Output;
            if (codes[i] == SignatureCode.Valid)
                state.SetValue(output, keys.AsMemory(i * KeySize, KeySize));
            else if (codes[i] == SignatureCode.NotComputed)
                throw new InvalidOperationException("the backend decided nothing about a key it was to recover");
            else
                state.SetFailed(output);
        }
    }
}
