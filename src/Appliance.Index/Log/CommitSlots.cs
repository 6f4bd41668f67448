using System.Buffers.Binary;
using Appliance.Index.Files;
using FASTER.core;

namespace Appliance.Index.Log;

/// <summary>
/// Keeps FasterLog's commit metadata in two synced slots instead of a new file for every commit, whose name would not be durable.
/// </summary>
/// <param name="files">The file layer.</param>
/// <param name="directory">The directory of the log.</param>
internal sealed class CommitSlots(IFileLayer files, string directory) : ILogCommitManager
{
    private readonly SlotFile _slots = new(files, Path.Combine(directory, "commit"));
    private long _named = -1;

    /// <summary>Bytes of a file of the log; set before the first commit.</summary>
    public long SegmentBytes { get; set; }

    /// <summary>
    /// The failure of the last commit. FasterLog drops an exception of its commit manager and leaves its callers waiting for ever, so
    /// it is kept here and thrown by the one who asked for the commit.
    /// </summary>
    public Exception? Fault { get; private set; }

    /// <summary>The address that the newest commit reaches, or null where there is none.</summary>
    /// <exception cref="FasterException">The metadata is not sound.</exception>
    public long? Until
    {
        get
        {
            if (_slots.Content is not { } content)
                return null;
            FasterLogRecoveryInfo info = default;
            using var reader = new BinaryReader(new MemoryStream(content, sizeof(long), content.Length - sizeof(long)));
            info.Initialize(reader);
            return info.UntilAddress;
        }
    }

    public void Commit(long beginAddress, long untilAddress, byte[] commitMetadata, long commitNum, bool forceWriteMetadata)
    {
        byte[] content = new byte[sizeof(long) + commitMetadata.Length];
        BinaryPrimitives.WriteInt64LittleEndian(content, commitNum);
        commitMetadata.CopyTo(content.AsSpan(sizeof(long)));
        try
        {
            // A commit that survives a power cut must not name a file that does not.
            long segment = (untilAddress - 1) / SegmentBytes;
            if (segment > _named)
                files.SyncDirectory(directory);
            _slots.Write(content);
            _named = segment;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Fault = e;
        }
    }

    public byte[] GetCommitMetadata(long commitNum) => _slots.Content![sizeof(long)..];

    public IEnumerable<long> ListCommits() =>
        _slots.Content is { Length: > sizeof(long) } content ? [BinaryPrimitives.ReadInt64LittleEndian(content)] : [];

    public void RemoveCommit(long commitNum)
    {
        // A slot is only ever overwritten by the commit after next.
    }

    public void RemoveAllCommits()
    {
        // As above.
    }

    public void OnRecovery(long commitNum)
    {
        // There is nothing to tidy up: no files but the two slots exist.
    }

    public void Dispose()
    {
        // The file layer owns the handles.
    }
}
