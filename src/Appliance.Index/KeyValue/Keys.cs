using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Appliance.Index.KeyValue;

/// <summary>Keys of the two stores.</summary>
internal static class Keys
{
    private const uint NoChain = uint.MaxValue;

    /// <summary>Block hash to height.</summary>
    public static Bytes32 Block(uint chain, ReadOnlySpan<byte> hash) => Hashed('B', chain, hash);

    /// <summary>Transaction id to its place.</summary>
    public static Bytes32 Transaction(uint chain, ReadOnlySpan<byte> id) => Hashed('T', chain, id);

    /// <summary>Hash of a transaction's bytes to its place; apart from the ids, which outsiders choose.</summary>
    public static Bytes32 Leaf(uint chain, ReadOnlySpan<byte> hash) => Hashed('L', chain, hash);

    /// <summary>Chain number to its declaration and head.</summary>
    public static Bytes32 Chain(uint chain) => Hashed('C', chain, []);

    /// <summary>Trust update of a chain by number, from 0, to its block.</summary>
    public static Bytes32 TrustUpdate(uint chain, int number)
    {
        Span<byte> id = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(id, number);
        return Hashed('U', chain, id);
    }

    /// <summary>How far the record store follows the log.</summary>
    public static Bytes32 Meta { get; } = Hashed('M', NoChain, []);

    /// <summary>Chain and height in the height store.</summary>
    public static Bytes16 Height(uint chain, long height)
    {
        Bytes16 key = default;
        Span<byte> bytes = Blittable.Bytes(ref key);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, chain);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], height);
        return key;
    }

    /// <summary>How far the height store follows the log.</summary>
    public static Bytes16 HeightMeta { get; } = Height(NoChain, -1);

    // SHA-256(tag || chain || id): one fixed size for ids of any length.
    private static Bytes32 Hashed(char tag, uint chain, ReadOnlySpan<byte> id)
    {
        Bytes32 key = default;
        Span<byte> input = id.Length <= 251 ? stackalloc byte[5 + id.Length] : new byte[5 + id.Length];
        input[0] = (byte)tag;
        BinaryPrimitives.WriteUInt32LittleEndian(input[1..], chain);
        id.CopyTo(input[5..]);
        SHA256.HashData(input, Blittable.Bytes(ref key));
        return key;
    }
}
