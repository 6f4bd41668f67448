using System.Buffers.Binary;
using System.Numerics;

namespace Appliance.Index.Files;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720 appendix B.4). Our own over every entry, because the checksum of FasterLog is an XOR of words and
/// does not notice two of them swapped.
/// </summary>
internal static class Crc32C
{
    /// <summary>The checksum of the bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => ~Append(uint.MaxValue, bytes);

    /// <summary>The checksum of two runs of bytes, one after the other.</summary>
    public static uint Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Append(Append(uint.MaxValue, first), second);

    private static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (byte value in bytes)
            state = BitOperations.Crc32C(state, value);
        return state;
    }
}
