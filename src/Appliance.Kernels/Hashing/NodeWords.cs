using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Reads nodes of RFC 6962 with the operations that all lanes have.</summary>
internal static unsafe class NodeWords<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, uint>
    where TVector : unmanaged
{
    /// <inheritdoc cref="INodeLanes{TVector}.ReadNode"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(byte** rows, TVector* words, TVector* next)
    {
        for (int i = 0; i < Schedule.BlockWords; i += sizeof(TVector) / sizeof(uint))
        {
            TLanes.Transpose(rows, i * sizeof(uint), swapBytes: true, (byte*)(words + i), sizeof(TVector));
        }

        // The prefix shifts the block by a byte; what falls out at its end begins the next.
        TVector carried = TLanes.Broadcast((uint)Rfc6962.NodePrefix << 24);
        for (int i = 0; i < Schedule.BlockWords; i++)
        {
            TVector word = words[i];
            words[i] = TLanes.Xor(carried, TLanes.ShiftRight(word, 8));
            carried = TLanes.ShiftLeft(word, 24);
        }

        *next = TLanes.Xor(carried, TLanes.Broadcast(Schedule.NodeEnd[0]));
    }
}
