namespace Appliance.Kernels;

/// <summary>Hashes of a Merkle tree's leaves and nodes, RFC 6962 section 2.1 (RFC 9162 section 2.1.1); SM3 and Keccak-256 as variants.</summary>
public static class Rfc6962
{
    private const byte LeafPrefix = 0;

    /// <summary>First byte of what a node hashes.</summary>
    internal const byte NodePrefix = 1;

    /// <summary>H(0x00 || leaf) into the first 32 bytes of <paramref name="digest"/>.</summary>
    /// <exception cref="NotSupportedException">The function is not defined, or has not 32-byte digests.</exception>
    public static void HashLeaf(HashFunction function, ReadOnlySpan<byte> leaf, Span<byte> digest)
    {
        switch (function)
        {
            case HashFunction.Sha256:
                HashLeaf<BlockHash<Sha256Compression>>(leaf, digest);
                break;
            case HashFunction.Sm3:
                HashLeaf<BlockHash<Sm3Compression>>(leaf, digest);
                break;
            case HashFunction.Keccak256:
                HashLeaf<Keccak256State>(leaf, digest);
                break;
            default:
                throw new NotSupportedException($"Merkle trees over {function}.");
        }
    }

    /// <summary>H(0x01 || left || right), for children of 32 bytes, into the first 32 bytes of <paramref name="digest"/>, which may overlap the inputs.</summary>
    /// <exception cref="NotSupportedException">The function is not defined, or has not 32-byte digests.</exception>
    public static void HashNode(HashFunction function, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> digest)
    {
        if (function.DigestSize() != BatchContract.DigestSize) throw new NotSupportedException($"Merkle trees over {function}.");

        ScalarHash.HashNode(function, MerkleNode.Rfc6962, left, right, digest);
    }

    private static void HashLeaf<THash>(ReadOnlySpan<byte> leaf, Span<byte> digest)
        where THash : struct, IStreamingHash<THash>
    {
        THash hash = THash.Create();
        hash.Append([LeafPrefix]);
        hash.Append(leaf);
        hash.Finish(digest);
    }
}
