using System.Numerics;

namespace Appliance.Kernels;

/// <summary>Checksum of a table's words: finds what memory lost, not what an adversary changed.</summary>
internal static class TableChecksum
{
    /// <summary>Four streams of CRC-32C, because the instruction has a latency of three cycles, folded into one word.</summary>
    public static ulong Compute(ReadOnlySpan<ulong> words)
    {
        uint a = 0, b = 1, c = 2, d = 3;
        int i = 0;
        for (; i + 4 <= words.Length; i += 4)
        {
            a = BitOperations.Crc32C(a, words[i]);
            b = BitOperations.Crc32C(b, words[i + 1]);
            c = BitOperations.Crc32C(c, words[i + 2]);
            d = BitOperations.Crc32C(d, words[i + 3]);
        }

        for (; i < words.Length; i++)
        {
            a = BitOperations.Crc32C(a, words[i]);
        }

        uint low = BitOperations.Crc32C(a, ((ulong)b << 32) | c);
        uint high = BitOperations.Crc32C(d, ((ulong)c << 32) | a);
        return ((ulong)high << 32) | low;
    }
}
