using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Appliance.Kernels;

/// <summary>Shuffle controls that turn the bytes of every word around, or leave all where they are.</summary>
internal static class ByteOrder
{
    private static Vector128<byte> Swap32 => Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);

    private static Vector128<byte> Swap64 => Vector128.Create((byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Of32(bool swap) => swap ? Swap32 : Vector128<byte>.Indices;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Of64(bool swap) => swap ? Swap64 : Vector128<byte>.Indices;

    /// <summary>The same control for every 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Twice(Vector128<byte> order) => Vector256.Create(order, order);

    /// <inheritdoc cref="Twice"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> FourTimes(Vector128<byte> order) => Vector512.Create(Twice(order), Twice(order));

    /// <summary>The words of 64 bytes turned round, the last byte before the first; for controls across the whole vector.</summary>
    public static Vector512<byte> Swap32BehindLast => Vector512.Create(
        (byte)2, 1, 0, 63, 6, 5, 4, 3, 10, 9, 8, 7, 14, 13, 12, 11,
        18, 17, 16, 15, 22, 21, 20, 19, 26, 25, 24, 23, 30, 29, 28, 27,
        34, 33, 32, 31, 38, 37, 36, 35, 42, 41, 40, 39, 46, 45, 44, 43,
        50, 49, 48, 47, 54, 53, 52, 51, 58, 57, 56, 55, 62, 61, 60, 59);
}
