namespace Appliance.Kernels;

/// <summary>The scalar definition of each hash function, by name.</summary>
internal static class ScalarHash
{
    /// <summary>Whether the function is defined here.</summary>
    public static bool Supports(HashFunction function) => function is >= HashFunction.Sha256 and <= HashFunction.Keccak256;

    /// <summary>Hashes one message into the first <see cref="HashFunctions.DigestSize"/> bytes of <paramref name="digest"/>.</summary>
    /// <exception cref="NotSupportedException">The function is not defined.</exception>
    public static void Hash(HashFunction function, ReadOnlySpan<byte> message, Span<byte> digest)
    {
        switch (function)
        {
            case HashFunction.Sha256:
                Sha256.Hash(message, digest);
                break;
            case HashFunction.Sm3:
                Sm3.Hash(message, digest);
                break;
            case HashFunction.Sha512:
                Sha512.Hash(message, digest);
                break;
            case HashFunction.Keccak256:
                Keccak256.Hash(message, digest);
                break;
            default:
                throw new NotSupportedException($"Hash function {function}.");
        }
    }

    /// <summary>Hashes one pair of a tree's nodes, 32 bytes each, into a third, which may overlap them.</summary>
    public static void HashNode(
        HashFunction function, MerkleNode node, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> parent)
    {
        Span<byte> message = stackalloc byte[1 + 2 * BatchContract.DigestSize];
        message[0] = Rfc6962.NodePrefix;
        left.CopyTo(message[1..]);
        right.CopyTo(message[(1 + BatchContract.DigestSize)..]);
        Hash(function, node == MerkleNode.Rfc6962 ? message : message[1..], parent);
    }
}
