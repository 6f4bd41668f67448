using System.Security.Cryptography;
using Appliance.Verification.Chains;

namespace Appliance.Log.Trees;

/// <summary>The hashes of the tree of RFC 9162, section 2.1.1, with SHA-256: a leaf and a node can never be taken for one another.</summary>
public static class MerkleHash
{
    private const byte LeafPrefix = 0x00;
    private const byte NodePrefix = 0x01;

    /// <summary>Root of the tree without leaves: SHA-256 of nothing.</summary>
    public static Digest Empty { get; } = new(SHA256.HashData([]));

    /// <summary>Hash of a leaf: SHA-256(0x00 || data).</summary>
    public static Digest Leaf(ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([LeafPrefix]);
        hash.AppendData(data);
        return new Digest(hash.GetHashAndReset());
    }

    /// <summary>Hash of a node: SHA-256(0x01 || left || right).</summary>
    public static Digest Node(in Digest left, in Digest right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Digest.Size)];
        input[0] = NodePrefix;
        left.Span.CopyTo(input[1..]);
        right.Span.CopyTo(input[(1 + Digest.Size)..]);
        Span<byte> output = stackalloc byte[Digest.Size];
        SHA256.HashData(input, output);
        return new Digest(output);
    }
}
