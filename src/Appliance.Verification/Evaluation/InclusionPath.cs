using System.Numerics;
using Appliance.Verification.Chains;

namespace Appliance.Verification.Evaluation;

/// <summary>
/// Folds an inclusion path to the root it leads to (RFC 9162 section 2.1.3.2): the one algorithm, for documents' proofs and for
/// those of the appliance's own log.
/// </summary>
public static class InclusionPath
{
    /// <summary>Returns the root, or null where the leaf is not in a tree of that size or the path has not the length that it demands.</summary>
    /// <param name="leafHash">Hash of the leaf.</param>
    /// <param name="leafIndex">Index of the leaf, from 0.</param>
    /// <param name="treeSize">Number of leaves.</param>
    /// <param name="path">Sibling hashes from the leaf to the root.</param>
    /// <param name="hash">The tree's node hash.</param>
    public static Digest? Fold(in Digest leafHash, long leafIndex, long treeSize, IReadOnlyList<Digest> path, MerkleNodeHash hash)
    {
        if (leafIndex < 0 || leafIndex >= treeSize)
            return null;
        long node = leafIndex;
        long last = treeSize - 1;
        Digest root = leafHash;
        foreach (Digest sibling in path)
        {
            if (last == 0)
                return null;
            if ((node & 1) == 1 || node == last)
            {
                root = hash(sibling, root);

                // A last node without a right sibling moves up unchanged until it has a left one.
                int up = node == 0 ? 0 : BitOperations.TrailingZeroCount(node);
                node >>= up;
                last >>= up;
            }
            else
            {
                root = hash(root, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 ? root : null;
    }
}
