using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Appliance.Kernels;

/// <summary>The compression function of SM3, GB/T 32905-2016 section 5.3.</summary>
internal readonly unsafe struct Sm3Compression : ICompression
{
    public const int Rounds = 64;
    public const int EarlyRounds = 16;

    /// <summary>T_j rotated left by j; pinned, so that <see cref="Constants"/> stays true.</summary>
    private static readonly uint[] RotatedConstants = RotateConstants();

    public static ReadOnlySpan<uint> InitialState =>
    [
        0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
    ];

    /// <summary>The 64 round constants, rotated, at an address that never moves.</summary>
    public static uint* Constants => (uint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(RotatedConstants));

    public static void Compress(Span<uint> state, ReadOnlySpan<byte> blocks)
    {
        Span<uint> w = stackalloc uint[Rounds + 4];
        ReadOnlySpan<uint> t = RotatedConstants;
        uint a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
        for (; blocks.Length >= 64; blocks = blocks[64..])
        {
            for (int i = 0; i < 16; i++)
            {
                w[i] = BinaryPrimitives.ReadUInt32BigEndian(blocks[(4 * i)..]);
            }

            for (int i = 16; i < w.Length; i++)
            {
                uint x = w[i - 16] ^ w[i - 9] ^ BitOperations.RotateLeft(w[i - 3], 15);
                uint p1 = x ^ BitOperations.RotateLeft(x, 15) ^ BitOperations.RotateLeft(x, 23);
                w[i] = p1 ^ BitOperations.RotateLeft(w[i - 13], 7) ^ w[i - 6];
            }

            for (int i = 0; i < EarlyRounds; i += 4)
            {
                EarlyRound(a, ref b, c, ref d, e, ref f, g, ref h, t[i], w[i], w[i + 4]);
                EarlyRound(d, ref a, b, ref c, h, ref e, f, ref g, t[i + 1], w[i + 1], w[i + 5]);
                EarlyRound(c, ref d, a, ref b, g, ref h, e, ref f, t[i + 2], w[i + 2], w[i + 6]);
                EarlyRound(b, ref c, d, ref a, f, ref g, h, ref e, t[i + 3], w[i + 3], w[i + 7]);
            }

            for (int i = EarlyRounds; i < Rounds; i += 4)
            {
                LateRound(a, ref b, c, ref d, e, ref f, g, ref h, t[i], w[i], w[i + 4]);
                LateRound(d, ref a, b, ref c, h, ref e, f, ref g, t[i + 1], w[i + 1], w[i + 5]);
                LateRound(c, ref d, a, ref b, g, ref h, e, ref f, t[i + 2], w[i + 2], w[i + 6]);
                LateRound(b, ref c, d, ref a, f, ref g, h, ref e, t[i + 3], w[i + 3], w[i + 7]);
            }

            a = state[0] ^= a;
            b = state[1] ^= b;
            c = state[2] ^= c;
            d = state[3] ^= d;
            e = state[4] ^= e;
            f = state[5] ^= f;
            g = state[6] ^= g;
            h = state[7] ^= h;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EarlyRound(
        uint a, ref uint b, uint c, ref uint d, uint e, ref uint f, uint g, ref uint h, uint t, uint w, uint w4) =>
        Finish(a, ref b, ref d, e, ref f, ref h, a ^ b ^ c, e ^ f ^ g, t, w, w4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LateRound(
        uint a, ref uint b, uint c, ref uint d, uint e, ref uint f, uint g, ref uint h, uint t, uint w, uint w4) =>
        Finish(a, ref b, ref d, e, ref f, ref h, (a & b) | (c & (a | b)), g ^ (e & (f ^ g)), t, w, w4);

    /// <summary>The part common to all rounds; the caller renames the variables instead of moving their values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(
        uint a, ref uint b, ref uint d, uint e, ref uint f, ref uint h, uint ff, uint gg, uint t, uint w, uint w4)
    {
        uint a12 = BitOperations.RotateLeft(a, 12);
        uint ss1 = BitOperations.RotateLeft(a12 + e + t, 7);
        uint tt2 = gg + h + ss1 + w;
        d = ff + d + (ss1 ^ a12) + (w ^ w4);
        b = BitOperations.RotateLeft(b, 9);
        f = BitOperations.RotateLeft(f, 19);
        h = tt2 ^ BitOperations.RotateLeft(tt2, 9) ^ BitOperations.RotateLeft(tt2, 17);
    }

    private static uint[] RotateConstants()
    {
        uint[] constants = GC.AllocateUninitializedArray<uint>(Rounds, pinned: true);
        for (int j = 0; j < Rounds; j++)
        {
            constants[j] = BitOperations.RotateLeft(j < EarlyRounds ? 0x79cc4519u : 0x7a879d8au, j);
        }

        return constants;
    }
}
