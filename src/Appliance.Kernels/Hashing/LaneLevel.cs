using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Hashes a level of a Merkle tree, as many nodes at a time as there are lanes.</summary>
internal static unsafe class LaneLevel<TNodes>
    where TNodes : struct, ILaneNodes
{
    private const int DigestSize = BatchContract.DigestSize;
    private const int PairSize = 2 * DigestSize;
    private const int Alignment = 64;

    /// <summary>Writes a parent for each pair of children; parents may begin where the children do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hash(MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents)
    {
        int count = children.Length / PairSize;
        if (count == 0) return;

        int lanes = TNodes.Groups * TNodes.GroupLanes;
        byte* memory = stackalloc byte[TNodes.MemorySize + lanes * (PairSize + DigestSize) + Alignment];
        memory = (byte*)((nuint)(memory + Alignment - 1) & ~(nuint)(Alignment - 1));
        byte* lastChildren = memory + TNodes.MemorySize;
        byte* lastParents = lastChildren + lanes * PairSize;
        byte** rows = stackalloc byte*[lanes];
        TNodes.Prepare(memory, node, GroupsFor(count));
        fixed (byte* input = children, output = parents)
        {
            for (int done = 0, width; done < count; done += width)
            {
                int left = count - done;
                int groups = GroupsFor(left);
                width = groups * TNodes.GroupLanes;
                byte* source = input + (nint)done * PairSize;
                byte* destination = output + (nint)done * DigestSize;
                if (left >= width)
                {
                    Columns.Point(rows, source, width, PairSize);
                    TNodes.Hash(memory, node, rows, groups, destination);
                    continue;
                }

                Unsafe.CopyBlockUnaligned(lastChildren, source, (uint)(left * PairSize));
                Unsafe.InitBlockUnaligned(lastChildren + left * PairSize, 0, (uint)((width - left) * PairSize));
                Columns.Point(rows, lastChildren, width, PairSize);
                TNodes.Hash(memory, node, rows, groups, lastParents);
                Unsafe.CopyBlockUnaligned(destination, lastParents, (uint)(left * DigestSize));
            }
        }
    }

    private static int GroupsFor(int nodes) => nodes > TNodes.GroupLanes ? TNodes.Groups : 1;
}
