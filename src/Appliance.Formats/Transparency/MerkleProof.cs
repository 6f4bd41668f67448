using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;

namespace Appliance.Formats.Transparency;

/// <summary>
/// A proof about a Merkle tree of RFC 6962 (RFC 9162 section 2.1) in the JSON of transparency-dev/merkle's test data. Values stand
/// as they were found: that they fit together is judged, not demanded, because the test data tampers with them.
/// </summary>
/// <remarks>
/// The document names its root itself, so by itself it shows only that its own parts belong together. Members beyond those of the
/// test data: <c>hash</c>, <c>sha256</c> (where it is absent) or <c>sm3</c>.
/// </remarks>
public abstract record MerkleProof
{
    /// <summary>Name of the format in reports and errors.</summary>
    public const string Format = "merkle-proof";

    /// <summary>Bytes of a hash.</summary>
    public const int HashSize = NoteText.HashSize;

    /// <summary>The tree's hash function.</summary>
    public required HashAlgorithm Hash { get; init; }

    /// <summary>The proof's hashes in the order of the standard, of whatever length they have.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Path { get; init; }

    /// <summary>What the test data says about the case, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Test data: whether the proof must be refused; null where the document does not say. No verdict depends on it.</summary>
    public bool? WantError { get; init; }

    /// <summary>Whether a document begins like one.</summary>
    /// <param name="prefix">At least the first 4096 bytes, or all of a shorter document.</param>
    public static bool Recognise(ReadOnlySpan<byte> prefix)
    {
        ReadOnlySpan<byte> text = prefix.TrimStart(" \t\r\n"u8);
        return !text.IsEmpty
            && text[0] == (byte)'{'
            && (text.IndexOf("\"leafIdx\""u8) >= 0 || text.IndexOf("\"size1\""u8) >= 0)
            && text.IndexOf("\"proof\""u8) >= 0;
    }

    /// <summary>Reads a proof.</summary>
    /// <exception cref="DecodeException">Not JSON, or not of this shape.</exception>
    public static MerkleProof Decode(ReadOnlyMemory<byte> json, DecodeLimits? limits = null) =>
        MerkleProofReader.Read(json.Span, limits ?? DecodeLimits.Default);

    /// <summary>Why the values do not fit together, in words, or null where they do.</summary>
    public abstract string? Misfit();

    /// <summary>Why the path is not of <paramref name="expected"/> hashes of 32 bytes, in words, or null where it is.</summary>
    private protected string? PathMisfit(int expected)
    {
        if (Path.Count != expected)
            return $"the proof has {Path.Count} hashes where these sizes demand {expected}";
        for (int i = 0; i < Path.Count; i++)
        {
            if (Path[i].Length != HashSize)
                return $"hash {i} of the proof has {Path[i].Length} bytes, not {HashSize}";
        }

        return null;
    }

    private protected static string? HashMisfit(ReadOnlyMemory<byte> hash, string what) =>
        hash.Length == HashSize ? null : $"{what} has {hash.Length} bytes, not {HashSize}";
}

/// <summary>Claims that a leaf is in a tree (RFC 9162 section 2.1.3).</summary>
public sealed record MerkleInclusion : MerkleProof
{
    /// <summary>Index of the leaf, from 0.</summary>
    public required ulong LeafIndex { get; init; }

    /// <summary>Number of leaves.</summary>
    public required ulong TreeSize { get; init; }

    /// <summary>Hash of the leaf.</summary>
    public required ReadOnlyMemory<byte> LeafHash { get; init; }

    /// <summary>Root of the tree.</summary>
    public required ReadOnlyMemory<byte> Root { get; init; }

    /// <inheritdoc/>
    public override string? Misfit()
    {
        if (TreeSize > long.MaxValue)
            return $"a tree of {TreeSize} leaves is larger than any can be";
        if (LeafIndex >= TreeSize)
            return $"leaf {LeafIndex} is not in a tree of {TreeSize} leaves";
        return HashMisfit(LeafHash, "the leaf hash")
            ?? HashMisfit(Root, "the root")
            ?? PathMisfit(MerklePathLength.Inclusion((long)LeafIndex, (long)TreeSize));
    }
}

/// <summary>Claims that a tree continues an earlier one (RFC 9162 section 2.1.4).</summary>
public sealed record MerkleConsistency : MerkleProof
{
    /// <summary>Leaves of the earlier tree.</summary>
    public required ulong FirstSize { get; init; }

    /// <summary>Leaves of the later tree.</summary>
    public required ulong SecondSize { get; init; }

    /// <summary>Root of the earlier tree.</summary>
    public required ReadOnlyMemory<byte> FirstRoot { get; init; }

    /// <summary>Root of the later tree.</summary>
    public required ReadOnlyMemory<byte> SecondRoot { get; init; }

    /// <inheritdoc/>
    public override string? Misfit()
    {
        if (SecondSize > long.MaxValue)
            return $"a tree of {SecondSize} leaves is larger than any can be";
        if (FirstSize == 0)
            return "every tree continues the empty one: there is nothing to prove";
        if (FirstSize > SecondSize)
            return $"a tree of {SecondSize} leaves does not continue one of {FirstSize}";
        return HashMisfit(FirstRoot, "the earlier root")
            ?? HashMisfit(SecondRoot, "the later root")
            ?? PathMisfit(MerklePathLength.Consistency((long)FirstSize, (long)SecondSize));
    }
}
