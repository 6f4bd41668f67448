using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Appliance.Kernels;

/// <summary>Eight lanes of 32 bits on AVX2.</summary>
internal readonly unsafe struct Lanes8x32 : INodeLanes<Vector256<uint>>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int Groups => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Broadcast(uint word) => Vector256.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Add(Vector256<uint> x, Vector256<uint> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> x, Vector256<uint> y) => x ^ y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => x ^ y ^ z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Select(Vector256<uint> mask, Vector256<uint> x, Vector256<uint> y) => y ^ (mask & (x ^ y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Majority(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => (x & y) | (z & (x | y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> XorAndNot(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => x ^ Vector256.AndNot(z, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> RotateLeft(Vector256<uint> x, [ConstantExpected] byte count) => (x << count) | (x >>> (32 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> ShiftLeft(Vector256<uint> x, [ConstantExpected] byte count) => x << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> ShiftRight(Vector256<uint> x, [ConstantExpected] byte count) => x >>> count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(byte** rows, nint offset, bool swapBytes, byte* destination, nint stride)
    {
        Vector256<byte> order = ByteOrder.Twice(ByteOrder.Of32(swapBytes));
        Vector256<uint> r0 = Avx2.Shuffle(Vector256.Load(rows[0] + offset), order).AsUInt32();
        Vector256<uint> r1 = Avx2.Shuffle(Vector256.Load(rows[1] + offset), order).AsUInt32();
        Vector256<uint> r2 = Avx2.Shuffle(Vector256.Load(rows[2] + offset), order).AsUInt32();
        Vector256<uint> r3 = Avx2.Shuffle(Vector256.Load(rows[3] + offset), order).AsUInt32();
        Vector256<uint> r4 = Avx2.Shuffle(Vector256.Load(rows[4] + offset), order).AsUInt32();
        Vector256<uint> r5 = Avx2.Shuffle(Vector256.Load(rows[5] + offset), order).AsUInt32();
        Vector256<uint> r6 = Avx2.Shuffle(Vector256.Load(rows[6] + offset), order).AsUInt32();
        Vector256<uint> r7 = Avx2.Shuffle(Vector256.Load(rows[7] + offset), order).AsUInt32();
        Vector256<ulong> low01 = Avx2.UnpackLow(r0, r1).AsUInt64();
        Vector256<ulong> high01 = Avx2.UnpackHigh(r0, r1).AsUInt64();
        Vector256<ulong> low23 = Avx2.UnpackLow(r2, r3).AsUInt64();
        Vector256<ulong> high23 = Avx2.UnpackHigh(r2, r3).AsUInt64();
        Vector256<ulong> low45 = Avx2.UnpackLow(r4, r5).AsUInt64();
        Vector256<ulong> high45 = Avx2.UnpackHigh(r4, r5).AsUInt64();
        Vector256<ulong> low67 = Avx2.UnpackLow(r6, r7).AsUInt64();
        Vector256<ulong> high67 = Avx2.UnpackHigh(r6, r7).AsUInt64();
        StoreHalves(Avx2.UnpackLow(low01, low23), Avx2.UnpackLow(low45, low67), destination, 4 * stride);
        StoreHalves(Avx2.UnpackHigh(low01, low23), Avx2.UnpackHigh(low45, low67), destination + stride, 4 * stride);
        StoreHalves(Avx2.UnpackLow(high01, high23), Avx2.UnpackLow(high45, high67), destination + 2 * stride, 4 * stride);
        StoreHalves(Avx2.UnpackHigh(high01, high23), Avx2.UnpackHigh(high45, high67), destination + 3 * stride, 4 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(Vector256<uint>* columns, int words, bool swapBytes, byte* rows) =>
        Columns.Store<Lanes8x32, Vector256<uint>, uint>(columns, words, swapBytes, rows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReadNode(byte** rows, Vector256<uint>* words, Vector256<uint>* next) => NodeWords<Lanes8x32, Vector256<uint>>.Read(rows, words, next);

    /// <summary>The lower halves of both vectors go to <paramref name="destination"/>, the upper ones <paramref name="stride"/> bytes later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreHalves(Vector256<ulong> a, Vector256<ulong> b, byte* destination, nint stride)
    {
        Avx2.Permute2x128(a, b, 0x20).AsByte().Store(destination);
        Avx2.Permute2x128(a, b, 0x31).AsByte().Store(destination + stride);
    }
}

/// <summary>Four lanes of 64 bits on AVX2.</summary>
internal readonly unsafe struct Lanes4x64 : ILanes<Vector256<ulong>, ulong>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int Groups => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Broadcast(ulong word) => Vector256.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Add(Vector256<ulong> x, Vector256<ulong> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Xor(Vector256<ulong> x, Vector256<ulong> y) => x ^ y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Xor(Vector256<ulong> x, Vector256<ulong> y, Vector256<ulong> z) => x ^ y ^ z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Select(Vector256<ulong> mask, Vector256<ulong> x, Vector256<ulong> y) => y ^ (mask & (x ^ y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Majority(Vector256<ulong> x, Vector256<ulong> y, Vector256<ulong> z) => (x & y) | (z & (x | y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> XorAndNot(Vector256<ulong> x, Vector256<ulong> y, Vector256<ulong> z) => x ^ Vector256.AndNot(z, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> RotateLeft(Vector256<ulong> x, [ConstantExpected] byte count) => (x << count) | (x >>> (64 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftLeft(Vector256<ulong> x, [ConstantExpected] byte count) => x << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> ShiftRight(Vector256<ulong> x, [ConstantExpected] byte count) => x >>> count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(byte** rows, nint offset, bool swapBytes, byte* destination, nint stride)
    {
        Vector256<byte> order = ByteOrder.Twice(ByteOrder.Of64(swapBytes));
        Vector256<ulong> r0 = Avx2.Shuffle(Vector256.Load(rows[0] + offset), order).AsUInt64();
        Vector256<ulong> r1 = Avx2.Shuffle(Vector256.Load(rows[1] + offset), order).AsUInt64();
        Vector256<ulong> r2 = Avx2.Shuffle(Vector256.Load(rows[2] + offset), order).AsUInt64();
        Vector256<ulong> r3 = Avx2.Shuffle(Vector256.Load(rows[3] + offset), order).AsUInt64();
        Lanes8x32.StoreHalves(Avx2.UnpackLow(r0, r1), Avx2.UnpackLow(r2, r3), destination, 2 * stride);
        Lanes8x32.StoreHalves(Avx2.UnpackHigh(r0, r1), Avx2.UnpackHigh(r2, r3), destination + stride, 2 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(Vector256<ulong>* columns, int words, bool swapBytes, byte* rows) =>
        Columns.Store<Lanes4x64, Vector256<ulong>, ulong>(columns, words, swapBytes, rows);
}
