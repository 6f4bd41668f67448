using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>A scalar recoded for a comb: up to 260 bits in five words, one more word so that a window may be read across its end, and the sign.</summary>
[InlineArray(Words)]
internal struct CombScalar
{
    /// <summary>The last word holds <see cref="Flip"/> and no digit.</summary>
    private const int Words = 7;

    private ulong _word;

    /// <summary>-1 if every digit's sign is to be flipped, else 0.</summary>
    public long Flip
    {
        readonly get => (long)this[Words - 1];
        set => this[Words - 1] = (ulong)value;
    }

    /// <summary>64 bits from bit <paramref name="start"/> on, for start below 320.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Bits(int start)
    {
        int shift = start & 63;
        return (this[start >> 6] >> shift) | (this[(start >> 6) + 1] << 1 << (63 - shift));
    }
}
