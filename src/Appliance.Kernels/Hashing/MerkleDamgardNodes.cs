using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Nodes over SHA-256 or SM3: two blocks each, of which the second is almost constant.</summary>
internal readonly unsafe struct MerkleDamgardNodes<TLanes, TVector, TCompression> : ILaneNodes
    where TLanes : struct, INodeLanes<TVector>
    where TVector : unmanaged
    where TCompression : struct, INodeCompression<TVector>
{
    public static int Groups => TLanes.Groups;

    public static int GroupLanes => sizeof(TVector) / sizeof(uint);

    /// <summary>States, working variables, initial states, and the words of both blocks.</summary>
    public static int MemorySize => Groups * (3 * Schedule.StateWords + 2 * Schedule.Pitch) * sizeof(TVector);

    public static void Prepare(byte* memory, MerkleNode node, int groups)
    {
        TVector* initial = Initial(memory);
        TVector* end = End(memory);
        for (int group = 0; group < groups; group++)
        {
            SetInitialState(initial + group * Schedule.StateWords);
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
        TVector* initial = Initial(memory);
        TVector* w = initial + Groups * Schedule.StateWords;
        TVector* end = End(memory);
        for (int group = 0; group < groups; group++, rows += GroupLanes)
        {
            TVector* words = w + group * Schedule.Pitch;
            if (node == MerkleNode.Rfc6962)
            {
                TLanes.ReadNode(rows, words, end + group * Schedule.Pitch);
                continue;
            }

            for (int i = 0; i < Schedule.BlockWords; i += GroupLanes)
            {
                TLanes.Transpose(rows, i * sizeof(uint), swapBytes: true, (byte*)(words + i), sizeof(TVector));
            }
        }

        TCompression.CompressFirst(initial, states, work, w, groups);
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

    private static TVector* Initial(byte* memory) => (TVector*)memory + 2 * Groups * Schedule.StateWords;

    private static TVector* End(byte* memory) => Initial(memory) + Groups * (Schedule.StateWords + Schedule.Pitch);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetInitialState(TVector* state)
    {
        ReadOnlySpan<uint> initial = TCompression.InitialState;
        for (int i = 0; i < Schedule.StateWords; i++)
        {
            state[i] = TLanes.Broadcast(initial[i]);
        }
    }
}
