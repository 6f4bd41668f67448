using Appliance.Formats.Plans;

namespace Appliance.Formats.Transparency;

/// <summary>
/// What has to be computed to judge a Merkle proof by itself: that its parts fit together and lead from the one end to the other. All
/// checks valid says no more than that: whose root it is the proof does not say.
/// </summary>
public static class MerkleProofPlans
{
    /// <summary>Prefix of what a leaf hashes (RFC 6962 section 2.1).</summary>
    private static readonly byte[] LeafPrefix = [0x00];

    /// <summary>The plan of a proof.</summary>
    /// <param name="proof">The proof.</param>
    /// <param name="leaf">Inclusion: the bytes of the leaf, which must have the leaf hash; or null.</param>
    /// <param name="root">The root from elsewhere that the proof must lead to (of consistency: the later one); or null.</param>
    public static Plan For(MerkleProof proof, ReadOnlyMemory<byte>? leaf = null, ReadOnlyMemory<byte>? root = null)
    {
        var builder = new PlanBuilder();
        string? misfit = proof.Misfit();
        builder.Found(CheckKind.ProofShape, CheckSubject.Document, misfit);

        // What does not fit together leads nowhere.
        if (misfit is not null)
            return builder.Build();
        Slot[] path = [.. proof.Path.Select(builder.Input)];
        ReadOnlyMemory<byte> named;
        if (proof is MerkleInclusion inclusion)
        {
            Add(builder, inclusion, path);
            named = inclusion.Root;
            if (leaf is { } bytes)
                builder.Equal(CheckKind.ReferencedData, CheckSubject.Document, builder.Input(inclusion.LeafHash), builder.Hash(proof.Hash, builder.Input(LeafPrefix), builder.Input(bytes)));
        }
        else
        {
            var consistency = (MerkleConsistency)proof;
            Add(builder, consistency, path);
            named = consistency.SecondRoot;
        }

        if (root is { } expected)
            builder.Equal(CheckKind.ExpectedRoot, CheckSubject.Document, builder.Input(named), builder.Input(expected));
        return builder.Build();
    }

    private static void Add(PlanBuilder builder, MerkleInclusion proof, Slot[] path)
    {
        Slot root = builder.FoldProof(proof.Hash, builder.Input(proof.LeafHash), (long)proof.LeafIndex, (long)proof.TreeSize, path);
        builder.Equal(CheckKind.InclusionProof, CheckSubject.Document, builder.Input(proof.Root), root);
    }

    private static void Add(PlanBuilder builder, MerkleConsistency proof, Slot[] path)
    {
        (long firstSize, long secondSize) = ((long)proof.FirstSize, (long)proof.SecondSize);
        Slot claimed = builder.Input(proof.FirstRoot);
        Slot first = builder.FoldConsistency(proof.Hash, ConsistencyRoot.First, claimed, firstSize, secondSize, path);
        builder.Equal(CheckKind.ConsistencyProof, new CheckSubject(-1, 0), claimed, first);
        Slot second = builder.FoldConsistency(proof.Hash, ConsistencyRoot.Second, claimed, firstSize, secondSize, path);
        builder.Equal(CheckKind.ConsistencyProof, new CheckSubject(-1, 1), builder.Input(proof.SecondRoot), second);
    }
}
