using Appliance.Verification.Chains;
using Appliance.Verification.Evaluation;

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
    public Digest? RootFrom(in Digest leafHash) => InclusionPath.Fold(leafHash, LeafIndex, TreeSize, Path, MerkleHash.Node);

    /// <summary>Whether the leaf is in the tree with this root.</summary>
    public bool Verify(in Digest leafHash, in Digest root) => RootFrom(leafHash) is { } computed && computed == root;
}
