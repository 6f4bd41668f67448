using Appliance.Formats.Plans;
using Appliance.Verification.Chains;
using Appliance.Verification.Evaluation;

namespace Appliance.Log.Trees;

/// <summary>Shows that a tree continues an earlier one: nothing was changed, removed or inserted (RFC 9162, section 2.1.4).</summary>
/// <param name="FirstSize">Number of leaves of the earlier tree.</param>
/// <param name="SecondSize">Number of leaves of the later tree.</param>
/// <param name="Path">The hashes, in the order of the standard.</param>
public sealed record ConsistencyProof(long FirstSize, long SecondSize, IReadOnlyList<Digest> Path)
{
    /// <summary>
    /// Whether the tree with <paramref name="secondRoot"/> continues the tree with <paramref name="firstRoot"/>. Every tree continues
    /// the empty one.
    /// </summary>
    public bool Verify(in Digest firstRoot, in Digest secondRoot)
    {
        if (FirstSize == 0 && SecondSize > 0)
            return Path.Count == 0 && firstRoot == MerkleHash.Empty;
        if (FirstSize == 0 && SecondSize == 0)
            return Path.Count == 0 && firstRoot == secondRoot;
        return LeadsTo(ConsistencyRoot.First, firstRoot, firstRoot) && LeadsTo(ConsistencyRoot.Second, firstRoot, secondRoot);
    }

    private bool LeadsTo(ConsistencyRoot wanted, in Digest firstRoot, in Digest expected) =>
        ConsistencyPath.Fold(firstRoot, FirstSize, SecondSize, Path, wanted, MerkleHash.Node) is { } computed && computed == expected;
}
