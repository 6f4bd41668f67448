namespace Appliance.Kernels;

/// <summary>Hashes of a Merkle tree's leaves and nodes, RFC 6962 section 2.1 (RFC 9162 section 2.1.1); SM3 as a variant.</summary>
public static class Rfc6962
{
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    /// <summary>H(0x00 || leaf) into the first 32 bytes of <paramref name="digest"/>.</summary>
    /// <exception cref="NotSupportedException">The function is not defined.</exception>
    public static void HashLeaf(HashFunction function, ReadOnlySpan<byte> leaf, Span<byte> digest) =>
        Hash(function, LeafPrefix, leaf, [], digest);

    /// <summary>H(0x01 || left || right) into the first 32 bytes of <paramref name="digest"/>, which may overlap the inputs.</summary>
    /// <exception cref="NotSupportedException">The function is not defined.</exception>
    public static void HashNode(HashFunction function, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> digest) =>
        Hash(function, NodePrefix, left, right, digest);

    private static void Hash(HashFunction function, byte prefix, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
    {
        switch (function)
        {
            case HashFunction.Sha256:
                Hash<Sha256Compression>(prefix, first, second, digest);
                break;
            case HashFunction.Sm3:
                Hash<Sm3Compression>(prefix, first, second, digest);
                break;
            default:
                throw new NotSupportedException($"Hash function {function}.");
        }
    }

    private static void Hash<TCompression>(byte prefix, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest)
        where TCompression : struct, ICompression
    {
        BlockHash<TCompression> hash = BlockHash<TCompression>.Create();
        hash.Append([prefix]);
        hash.Append(first);
        hash.Append(second);
        hash.Finish(digest);
    }
}
