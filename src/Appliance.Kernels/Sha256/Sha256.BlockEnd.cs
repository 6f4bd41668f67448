using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Appliance.Kernels;

/// <summary>Round constants with the constant message words of <see cref="Schedule.PairEnd"/> already added.</summary>
internal static unsafe class Sha256BlockEnd
{
    // Pinned, so that the address stays true.
    private static readonly uint[] Pair = AddWords(Schedule.PairEnd, Sha256Compression.Rounds);

    public static uint* PairConstants => (uint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Pair));

    private static uint[] AddWords(ReadOnlySpan<uint> block, int rounds)
    {
        uint[] w = GC.AllocateUninitializedArray<uint>(rounds, pinned: true);
        block.CopyTo(w);
        for (int i = block.Length; i < rounds; i++)
        {
            uint w15 = w[i - 15], w2 = w[i - 2];
            w[i] = w[i - 16] + w[i - 7]
                + (BitOperations.RotateRight(w15, 7) ^ BitOperations.RotateRight(w15, 18) ^ (w15 >> 3))
                + (BitOperations.RotateRight(w2, 17) ^ BitOperations.RotateRight(w2, 19) ^ (w2 >> 10));
        }

        for (int i = 0; i < rounds; i++)
        {
            w[i] += Sha256Compression.Constants[i];
        }

        return w;
    }
}
