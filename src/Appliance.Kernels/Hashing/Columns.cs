using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Addresses of columns that lie one after the other.</summary>
internal static unsafe class Columns
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Point(byte** pointers, byte* first, int count, nint stride)
    {
        for (int i = 0; i < count; i++)
        {
            pointers[i] = first + i * stride;
        }
    }

    /// <summary>Writes the words of each lane as one row, a square of as many words as lanes after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store<TLanes, TVector, TWord>(TVector* columns, int words, bool swapBytes, byte* rows)
        where TLanes : struct, ILanes<TVector, TWord>
        where TVector : unmanaged
        where TWord : unmanaged
    {
        int lanes = sizeof(TVector) / sizeof(TWord);
        byte** pointers = stackalloc byte*[lanes];
        for (int i = 0; i < words; i += lanes)
        {
            Point(pointers, (byte*)(columns + i), lanes, sizeof(TVector));
            TLanes.Transpose(pointers, 0, swapBytes, rows + i * sizeof(TWord), words * sizeof(TWord));
        }
    }
}
