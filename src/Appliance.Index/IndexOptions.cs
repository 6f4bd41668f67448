namespace Appliance.Index;

/// <summary>
/// Sizes and intervals of an index or log directory. The defaults take about 170 MB of memory. <see cref="PageBytes"/> and
/// <see cref="SegmentBytes"/> are fixed when a directory is created and read from it afterwards.
/// </summary>
public sealed record IndexOptions
{
    /// <summary>The defaults.</summary>
    public static IndexOptions Default { get; } = new();

    /// <summary>Page of the log in bytes, a power of two; an entry lies within a page, longer records are split. Default 1 MiB.</summary>
    public int PageBytes { get; init; } = 1 << 20;

    /// <summary>File of the log in bytes, a power of two, at least a page. Default 256 MiB.</summary>
    public long SegmentBytes { get; init; } = 1L << 28;

    /// <summary>Memory for the tail of the log in bytes, a power of two, at least four pages. Default 16 MiB.</summary>
    public long LogMemoryBytes { get; init; } = 1L << 24;

    /// <summary>
    /// Hash table of the key-value index in bytes, a power of two; 64 bytes hold seven keys, more of them overflow and cost a further
    /// memory access each. Default 32 MiB: 3.6 million records and transactions.
    /// </summary>
    public long HashTableBytes { get; init; } = 1L << 25;

    /// <summary>Memory for records of the key-value index in bytes, a power of two; the rest is on disk. Default 64 MiB.</summary>
    public long RecordMemoryBytes { get; init; } = 1L << 26;

    /// <summary>Cache for records that were read from disk, in bytes, a power of two; 0 turns it off. Default 32 MiB.</summary>
    public long ReadCacheBytes { get; init; } = 1L << 25;

    /// <summary>
    /// How long the first append of a group waits for others. What arrives while the group before is being synced joins anyway, so zero
    /// still groups under load. Default 1 ms.
    /// </summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Bytes of log after which a group is committed without waiting for more. Default 1 MiB.</summary>
    public int CommitBytes { get; init; } = 1 << 20;

    /// <summary>Longest time between checkpoints of the key-value index while blocks arrive. Default 10 s.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of log after which a checkpoint is taken in any case; bounds the replay when opening. Default 256 MiB.</summary>
    public long CheckpointBytes { get; init; } = 1L << 28;

    /// <summary>
    /// Longest record (an encoded block, an entry of a log) that is accepted, in bytes; bounds the memory of a damaged length.
    /// Default 256 MiB: about two million transactions.
    /// </summary>
    public int MaximumRecordBytes { get; init; } = 1 << 28;

    /// <summary>Refuses sizes that the storage engine would silently round.</summary>
    /// <exception cref="ArgumentException">A size is not a power of two or is too small.</exception>
    internal void Validate()
    {
        PowerOfTwo(PageBytes, 1 << 12, nameof(PageBytes));
        PowerOfTwo(SegmentBytes, PageBytes, nameof(SegmentBytes));
        PowerOfTwo(LogMemoryBytes, 4L * PageBytes, nameof(LogMemoryBytes));
        PowerOfTwo(HashTableBytes, 1 << 12, nameof(HashTableBytes));
        PowerOfTwo(RecordMemoryBytes, 1 << 20, nameof(RecordMemoryBytes));
        if (ReadCacheBytes != 0)
            PowerOfTwo(ReadCacheBytes, 1 << 20, nameof(ReadCacheBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(CommitInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckpointInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRecordBytes, 1 << 16);
    }

    private static void PowerOfTwo(long value, long minimum, string name)
    {
        if (value < minimum || !System.Numerics.BitOperations.IsPow2(value))
            throw new ArgumentException($"{name} is a power of two of at least {minimum}, not {value}", name);
    }
}
