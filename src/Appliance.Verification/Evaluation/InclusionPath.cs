using Appliance.Formats.Plans;
using Appliance.Kernels;

namespace Appliance.Verification.Evaluation;

/// <summary>Folds an inclusion path to the root it leads to (RFC 9162 section 2.1.3.2).</summary>
public static class InclusionPath
{
    /// <summary>Computes a parent from two children; all 32 bytes.</summary>
    public delegate void NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> parent);

    /// <summary>
    /// Returns the root, or null where the path has not the length that index and size demand or a node has not 32 bytes.
    /// </summary>
    /// <param name="state">Holds the values.</param>
    /// <param name="proof">The fold-proof node: leaf hash and path are its operands, from the bottom up.</param>
    /// <param name="hash">The tree's node hash.</param>
    public static byte[]? Fold(PlanState state, in PlanNode proof, NodeHash hash)
    {
        ReadOnlySpan<int> operands = state.Bound.Plan.Operands(proof);
        (long leafIndex, long treeSize) = (proof.LeafIndex, proof.TreeSize);
        if (leafIndex < 0 || leafIndex >= treeSize)
            return null;
        foreach (int slot in operands)
        {
            if (state.Value(slot).Length != 32)
                return null;
        }

        byte[] node = state.Value(operands[0]).ToArray();
        long index = leafIndex;
        long last = treeSize - 1;
        foreach (int slot in operands[1..])
        {
            if (last == 0)
                return null;
            if ((index & 1) == 1 || index == last)
            {
                hash(state.Value(slot), node, node);
                while ((index & 1) == 0 && index != 0)
                {
                    index >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                hash(node, state.Value(slot), node);
            }

            index >>= 1;
            last >>= 1;
        }

        return last == 0 ? node : null;
    }

    /// <summary>The node hash of RFC 9162 section 2.1.1: H(0x01 || left || right).</summary>
    public static void HashNode(
        IBackend backend, HashFunction function, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> parent)
    {
        Span<byte> message = stackalloc byte[65];
        message[0] = 0x01;
        left.CopyTo(message[1..]);
        right.CopyTo(message[33..]);
        backend.Hash(function, message, [message.Length], parent);
    }
}
