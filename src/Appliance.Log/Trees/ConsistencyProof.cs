using System.Numerics;
using Appliance.Verification.Chains;

namespace Appliance.Log.Trees;

/// <summary>Shows that a tree continues an earlier one: nothing was changed, removed or inserted (RFC 9162, section 2.1.4).</summary>
/// <param name="FirstSize">Number of leaves of the earlier tree.</param>
/// <param name="SecondSize">Number of leaves of the later tree.</param>
/// <param name="Path">The hashes, in the order of the standard.</param>
public sealed record ConsistencyProof(long FirstSize, long SecondSize, IReadOnlyList<Digest> Path)
{
    /// <summary>Whether the tree with <paramref name="secondRoot"/> continues the tree with <paramref name="firstRoot"/>.</summary>
    public bool Verify(in Digest firstRoot, in Digest secondRoot)
    {
        if (FirstSize < 0 || SecondSize < FirstSize)
            return false;
        if (FirstSize == SecondSize)
            return Path.Count == 0 && firstRoot == secondRoot;
        if (FirstSize == 0)
            return Path.Count == 0 && firstRoot == MerkleHash.Empty;
        return Fold(firstRoot) is var (first, second) && first == firstRoot && second == secondRoot;
    }

    private (Digest First, Digest Second)? Fold(in Digest firstRoot)
    {
        long node = FirstSize - 1;
        long last = SecondSize - 1;
        int up = BitOperations.TrailingZeroCount(~node);
        node >>= up;
        last >>= up;
        // An earlier tree that is a full subtree of the later one stands for itself, and the proof leaves its root out.
        bool full = BitOperations.IsPow2(FirstSize);
        if (!full && Path.Count == 0)
            return null;
        Digest first = full ? firstRoot : Path[0];
        Digest second = first;
        for (int i = full ? 0 : 1; i < Path.Count; i++)
        {
            if (last == 0)
                return null;
            if ((node & 1) == 1 || node == last)
            {
                first = MerkleHash.Node(Path[i], first);
                second = MerkleHash.Node(Path[i], second);
                up = node == 0 ? 0 : BitOperations.TrailingZeroCount(node);
                node >>= up;
                last >>= up;
            }
            else
            {
                second = MerkleHash.Node(second, Path[i]);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 ? (first, second) : null;
    }
}
