using System.Diagnostics;
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
internal readonly unsafe struct Lanes16x32 : INodeLanes<Vector512<uint>>
{
    /// <summary>Bytes of a state.</summary>
    private const int RowSize = Schedule.StateWords * sizeof(uint);

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
    public static void Transpose(byte** rows, nint offset, bool swapBytes, byte* destination, nint stride) =>
        Transpose(rows, offset, ByteOrder.FourTimes(ByteOrder.Of32(swapBytes)), anywhere: false, destination, stride);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReadNode(byte** rows, Vector512<uint>* words, Vector512<uint>* next)
    {
        if (!Avx512Vbmi.IsSupported)
        {
            NodeWords<Lanes16x32, Vector512<uint>>.Read(rows, words, next);
            return;
        }

        // Turned round by a byte, each row has its last byte where the prefix goes.
        Transpose(rows, 0, ByteOrder.Swap32BehindLast, anywhere: true, (byte*)words, sizeof(Vector512<uint>));
        Vector512<uint> first = Vector512.Create(0xff000000);
        Vector512<uint> word = *words;
        *next = Select(first, word, Vector512.Create(Schedule.NodeEnd[0]));
        *words = Select(first, Vector512.Create((uint)Rfc6962.NodePrefix << 24), word);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(Vector512<uint>* columns, int words, bool swapBytes, byte* rows)
    {
        Debug.Assert(words == Schedule.StateWords);
        Vector512<byte> order = ByteOrder.FourTimes(ByteOrder.Of32(swapBytes));
        Vector512<uint> c0 = Avx512BW.Shuffle(columns[0].AsByte(), order).AsUInt32();
        Vector512<uint> c1 = Avx512BW.Shuffle(columns[1].AsByte(), order).AsUInt32();
        Vector512<uint> c2 = Avx512BW.Shuffle(columns[2].AsByte(), order).AsUInt32();
        Vector512<uint> c3 = Avx512BW.Shuffle(columns[3].AsByte(), order).AsUInt32();
        Vector512<uint> c4 = Avx512BW.Shuffle(columns[4].AsByte(), order).AsUInt32();
        Vector512<uint> c5 = Avx512BW.Shuffle(columns[5].AsByte(), order).AsUInt32();
        Vector512<uint> c6 = Avx512BW.Shuffle(columns[6].AsByte(), order).AsUInt32();
        Vector512<uint> c7 = Avx512BW.Shuffle(columns[7].AsByte(), order).AsUInt32();
        Vector512<ulong> low01 = Avx512F.UnpackLow(c0, c1).AsUInt64();
        Vector512<ulong> low23 = Avx512F.UnpackLow(c2, c3).AsUInt64();
        Vector512<ulong> low45 = Avx512F.UnpackLow(c4, c5).AsUInt64();
        Vector512<ulong> low67 = Avx512F.UnpackLow(c6, c7).AsUInt64();
        Vector512<ulong> high01 = Avx512F.UnpackHigh(c0, c1).AsUInt64();
        Vector512<ulong> high23 = Avx512F.UnpackHigh(c2, c3).AsUInt64();
        Vector512<ulong> high45 = Avx512F.UnpackHigh(c4, c5).AsUInt64();
        Vector512<ulong> high67 = Avx512F.UnpackHigh(c6, c7).AsUInt64();
        StoreEveryFourth(Avx512F.UnpackLow(low01, low23), Avx512F.UnpackLow(low45, low67), rows);
        StoreEveryFourth(Avx512F.UnpackHigh(low01, low23), Avx512F.UnpackHigh(low45, low67), rows + RowSize);
        StoreEveryFourth(Avx512F.UnpackLow(high01, high23), Avx512F.UnpackLow(high45, high67), rows + 2 * RowSize);
        StoreEveryFourth(Avx512F.UnpackHigh(high01, high23), Avx512F.UnpackHigh(high45, high67), rows + 3 * RowSize);
    }

    /// <summary>Quarter i of both vectors, 128 bits of each, becomes the row at <c>destination + 4 * i * RowSize</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreEveryFourth(Vector512<ulong> a, Vector512<ulong> b, byte* destination)
    {
        Vector512<ulong> front = Avx512F.PermuteVar8x64x2(a, Vector512.Create(0ul, 1, 8, 9, 2, 3, 10, 11), b);
        Vector512<ulong> back = Avx512F.PermuteVar8x64x2(a, Vector512.Create(4ul, 5, 12, 13, 6, 7, 14, 15), b);
        front.GetLower().AsByte().Store(destination);
        front.GetUpper().AsByte().Store(destination + 4 * RowSize);
        back.GetLower().AsByte().Store(destination + 8 * RowSize);
        back.GetUpper().AsByte().Store(destination + 12 * RowSize);
    }

    /// <summary>As above; the bytes of a row are put in order within 128 bits of it, or from <paramref name="anywhere"/> in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        byte** rows, nint offset, Vector512<byte> order, [ConstantExpected] bool anywhere, byte* destination, nint stride)
    {
        for (int i = 0; i < 4; i++, rows += 4)
        {
            Vector512<uint> r0 = Order(Vector512.Load(rows[0] + offset), order, anywhere);
            Vector512<uint> r1 = Order(Vector512.Load(rows[1] + offset), order, anywhere);
            Vector512<uint> r2 = Order(Vector512.Load(rows[2] + offset), order, anywhere);
            Vector512<uint> r3 = Order(Vector512.Load(rows[3] + offset), order, anywhere);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Order(Vector512<byte> row, Vector512<byte> order, [ConstantExpected] bool anywhere) =>
        (anywhere ? Avx512Vbmi.PermuteVar64x8(row, order) : Avx512BW.Shuffle(row, order)).AsUInt32();
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
