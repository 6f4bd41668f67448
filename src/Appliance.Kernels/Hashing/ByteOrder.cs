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
}
