using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Nodes over SHA-256 or SM3: two blocks each, of which the second is almost constant.</summary>
internal readonly unsafe struct MerkleDamgardNodes<TLanes, TVector, TCompression> : ILaneNodes
    where TLanes : struct, ILanes<TVector, uint>
    where TVector : unmanaged
    where TCompression : struct, INodeCompression<TVector>
{
    public static int Groups => TLanes.Groups;

    public static int GroupLanes => sizeof(TVector) / sizeof(uint);

    /// <summary>States, working variables, and the words of both blocks.</summary>
    public static int MemorySize => Groups * 2 * (Schedule.StateWords + Schedule.Pitch) * sizeof(TVector);

    public static void Prepare(byte* memory, MerkleNode node, int groups)
    {
        TVector* end = End(memory);
        for (int group = 0; group < groups; group++)
        {
            if (node == MerkleNode.Rfc6962)
            {
                TCompression.PrepareNodeEnd(end + group * Schedule.Pitch);
            }
            else
            {
                TCompression.PreparePairEnd(end + group * Schedule.Pitch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hash(byte* memory, MerkleNode node, byte** rows, int groups, byte* parents)
    {
        TVector* states = (TVector*)memory;
        TVector* work = states + Groups * Schedule.StateWords;
        TVector* w = work + Groups * Schedule.StateWords;
        TVector* end = End(memory);
        for (int group = 0; group < groups; group++)
        {
            TVector* words = w + group * Schedule.Pitch;
            SetInitialState(states + group * Schedule.StateWords);
            for (int i = 0; i < Schedule.BlockWords; i += GroupLanes)
            {
                TLanes.Transpose(rows + group * GroupLanes, i * sizeof(uint), swapBytes: true, (byte*)(words + i), sizeof(TVector));
            }

            if (node == MerkleNode.Rfc6962) InsertPrefix(words, end + group * Schedule.Pitch);
        }

        TCompression.Compress(states, work, w, groups);
        if (node == MerkleNode.Rfc6962)
        {
            TCompression.CompressNodeEnd(states, work, end, groups);
        }
        else
        {
            TCompression.CompressPairEnd(states, work, end, groups);
        }

        for (int group = 0; group < groups; group++)
        {
            TLanes.Store(
                states + group * Schedule.StateWords, Schedule.StateWords, swapBytes: true,
                parents + group * GroupLanes * BatchContract.DigestSize);
        }
    }

    private static TVector* End(byte* memory) => (TVector*)memory + Groups * (2 * Schedule.StateWords + Schedule.Pitch);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetInitialState(TVector* state)
    {
        ReadOnlySpan<uint> initial = TCompression.InitialState;
        for (int i = 0; i < Schedule.StateWords; i++)
        {
            state[i] = TLanes.Broadcast(initial[i]);
        }
    }

    /// <summary>Shifts a block by the prefix's byte; what falls out at its end begins the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InsertPrefix(TVector* w, TVector* end)
    {
        TVector carried = TLanes.Broadcast((uint)Rfc6962.NodePrefix << 24);
        for (int i = 0; i < Schedule.BlockWords; i++)
        {
            TVector word = w[i];
            w[i] = TLanes.Xor(carried, TLanes.ShiftRight(word, 8));
            carried = TLanes.ShiftLeft(word, 24);
        }

        end[0] = TLanes.Xor(carried, TLanes.Broadcast(Schedule.NodeEnd[0]));
    }
}
