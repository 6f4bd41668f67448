using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Keccak-256 on every lane of one group.</summary>
internal readonly unsafe struct Keccak256Lanes<TLanes, TVector> : ILaneHash
    where TLanes : struct, ILanes<TVector, ulong>
    where TVector : unmanaged
{
    private const int RateWords = KeccakPermutation.Rate / sizeof(ulong);
    private const int DigestWords = Keccak256.DigestSize / sizeof(ulong);

    public static int Lanes => sizeof(TVector) / sizeof(ulong);

    public static int GroupLanes => Lanes;

    public static int BlockSize => KeccakPermutation.Rate;

    public static int DigestSize => Keccak256.DigestSize;

    public static int WordSize => sizeof(ulong);

    public static byte PaddingStart => 0x01;

    /// <summary>The first and the last bit of the padding may share a byte.</summary>
    public static int MinPadding => 1;

    public static int MemorySize => (KeccakPermutation.Lanes + RateWords) * sizeof(TVector);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Reset(byte* memory, byte* fresh)
    {
        var state = (TVector*)memory;
        TVector mask = *(TVector*)fresh;
        for (int i = 0; i < KeccakPermutation.Lanes; i++)
        {
            state[i] = TLanes.Select(mask, default, state[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Absorb(byte* memory, byte** rows, nint offset, uint groups)
    {
        var state = (TVector*)memory;
        TVector* words = state + KeccakPermutation.Lanes;
        for (int i = 0; i < RateWords - 1; i += Lanes)
        {
            TLanes.Transpose(rows, offset + i * sizeof(ulong), swapBytes: false, (byte*)(words + i), sizeof(TVector));
        }

        // The rate is one word more than a multiple of the lanes.
        var last = (ulong*)(words + RateWords - 1);
        for (int lane = 0; lane < Lanes; lane++)
        {
            last[lane] = Unsafe.ReadUnaligned<ulong>(rows[lane] + offset + (RateWords - 1) * sizeof(ulong));
        }

        for (int i = 0; i < RateWords; i++)
        {
            state[i] = TLanes.Xor(state[i], words[i]);
        }

        KeccakLanes<TLanes, TVector>.Permute(state);
    }

    public static void EndPadding(byte* end, ulong messageLength) => end[-1] ^= 0x80;

    public static void Digests(byte* memory, byte* digests) => TLanes.Store((TVector*)memory, DigestWords, swapBytes: false, digests);
}
