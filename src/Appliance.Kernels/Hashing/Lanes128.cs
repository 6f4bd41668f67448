using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Appliance.Kernels;

/// <summary>Four lanes of 32 bits on AdvSimd. The code is portable: every processor runs it, some slowly.</summary>
internal readonly unsafe struct Lanes4x32 : INodeLanes<Vector128<uint>>
{
    public static bool IsSupported => AdvSimd.Arm64.IsSupported;

    public static int Groups => AdvSimd.Arm64.IsSupported ? 2 : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Broadcast(uint word) => Vector128.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Add(Vector128<uint> x, Vector128<uint> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Xor(Vector128<uint> x, Vector128<uint> y) => x ^ y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Xor(Vector128<uint> x, Vector128<uint> y, Vector128<uint> z) => x ^ y ^ z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Select(Vector128<uint> mask, Vector128<uint> x, Vector128<uint> y) => Vector128.ConditionalSelect(mask, x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Majority(Vector128<uint> x, Vector128<uint> y, Vector128<uint> z) => (x & y) | (z & (x | y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> XorAndNot(Vector128<uint> x, Vector128<uint> y, Vector128<uint> z) => x ^ Vector128.AndNot(z, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> RotateLeft(Vector128<uint> x, [ConstantExpected(Max = (byte)31)] byte count) =>
        AdvSimd.IsSupported ? AdvSimd.ShiftLeftAndInsert(x >>> (32 - count), x, count) : (x << count) | (x >>> (32 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> ShiftLeft(Vector128<uint> x, [ConstantExpected] byte count) => x << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> ShiftRight(Vector128<uint> x, [ConstantExpected] byte count) => x >>> count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(byte** rows, nint offset, bool swapBytes, byte* destination, nint stride)
    {
        Vector128<byte> order = ByteOrder.Of32(swapBytes);
        Vector128<uint> r0 = Vector128.ShuffleNative(Vector128.Load(rows[0] + offset), order).AsUInt32();
        Vector128<uint> r1 = Vector128.ShuffleNative(Vector128.Load(rows[1] + offset), order).AsUInt32();
        Vector128<uint> r2 = Vector128.ShuffleNative(Vector128.Load(rows[2] + offset), order).AsUInt32();
        Vector128<uint> r3 = Vector128.ShuffleNative(Vector128.Load(rows[3] + offset), order).AsUInt32();
        Vector128<uint> low02 = ZipLow(r0, r2);
        Vector128<uint> low13 = ZipLow(r1, r3);
        Vector128<uint> high02 = ZipHigh(r0, r2);
        Vector128<uint> high13 = ZipHigh(r1, r3);
        ZipLow(low02, low13).AsByte().Store(destination);
        ZipHigh(low02, low13).AsByte().Store(destination + stride);
        ZipLow(high02, high13).AsByte().Store(destination + 2 * stride);
        ZipHigh(high02, high13).AsByte().Store(destination + 3 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(Vector128<uint>* columns, int words, bool swapBytes, byte* rows) =>
        Columns.Store<Lanes4x32, Vector128<uint>, uint>(columns, words, swapBytes, rows);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ReadNode(byte** rows, Vector128<uint>* words, Vector128<uint>* next) => NodeWords<Lanes4x32, Vector128<uint>>.Read(rows, words, next);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ZipLow(Vector128<uint> x, Vector128<uint> y)
    {
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipLow(x, y);

        return Vector128.ConditionalSelect(
            Vector128.Create(uint.MaxValue, 0, uint.MaxValue, 0),
            Vector128.Shuffle(x, Vector128.Create(0u, 0, 1, 1)), Vector128.Shuffle(y, Vector128.Create(0u, 0, 1, 1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ZipHigh(Vector128<uint> x, Vector128<uint> y)
    {
        if (AdvSimd.Arm64.IsSupported) return AdvSimd.Arm64.ZipHigh(x, y);

        return Vector128.ConditionalSelect(
            Vector128.Create(uint.MaxValue, 0, uint.MaxValue, 0),
            Vector128.Shuffle(x, Vector128.Create(2u, 2, 3, 3)), Vector128.Shuffle(y, Vector128.Create(2u, 2, 3, 3)));
    }
}

/// <summary>Two lanes of 64 bits on AdvSimd. The code is portable: every processor runs it, some slowly.</summary>
internal readonly unsafe struct Lanes2x64 : ILanes<Vector128<ulong>, ulong>
{
    public static bool IsSupported => AdvSimd.Arm64.IsSupported;

    public static int Groups => AdvSimd.Arm64.IsSupported ? 2 : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Broadcast(ulong word) => Vector128.Create(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Add(Vector128<ulong> x, Vector128<ulong> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Xor(Vector128<ulong> x, Vector128<ulong> y) => x ^ y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Xor(Vector128<ulong> x, Vector128<ulong> y, Vector128<ulong> z) => x ^ y ^ z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Select(Vector128<ulong> mask, Vector128<ulong> x, Vector128<ulong> y) => Vector128.ConditionalSelect(mask, x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Majority(Vector128<ulong> x, Vector128<ulong> y, Vector128<ulong> z) => (x & y) | (z & (x | y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> XorAndNot(Vector128<ulong> x, Vector128<ulong> y, Vector128<ulong> z) => x ^ Vector128.AndNot(z, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> RotateLeft(Vector128<ulong> x, [ConstantExpected(Max = (byte)63)] byte count) =>
        AdvSimd.IsSupported ? AdvSimd.ShiftLeftAndInsert(x >>> (64 - count), x, count) : (x << count) | (x >>> (64 - count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftLeft(Vector128<ulong> x, [ConstantExpected] byte count) => x << count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> ShiftRight(Vector128<ulong> x, [ConstantExpected] byte count) => x >>> count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(byte** rows, nint offset, bool swapBytes, byte* destination, nint stride)
    {
        Vector128<byte> order = ByteOrder.Of64(swapBytes);
        Vector128<ulong> r0 = Vector128.ShuffleNative(Vector128.Load(rows[0] + offset), order).AsUInt64();
        Vector128<ulong> r1 = Vector128.ShuffleNative(Vector128.Load(rows[1] + offset), order).AsUInt64();
        Vector128.Create(r0.GetLower(), r1.GetLower()).AsByte().Store(destination);
        Vector128.Create(r0.GetUpper(), r1.GetUpper()).AsByte().Store(destination + stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(Vector128<ulong>* columns, int words, bool swapBytes, byte* rows) =>
        Columns.Store<Lanes2x64, Vector128<ulong>, ulong>(columns, words, swapBytes, rows);
}
