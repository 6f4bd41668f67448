using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Appliance.Kernels;

/// <summary>Copies the end of a message into zeroed blocks.</summary>
internal static unsafe class Padding
{
    /// <summary>Bytes of the largest end of a message with its padding: two blocks of 136 bytes.</summary>
    private const int MaxSize = 272;

    /// <summary>As many bytes of all ones, then as many of zeros; pinned, so that the address stays true.</summary>
    private static readonly byte[] Masks = CreateMasks();

    /// <summary>
    /// Writes <paramref name="size"/> bytes, a multiple of 8: <paramref name="length"/> bytes of the source, then zeros.
    /// <paramref name="readable"/> is the end of the memory that may be read.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(byte* destination, byte* source, int length, int size, byte* readable)
    {
        if (size > readable - source)
        {
            Unsafe.CopyBlockUnaligned(destination, source, (uint)length);
            Unsafe.InitBlockUnaligned(destination + length, 0, (uint)(size - length));
            return;
        }

        byte* mask = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Masks)) + MaxSize - length;
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i <= size - Vector512<byte>.Count; i += Vector512<byte>.Count)
            {
                (Vector512.Load(source + i) & Vector512.Load(mask + i)).Store(destination + i);
            }
        }

        for (; i <= size - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            (Vector128.Load(source + i) & Vector128.Load(mask + i)).Store(destination + i);
        }

        for (; i < size; i += sizeof(ulong))
        {
            Unsafe.WriteUnaligned(destination + i, Unsafe.ReadUnaligned<ulong>(source + i) & Unsafe.ReadUnaligned<ulong>(mask + i));
        }
    }

    private static byte[] CreateMasks()
    {
        byte[] masks = GC.AllocateUninitializedArray<byte>(2 * MaxSize, pinned: true);
        masks.AsSpan(0, MaxSize).Fill(byte.MaxValue);
        masks.AsSpan(MaxSize).Clear();
        return masks;
    }
}
