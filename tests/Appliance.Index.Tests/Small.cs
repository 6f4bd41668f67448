namespace Appliance.Index.Tests;

/// <summary>Options that take a few megabytes, so that pages, segments and checkpoints turn over within a test.</summary>
internal static class Small
{
    public static IndexOptions Options { get; } = new()
    {
        PageBytes = 1 << 14,
        SegmentBytes = 1 << 16,
        LogMemoryBytes = 1 << 16,
        HashTableBytes = 1 << 16,
        RecordMemoryBytes = 1 << 20,
        ReadCacheBytes = 1 << 20,
        CommitInterval = TimeSpan.Zero,
        CheckpointBytes = 1 << 18,
        MaximumRecordBytes = 1 << 26,
    };

    public static Task<ChainIndex> OpenAsync(string directory) => OpenAsync(directory, Options);

    public static Task<ChainIndex> OpenAsync(string directory, IndexOptions options) =>
        ChainIndex.OpenAsync(directory, options, null, TestContext.Current.CancellationToken);
}
