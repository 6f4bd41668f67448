using System.Numerics;
using Appliance.Verification.Chains;

namespace Appliance.Log.Trees;

/// <summary>
/// The append-only tree of RFC 9162, section 2.1, in memory: the hashes of all leaves and of all full subtrees, 64 bytes a leaf,
/// so that a root or proof of any size costs a logarithmic number of look-ups. Not safe for concurrent use.
/// </summary>
public sealed class MerkleTree
{
    // _levels[h][i] is the root of the full subtree over leaves [i * 2^h, (i + 1) * 2^h).
    private readonly List<List<Digest>> _levels = [[]];

    /// <summary>Number of leaves.</summary>
    public long Size => _levels[0].Count;

    /// <summary>Size and root now.</summary>
    public TreeHead Head => new(Size, RootAt(Size));

    /// <summary>Appends a leaf by its data.</summary>
    /// <returns>Its index.</returns>
    public long Append(ReadOnlySpan<byte> leafData) => AppendHash(MerkleHash.Leaf(leafData));

    /// <summary>Appends a leaf by its hash.</summary>
    /// <returns>Its index.</returns>
    public long AppendHash(in Digest leafHash)
    {
        long index = Size;
        Digest hash = leafHash;
        for (int height = 0; ; height++)
        {
            if (height == _levels.Count)
                _levels.Add([]);
            List<Digest> level = _levels[height];
            level.Add(hash);
            if ((level.Count & 1) == 1)
                return index;
            hash = MerkleHash.Node(level[^2], hash);
        }
    }

    /// <summary>Hash of a leaf.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such leaf.</exception>
    public Digest LeafHash(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Size);
        return _levels[0][(int)index];
    }

    /// <summary>Root of the tree when it had <paramref name="size"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree never had that size.</exception>
    public Digest RootAt(long size)
    {
        ThrowIfNeverHad(size);
        return size == 0 ? MerkleHash.Empty : Subtree(0, size);
    }

    /// <summary>Proves that a leaf is in the tree as it was at a size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree never had that size, or had no such leaf.</exception>
    public InclusionProof ProveInclusion(long index, long size)
    {
        ThrowIfNeverHad(size);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<Digest>();
        for ((long low, long high) = (0, size); high - low > 1;)
        {
            long middle = low + Split(high - low);
            bool left = index < middle;
            path.Add(left ? Subtree(middle, high) : Subtree(low, middle));
            (low, high) = left ? (low, middle) : (middle, high);
        }
        path.Reverse();
        return new InclusionProof(index, size, path);
    }

    /// <summary>Proves that the tree at <paramref name="second"/> leaves continues the tree at <paramref name="first"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree never had one of the sizes, or the first is the larger.</exception>
    public ConsistencyProof ProveConsistency(long first, long second)
    {
        ThrowIfNeverHad(second);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var path = new List<Digest>();
        if (first == 0 || first == second)
            return new ConsistencyProof(first, second, path);
        (long low, long high) = (0, second);
        while (high != first)
        {
            long middle = low + Split(high - low);
            bool left = first <= middle;
            path.Add(left ? Subtree(middle, high) : Subtree(low, middle));
            (low, high) = left ? (low, middle) : (middle, high);
        }
        // The earlier tree's last subtree: left out where it is the whole earlier tree, whose root the verifier has.
        if (low != 0)
            path.Add(Subtree(low, high));
        path.Reverse();
        return new ConsistencyProof(first, second, path);
    }

    /// <summary>Largest power of two below <paramref name="count"/>: where the standard splits a tree.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    private Digest Subtree(long low, long high)
    {
        long count = high - low;
        if (BitOperations.IsPow2(count))
            return _levels[BitOperations.Log2((ulong)count)][(int)(low / count)];
        long middle = low + Split(count);
        return MerkleHash.Node(Subtree(low, middle), Subtree(middle, high));
    }

    private void ThrowIfNeverHad(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Size);
    }
}
