using System.Numerics;
using Appliance.Verification.Chains;

namespace Appliance.Log.Trees;

/// <summary>Shows that a leaf is in a tree (RFC 9162, section 2.1.3).</summary>
/// <param name="LeafIndex">Index of the leaf, from 0.</param>
/// <param name="TreeSize">Number of leaves of the tree.</param>
/// <param name="Path">Sibling hashes from the leaf to the root.</param>
public sealed record InclusionProof(long LeafIndex, long TreeSize, IReadOnlyList<Digest> Path)
{
    /// <summary>
    /// The root that this proof leads to from a leaf hash, or null where the path is too short, too long or the index is not in
    /// the tree.
    /// </summary>
    public Digest? RootFrom(in Digest leafHash)
    {
        if (LeafIndex < 0 || LeafIndex >= TreeSize)
            return null;
        long node = LeafIndex;
        long last = TreeSize - 1;
        Digest root = leafHash;
        foreach (Digest sibling in Path)
        {
            if (last == 0)
                return null;
            if ((node & 1) == 1 || node == last)
            {
                root = MerkleHash.Node(sibling, root);
                // A last node without a right sibling moves up unchanged until it has a left one.
                int up = node == 0 ? 0 : BitOperations.TrailingZeroCount(node);
                node >>= up;
                last >>= up;
            }
            else
            {
                root = MerkleHash.Node(root, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 ? root : null;
    }

    /// <summary>Whether the leaf is in the tree with this root.</summary>
    public bool Verify(in Digest leafHash, in Digest root) => RootFrom(leafHash) is { } computed && computed == root;
}
