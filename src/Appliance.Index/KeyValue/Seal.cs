using System.Buffers.Binary;
using Appliance.Index.Files;

namespace Appliance.Index.KeyValue;

/// <summary>
/// The last four bytes of every value: CRC-32C over key and value, because FASTER has no checksum over its records and a flipped bit
/// would answer with another height or verdict.
/// </summary>
internal static class Seal
{
    private const int Bytes = 4;

    /// <summary>Completes a value.</summary>
    public static TValue Put<TKey, TValue>(TKey key, TValue value)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        Span<byte> bytes = Blittable.Bytes(ref value);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[^Bytes..], Crc32C.Compute(Blittable.View(in key), bytes[..^Bytes]));
        return value;
    }

    /// <summary>Whether the value is the one that was put for this key.</summary>
    public static bool Holds<TKey, TValue>(TKey key, TValue value)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        ReadOnlySpan<byte> bytes = Blittable.View(in value);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[^Bytes..]) == Crc32C.Compute(Blittable.View(in key), bytes[..^Bytes]);
    }
}
