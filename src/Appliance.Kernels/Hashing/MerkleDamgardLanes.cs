using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>SHA-256, SM3 or SHA-512 on every lane of one or two groups.</summary>
internal readonly unsafe struct MerkleDamgardLanes<TLanes, TVector, TWord, TCompression> : ILaneHash
    where TLanes : struct, ILanes<TVector, TWord>
    where TVector : unmanaged
    where TWord : unmanaged
    where TCompression : struct, ILaneCompression<TVector, TWord>
{
    private const byte Bit = 0x80;

    public static int GroupLanes => sizeof(TVector) / sizeof(TWord);

    public static int Lanes => TLanes.Groups * GroupLanes;

    public static int BlockSize => Schedule.BlockWords * sizeof(TWord);

    public static int DigestSize => Schedule.StateWords * sizeof(TWord);

    public static int WordSize => sizeof(TWord);

    public static byte PaddingStart => Bit;

    /// <summary>The bit and a length of two words.</summary>
    public static int MinPadding => 1 + 2 * sizeof(TWord);

    public static int MemorySize => TLanes.Groups * (2 * Schedule.StateWords + Schedule.Pitch) * sizeof(TVector);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Reset(byte* memory, byte* fresh)
    {
        var states = (TVector*)memory;
        ReadOnlySpan<TWord> initial = TCompression.InitialState;
        for (int group = 0; group < TLanes.Groups; group++, states += Schedule.StateWords)
        {
            TVector mask = ((TVector*)fresh)[group];
            for (int i = 0; i < Schedule.StateWords; i++)
            {
                states[i] = TLanes.Select(mask, TLanes.Broadcast(initial[i]), states[i]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Absorb(byte* memory, byte** rows, nint offset, uint groups)
    {
        TVector* states = (TVector*)memory;
        TVector* work = states + TLanes.Groups * Schedule.StateWords;
        TVector* w = work + TLanes.Groups * Schedule.StateWords;
        bool all = groups == (1u << TLanes.Groups) - 1;
        for (int group = 0; group < TLanes.Groups; group++)
        {
            if ((groups >> group & 1) == 0) continue;

            TVector* words = w + group * Schedule.Pitch;
            for (int i = 0; i < Schedule.BlockWords; i += GroupLanes)
            {
                TLanes.Transpose(
                    rows + group * GroupLanes, offset + i * sizeof(TWord), swapBytes: true, (byte*)(words + i), sizeof(TVector));
            }

            if (!all) TCompression.Compress(states + group * Schedule.StateWords, work, words, 1);
        }

        if (all) TCompression.Compress(states, work, w, TLanes.Groups);
    }

    public static void EndPadding(byte* end, ulong messageLength) =>
        BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(end - sizeof(ulong), sizeof(ulong)), messageLength * 8);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Digests(byte* memory, byte* digests)
    {
        for (int group = 0; group < TLanes.Groups; group++, memory += Schedule.StateWords * sizeof(TVector))
        {
            TLanes.Store((TVector*)memory, Schedule.StateWords, swapBytes: true, digests + group * GroupLanes * DigestSize);
        }
    }
}
