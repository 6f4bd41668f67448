using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Nodes over Keccak-256: one block each.</summary>
internal readonly unsafe struct Keccak256Nodes<TLanes, TVector> : ILaneNodes
    where TLanes : struct, ILanes<TVector, ulong>
    where TVector : unmanaged
{
    private const int PairWords = 2 * BatchContract.DigestSize / sizeof(ulong);
    private const int DigestWords = BatchContract.DigestSize / sizeof(ulong);
    private const int LastRateWord = KeccakPermutation.Rate / sizeof(ulong) - 1;
    private const ulong PaddingStart = 0x01;
    private const ulong PaddingEnd = 0x80UL << 56;

    public static int Groups => 1;

    public static int GroupLanes => sizeof(TVector) / sizeof(ulong);

    public static int MemorySize => KeccakPermutation.Lanes * sizeof(TVector);

    public static void Prepare(byte* memory, MerkleNode node, int groups)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hash(byte* memory, MerkleNode node, byte** rows, int groups, byte* parents)
    {
        var state = (TVector*)memory;
        for (int i = 0; i < PairWords; i += GroupLanes)
        {
            TLanes.Transpose(rows, i * sizeof(ulong), swapBytes: false, (byte*)(state + i), sizeof(TVector));
        }

        for (int i = PairWords; i < KeccakPermutation.Lanes; i++)
        {
            state[i] = default;
        }

        if (node == MerkleNode.Rfc6962)
        {
            InsertPrefix(state);
        }
        else
        {
            state[PairWords] = TLanes.Broadcast(PaddingStart);
        }

        state[LastRateWord] = TLanes.Broadcast(PaddingEnd);
        KeccakLanes<TLanes, TVector>.Permute(state);
        TLanes.Store(state, DigestWords, swapBytes: false, parents);
    }

    /// <summary>Shifts the children by the prefix's byte; their last byte goes into the word where the padding starts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InsertPrefix(TVector* state)
    {
        TVector carried = TLanes.Broadcast(Rfc6962.NodePrefix);
        for (int i = 0; i < PairWords; i++)
        {
            TVector word = state[i];
            state[i] = TLanes.Xor(carried, TLanes.ShiftLeft(word, 8));
            carried = TLanes.ShiftRight(word, 56);
        }

        state[PairWords] = TLanes.Xor(carried, TLanes.Broadcast(PaddingStart << 8));
    }
}
