using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Levels of Merkle trees over SHA-256 or SM3, a node to a lane: two blocks each, of which the second is almost constant.</summary>
internal static unsafe class LaneNodes<TLanes, TVector, TCompression>
    where TLanes : struct, ILanes<TVector, uint>
    where TVector : unmanaged
    where TCompression : struct, INodeCompression<TVector>
{
    private const int DigestSize = BatchContract.DigestSize;
    private const int PairSize = 2 * DigestSize;
    private const int Alignment = 64;

    /// <summary>Writes a parent for each pair of children; parents may begin where the children do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hash(MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents)
    {
        int groupLanes = sizeof(TVector) / sizeof(uint);
        int lanes = TLanes.Groups * groupLanes;
        int columns = TLanes.Groups * (2 * Schedule.StateWords + 2 * Schedule.Pitch);
        byte* memory = stackalloc byte[columns * sizeof(TVector) + lanes * (PairSize + DigestSize) + Alignment];
        memory = (byte*)((nuint)(memory + Alignment - 1) & ~(nuint)(Alignment - 1));
        var states = (TVector*)memory;
        TVector* work = states + TLanes.Groups * Schedule.StateWords;
        TVector* w = work + TLanes.Groups * Schedule.StateWords;
        TVector* end = w + TLanes.Groups * Schedule.Pitch;
        byte* lastChildren = (byte*)(end + TLanes.Groups * Schedule.Pitch);
        byte* lastParents = lastChildren + lanes * PairSize;
        byte** rows = stackalloc byte*[lanes];
        for (int group = 0; group < TLanes.Groups; group++)
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

        int count = children.Length / PairSize;
        fixed (byte* input = children, output = parents)
        {
            int done = 0;
            while (done < count)
            {
                int left = count - done;
                int groups = left > groupLanes ? TLanes.Groups : 1;
                int width = groups * groupLanes;
                byte* source = input + (nint)done * PairSize;
                byte* destination = output + (nint)done * DigestSize;
                if (left < width)
                {
                    Unsafe.CopyBlockUnaligned(lastChildren, source, (uint)(left * PairSize));
                    Unsafe.InitBlockUnaligned(lastChildren + left * PairSize, 0, (uint)((width - left) * PairSize));
                    source = lastChildren;
                }

                Columns.Point(rows, source, width, PairSize);
                HashGroups(node, states, work, w, end, groups, rows, left < width ? lastParents : destination);
                if (left < width) Unsafe.CopyBlockUnaligned(destination, lastParents, (uint)(left * DigestSize));

                done += width;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HashGroups(
        MerkleNode node, TVector* states, TVector* work, TVector* w, TVector* end, int groups, byte** rows, byte* parents)
    {
        int groupLanes = sizeof(TVector) / sizeof(uint);
        for (int group = 0; group < groups; group++)
        {
            TVector* words = w + group * Schedule.Pitch;
            SetInitialState(states + group * Schedule.StateWords);
            for (int i = 0; i < Schedule.BlockWords; i += groupLanes)
            {
                TLanes.Transpose(rows + group * groupLanes, i * sizeof(uint), swapBytes: true, (byte*)(words + i), sizeof(TVector));
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
                states + group * Schedule.StateWords, Schedule.StateWords, swapBytes: true, parents + group * groupLanes * DigestSize);
        }
    }

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
