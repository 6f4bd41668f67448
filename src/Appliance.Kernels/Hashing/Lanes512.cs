using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Appliance.Kernels;

/// <summary>The truth tables of the three-input logic instruction, whose inputs in order are 0xf0, 0xcc and 0xaa.</summary>
internal static class TernaryTable
{
    public const byte Xor = 0xf0 ^ 0xcc ^ 0xaa;
    public const byte Select = (0xf0 & 0xcc) | (0x0f & 0xaa);
    public const byte Majority = (0xf0 & 0xcc) | (0xf0 & 0xaa) | (0xcc & 0xaa);
    public const byte XorAndNot = 0xf0 ^ (0x33 & 0xaa);
}

/// <summary>Sixteen lanes of 32 bits on AVX-512.</summary>
internal readonly unsafe struct Lanes16x32 : ILanes<Vector512<uint>, uint>
{
    public static bool IsSupported => Avx512BW.IsSupported;

    public static int Groups => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Broadcast(uint word) => Vector512.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> x, Vector512<uint> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> x, Vector512<uint> y) => x ^ y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) =>
        Avx512F.TernaryLogic(x, y, z, TernaryTable.Xor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Select(Vector512<uint> mask, Vector512<uint> x, Vector512<uint> y) =>
        Avx512F.TernaryLogic(mask, x, y, TernaryTable.Select);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Majority(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) =>
        Avx512F.TernaryLogic(x, y, z, TernaryTable.Majority);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> XorAndNot(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) =>
        Avx512F.TernaryLogic(x, y, z, TernaryTable.XorAndNot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateLeft(Vector512<uint> x, [ConstantExpected] byte count) => Avx512F.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftLeft(Vector512<uint> x, [ConstantExpected] byte count) => x << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftRight(Vector512<uint> x, [ConstantExpected] byte count) => x >>> count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(byte** rows, nint offset, bool swapBytes, byte* destination, nint stride)
    {
        Vector512<byte> order = ByteOrder.FourTimes(ByteOrder.Of32(swapBytes));
        for (int i = 0; i < 4; i++, rows += 4)
        {
            Vector512<uint> r0 = Avx512BW.Shuffle(Vector512.Load(rows[0] + offset), order).AsUInt32();
            Vector512<uint> r1 = Avx512BW.Shuffle(Vector512.Load(rows[1] + offset), order).AsUInt32();
            Vector512<uint> r2 = Avx512BW.Shuffle(Vector512.Load(rows[2] + offset), order).AsUInt32();
            Vector512<uint> r3 = Avx512BW.Shuffle(Vector512.Load(rows[3] + offset), order).AsUInt32();
            Vector512<ulong> low01 = Avx512F.UnpackLow(r0, r1).AsUInt64();
            Vector512<ulong> high01 = Avx512F.UnpackHigh(r0, r1).AsUInt64();
            Vector512<ulong> low23 = Avx512F.UnpackLow(r2, r3).AsUInt64();
            Vector512<ulong> high23 = Avx512F.UnpackHigh(r2, r3).AsUInt64();
            byte* quarter = destination + 4 * i * stride;
            Avx512F.UnpackLow(low01, low23).AsByte().Store(quarter);
            Avx512F.UnpackHigh(low01, low23).AsByte().Store(quarter + stride);
            Avx512F.UnpackLow(high01, high23).AsByte().Store(quarter + 2 * stride);
            Avx512F.UnpackHigh(high01, high23).AsByte().Store(quarter + 3 * stride);
        }

        for (int i = 0; i < 4; i++, destination += stride)
        {
            Lanes8x64.TransposeQuarters(
                Vector512.Load(destination).AsUInt64(), Vector512.Load(destination + 4 * stride).AsUInt64(),
                Vector512.Load(destination + 8 * stride).AsUInt64(), Vector512.Load(destination + 12 * stride).AsUInt64(),
                destination, 4 * stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(Vector512<uint>* columns, int words, bool swapBytes, byte* rows)
    {
        byte** halves = stackalloc byte*[words];
        Columns.Point(halves, (byte*)columns, words, sizeof(Vector512<uint>));
        Lanes8x32.Transpose(halves, 0, swapBytes, rows, words * sizeof(uint));
        Lanes8x32.Transpose(halves, sizeof(Vector256<uint>), swapBytes, rows + 8 * words * sizeof(uint), words * sizeof(uint));
    }
}

/// <summary>Eight lanes of 64 bits on AVX-512.</summary>
internal readonly unsafe struct Lanes8x64 : ILanes<Vector512<ulong>, ulong>
{
    public static bool IsSupported => Avx512BW.IsSupported;

    public static int Groups => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Broadcast(ulong word) => Vector512.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Add(Vector512<ulong> x, Vector512<ulong> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Xor(Vector512<ulong> x, Vector512<ulong> y) => x ^ y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Xor(Vector512<ulong> x, Vector512<ulong> y, Vector512<ulong> z) =>
        Avx512F.TernaryLogic(x, y, z, TernaryTable.Xor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Select(Vector512<ulong> mask, Vector512<ulong> x, Vector512<ulong> y) =>
        Avx512F.TernaryLogic(mask, x, y, TernaryTable.Select);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Majority(Vector512<ulong> x, Vector512<ulong> y, Vector512<ulong> z) =>
        Avx512F.TernaryLogic(x, y, z, TernaryTable.Majority);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> XorAndNot(Vector512<ulong> x, Vector512<ulong> y, Vector512<ulong> z) =>
        Avx512F.TernaryLogic(x, y, z, TernaryTable.XorAndNot);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> RotateLeft(Vector512<ulong> x, [ConstantExpected] byte count) => Avx512F.RotateLeft(x, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftLeft(Vector512<ulong> x, [ConstantExpected] byte count) => x << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> ShiftRight(Vector512<ulong> x, [ConstantExpected] byte count) => x >>> count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(byte** rows, nint offset, bool swapBytes, byte* destination, nint stride)
    {
        Vector512<byte> order = ByteOrder.FourTimes(ByteOrder.Of64(swapBytes));
        Vector512<ulong> r0 = Avx512BW.Shuffle(Vector512.Load(rows[0] + offset), order).AsUInt64();
        Vector512<ulong> r1 = Avx512BW.Shuffle(Vector512.Load(rows[1] + offset), order).AsUInt64();
        Vector512<ulong> r2 = Avx512BW.Shuffle(Vector512.Load(rows[2] + offset), order).AsUInt64();
        Vector512<ulong> r3 = Avx512BW.Shuffle(Vector512.Load(rows[3] + offset), order).AsUInt64();
        Vector512<ulong> r4 = Avx512BW.Shuffle(Vector512.Load(rows[4] + offset), order).AsUInt64();
        Vector512<ulong> r5 = Avx512BW.Shuffle(Vector512.Load(rows[5] + offset), order).AsUInt64();
        Vector512<ulong> r6 = Avx512BW.Shuffle(Vector512.Load(rows[6] + offset), order).AsUInt64();
        Vector512<ulong> r7 = Avx512BW.Shuffle(Vector512.Load(rows[7] + offset), order).AsUInt64();
        TransposeQuarters(
            Avx512F.UnpackLow(r0, r1), Avx512F.UnpackLow(r2, r3), Avx512F.UnpackLow(r4, r5), Avx512F.UnpackLow(r6, r7),
            destination, 2 * stride);
        TransposeQuarters(
            Avx512F.UnpackHigh(r0, r1), Avx512F.UnpackHigh(r2, r3), Avx512F.UnpackHigh(r4, r5), Avx512F.UnpackHigh(r6, r7),
            destination + stride, 2 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(Vector512<ulong>* columns, int words, bool swapBytes, byte* rows)
    {
        byte** pointers = stackalloc byte*[8];
        Columns.Point(pointers, (byte*)columns, words, sizeof(Vector512<ulong>));
        if (words == 8)
        {
            Transpose(pointers, 0, swapBytes, rows, words * sizeof(ulong));
            return;
        }

        Lanes4x64.Transpose(pointers, 0, swapBytes, rows, words * sizeof(ulong));
        Lanes4x64.Transpose(pointers, sizeof(Vector256<ulong>), swapBytes, rows + 4 * words * sizeof(ulong), words * sizeof(ulong));
    }

    /// <summary>Quarter i of the four vectors, 128 bits of each, becomes the vector stored at <c>destination + i * stride</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TransposeQuarters(
        Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c, Vector512<ulong> d, byte* destination, nint stride)
    {
        const byte Even = 0x88;
        const byte Odd = 0xdd;
        Vector512<ulong> evenAb = Avx512F.Shuffle4x128(a, b, Even);
        Vector512<ulong> oddAb = Avx512F.Shuffle4x128(a, b, Odd);
        Vector512<ulong> evenCd = Avx512F.Shuffle4x128(c, d, Even);
        Vector512<ulong> oddCd = Avx512F.Shuffle4x128(c, d, Odd);
        Avx512F.Shuffle4x128(evenAb, evenCd, Even).AsByte().Store(destination);
        Avx512F.Shuffle4x128(oddAb, oddCd, Even).AsByte().Store(destination + stride);
        Avx512F.Shuffle4x128(evenAb, evenCd, Odd).AsByte().Store(destination + 2 * stride);
        Avx512F.Shuffle4x128(oddAb, oddCd, Odd).AsByte().Store(destination + 3 * stride);
    }
}
