using System.Numerics;
using Appliance.Formats.Plans;
using Appliance.Verification.Chains;

namespace Appliance.Verification.Evaluation;

/// <summary>
/// Folds a consistency path to the two roots it leads to (RFC 9162 section 2.1.4.2): the one algorithm, for documents' proofs and
/// for those of the appliance's own log.
/// </summary>
public static class ConsistencyPath
{
    /// <summary>
    /// Returns one of the roots, or null where the path has not the length that the sizes demand, or the sizes are not
    /// 0 &lt; first &lt;= second. An empty earlier tree is consistent with everything, which is no proof of anything.
    /// </summary>
    /// <param name="firstRoot">
    /// Claimed root of the earlier tree. Where that tree is a full subtree of the later one the proof leaves it out, and folding
    /// starts from this claim: the earlier root then leads to itself, and the later root decides.
    /// </param>
    /// <param name="firstSize">Number of leaves of the earlier tree.</param>
    /// <param name="secondSize">Number of leaves of the later tree.</param>
    /// <param name="path">The hashes, in the order of the standard.</param>
    /// <param name="wanted">Which root.</param>
    /// <param name="hash">The trees' node hash.</param>
    public static Digest? Fold(
        in Digest firstRoot, long firstSize, long secondSize, IReadOnlyList<Digest> path, ConsistencyRoot wanted, MerkleNodeHash hash)
    {
        if (firstSize <= 0 || secondSize < firstSize)
            return null;
        if (firstSize == secondSize)
            return path.Count == 0 ? firstRoot : null;
        long node = firstSize - 1;
        long last = secondSize - 1;
        int up = BitOperations.TrailingZeroCount(~node);
        node >>= up;
        last >>= up;
        bool full = BitOperations.IsPow2(firstSize);
        if (!full && path.Count == 0)
            return null;
        Digest root = full ? firstRoot : path[0];
        for (int i = full ? 0 : 1; i < path.Count; i++)
        {
            if (last == 0)
                return null;
            if ((node & 1) == 1 || node == last)
            {
                root = hash(path[i], root);
                up = node == 0 ? 0 : BitOperations.TrailingZeroCount(node);
                node >>= up;
                last >>= up;
            }
            else if (wanted == ConsistencyRoot.Second)
            {
                // What stands to the right of the earlier tree is part of the later one only.
                root = hash(root, path[i]);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 ? root : null;
    }
}
