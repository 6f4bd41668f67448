using Appliance.Formats.Plans;
using Appliance.Verification.Chains;

namespace Appliance.Verification.Evaluation;

/// <summary>The operands of a node that folds a Merkle path: the hash that it starts from, then the path.</summary>
internal static class MerkleOperands
{
    /// <summary>Longest path that leads to a root: a tree of 2^63 leaves has 63 levels, and a consistency path names one node more.</summary>
    private const int MaxPath = 64;

    /// <summary>Reads the operands; false where one of them has not 32 bytes or the path is longer than any tree is high.</summary>
    public static bool TryRead(PlanState state, in PlanNode node, out Digest start, out Digest[] path)
    {
        ReadOnlySpan<int> operands = state.Bound.Plan.Operands(node);
        start = default;
        path = [];
        if (operands.Length > MaxPath + 1)
            return false;
        foreach (int slot in operands)
        {
            if (state.Value(slot).Length != Digest.Size)
                return false;
        }

        start = new Digest(state.Value(operands[0]));
        path = new Digest[operands.Length - 1];
        for (int i = 0; i < path.Length; i++)
            path[i] = new Digest(state.Value(operands[i + 1]));
        return true;
    }
}
