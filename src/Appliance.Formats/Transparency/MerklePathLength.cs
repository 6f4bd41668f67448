using System.Numerics;

namespace Appliance.Formats.Transparency;

/// <summary>How many hashes a proof must have in a tree of RFC 9162 section 2.1: exactly one number, known from the sizes alone.</summary>
public static class MerklePathLength
{
    /// <summary>Hashes of the inclusion proof of a leaf.</summary>
    /// <param name="leafIndex">At least 0, less than <paramref name="treeSize"/>.</param>
    /// <param name="treeSize">Number of leaves.</param>
    public static int Inclusion(long leafIndex, long treeSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leafIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leafIndex, treeSize);

        // Below the point where the paths to this leaf and to the last one part, every level has a sibling; above it only where
        // the leaf stands in the right branch.
        int inner = BitLength(leafIndex ^ (treeSize - 1));
        return inner + Above(leafIndex, inner);
    }

    /// <summary>Hashes of the consistency proof between two trees.</summary>
    /// <param name="firstSize">Leaves of the earlier tree, at least 1.</param>
    /// <param name="secondSize">Leaves of the later tree, at least <paramref name="firstSize"/>.</param>
    public static int Consistency(long firstSize, long secondSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(firstSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(secondSize, firstSize);
        if (firstSize == secondSize)
            return 0;
        int inner = BitLength((firstSize - 1) ^ (secondSize - 1));
        int start = BitOperations.TrailingZeroCount(firstSize);

        // The earlier tree's last full subtree is named only where it is not the whole earlier tree.
        int seed = BitOperations.IsPow2(firstSize) ? 0 : 1;
        return seed + (inner - start) + Above(firstSize - 1, inner);
    }

    private static int BitLength(long value) => 64 - BitOperations.LeadingZeroCount((ulong)value);

    private static int Above(long index, int levels) => BitOperations.PopCount((ulong)(index >> levels));
}
