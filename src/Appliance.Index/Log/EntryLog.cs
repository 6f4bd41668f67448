using System.Security.Cryptography;
using System.Text;
using Appliance.Index.Files;
using Appliance.Verification.Chains;
using FASTER.core;

namespace Appliance.Index.Log;

/// <summary>
/// The append-only log of a directory: FasterLog for the tail and its group commits, our own entries, reader and high-water mark around
/// it. One writer; reads are safe beside it.
/// </summary>
internal sealed class EntryLog : IDisposable
{
    private const string FileName = "log";
    private const int FrameBytes = 4;

    private readonly string _directory;
    private readonly FasterLog _log;
    private readonly IDevice _device;
    private readonly CommitSlots _commits;
    private readonly SlotFile _highWaterFile;
    private readonly LogReader _reader;
    private readonly int _maximumRecord;
    private HighWater _highWater;
    private LogPosition _end;

    private EntryLog(
        IFileLayer files, string directory, IndexOptions options, HighWater highWater, SlotFile highWaterFile, CommitSlots commits)
    {
        string path = Path.Combine(directory, FileName);
        (_directory, _highWaterFile, _commits, _highWater) = (directory, highWaterFile, commits, highWater);
        commits.SegmentBytes = highWater.SegmentBytes;
        _maximumRecord = options.MaximumRecordBytes;
        _device = files.OpenDevice(path);
        _log = new FasterLog(new FasterLogSettings
        {
            LogDevice = _device,
            LogCommitManager = commits,
            PageSize = highWater.PageBytes,
            SegmentSize = highWater.SegmentBytes,
            MemorySize = Math.Max(options.LogMemoryBytes, 4L * highWater.PageBytes),
            LogChecksum = LogChecksumType.None,
            TryRecoverLatest = false, // the constructor would swallow what goes wrong
        });
        _reader = new LogReader(files, directory, path, highWater, options.MaximumRecordBytes);
    }

    /// <summary>Bytes of log that are committed.</summary>
    public long Tail => _log.CommittedUntilAddress;

    /// <summary>What has been acknowledged.</summary>
    public LogPosition HighWater => _highWater.Mark;

    /// <summary>The position after the last entry, committed or not; valid after <see cref="ContinueAt"/>.</summary>
    public LogPosition End => _end;

    /// <summary>Bytes of entries that wait for a commit.</summary>
    public long Uncommitted => _end.Address - Tail;

    /// <summary>Opens or creates the log of a directory and refuses one that has lost acknowledged entries.</summary>
    /// <param name="files">The file layer.</param>
    /// <param name="directory">The directory, which exists.</param>
    /// <param name="options">Sizes; geometry is taken from them for a new log only.</param>
    /// <exception cref="IndexDamagedException">Files are missing, too short, or end before the high-water mark.</exception>
    public static EntryLog Open(IFileLayer files, string directory, IndexOptions options)
    {
        var highWaterFile = new SlotFile(files, Path.Combine(directory, "high-water"));
        var commits = new CommitSlots(files, directory);
        bool segments = files.FileNames(directory).Any(IsSegment);
        if (highWaterFile.Content is null)
        {
            if (segments || commits.ListCommits().Any())
            {
                throw new IndexDamagedException(directory, 0,
                    "the high-water mark (high-water.a, high-water.b) is missing or unreadable, so nobody can say whether the log is complete",
                    Advice.RestoreLog);
            }
            highWaterFile.Write(new HighWater(LogPosition.Start, options.PageBytes, options.SegmentBytes).Encode());
        }
        if (Log.HighWater.Decode(highWaterFile.Content) is not { } highWater)
        {
            throw new IndexDamagedException(directory, 0, "the high-water mark was written by an unknown version",
                "open it with the version of the appliance that wrote it, or " + Advice.RestoreLog);
        }
        CheckFiles(files, directory, highWater, commits);
        var log = new EntryLog(files, directory, options, highWater, highWaterFile, commits);
        try
        {
            log.Recover();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Reads and checks all committed records from a position on.</summary>
    /// <exception cref="IndexDamagedException">The first record that is not sound, or the high-water mark is not met.</exception>
    public IEnumerable<LogRecord> Read(LogPosition from, CancellationToken cancellation) => Read(from, Tail, cancellation);

    /// <summary>As <see cref="Read(LogPosition, CancellationToken)"/>, up to an address that was the tail before.</summary>
    public IEnumerable<LogRecord> Read(LogPosition from, long tail, CancellationToken cancellation)
    {
        LogPosition mark = HighWater;
        bool met = from.Address > mark.Address || tail < mark.Address;
        Meet(from, mark, ref met);
        foreach (LogRecord record in _reader.Read(from, tail, cancellation))
        {
            Meet(record.End, mark, ref met);
            yield return record;
        }
        if (!met)
        {
            throw new IndexDamagedException(_directory, mark.Address, "no entry ends at the high-water mark: the log is not the one that was written",
                Advice.RestoreLog);
        }
    }

    /// <summary>Reads one committed record.</summary>
    /// <exception cref="IndexDamagedException">The record is not sound.</exception>
    public LogRecord ReadAt(long address) => _reader.ReadAt(address, Tail);

    /// <summary>
    /// Takes the position that reading ended at as the one to append to. Entries that were committed but not acknowledged before the
    /// last stop are shown from now on, so the high-water mark moves over them.
    /// </summary>
    /// <exception cref="IndexDamagedException">It is not the end of the log.</exception>
    public void ContinueAt(LogPosition end)
    {
        if (end.Address != _log.TailAddress)
            throw new IndexDamagedException(_directory, end.Address, $"the last entry ends there, but the log ends at {_log.TailAddress}", Advice.CheckFirst);
        _end = end;
        if (end != _highWater.Mark)
            MoveMark(end);
    }

    /// <summary>Adds a record to the tail in memory and returns its address; <see cref="CommitAsync"/> makes it durable.</summary>
    /// <exception cref="ArgumentException">The record exceeds the configured limit.</exception>
    public long Append(EntryKind kind, uint chain, long height, ReadOnlySpan<byte> body)
    {
        if (body.Length > _maximumRecord)
            throw TooLong(body.Length);
        int room = _highWater.PageBytes - FrameBytes - EntryHeader.Size;
        int parts = Math.Max(1, (int)((body.Length + (long)room - 1) / room));
        long first = 0;
        for (int part = 0; part < parts; part++)
        {
            ReadOnlySpan<byte> content = body.Slice(part * room, Math.Min(room, body.Length - part * room));
            byte[] entry = new EntryHeader(chain, height, _end.Hash, kind, part, parts).Encode(content);
            long address = _log.Enqueue((ReadOnlySpan<byte>)entry);
            _end = new LogPosition(address + FrameBytes + ((entry.Length + 3L) & ~3L), _end.Entries + 1, new Digest(SHA256.HashData(entry)));
            if (part == 0)
                first = address;
        }
        return first;
    }

    /// <summary>The refusal of a record that is too long; also for those who must refuse before they append a part of a group.</summary>
    public ArgumentException TooLong(long length) =>
        new($"{_directory}: a record of {length} bytes exceeds the limit of {_maximumRecord} bytes (MaximumRecordBytes)");

    /// <summary>Whether a record of this length is accepted.</summary>
    public bool Fits(long length) => length <= _maximumRecord;

    /// <summary>
    /// Makes everything appended durable: entries, then the commit, then the high-water mark, which so never lies above the log and
    /// always at or above what was acknowledged.
    /// </summary>
    /// <exception cref="IOException">A write failed; the log must not be used any further.</exception>
    public async Task CommitAsync()
    {
        LogPosition end = _end;
        await _log.CommitAsync();
        if (_commits.Fault is { } fault)
            throw new IOException($"{_directory}: writing the commit failed: {fault.Message}", fault);
        if (_log.CommittedUntilAddress < end.Address)
            throw new IOException($"{_directory}: the commit ended at {_log.CommittedUntilAddress} instead of {end.Address}");
        MoveMark(end);
    }

    /// <summary>Writes the first entry of a new log, or checks what an existing one is for.</summary>
    /// <exception cref="IndexDamagedException">It is a log of another kind.</exception>
    public async Task RequirePurposeAsync(string purpose)
    {
        byte[] expected = Encoding.UTF8.GetBytes("appliance/1 " + purpose);
        if (Tail == LogPosition.Start.Address)
        {
            ContinueAt(LogPosition.Start);
            Append(EntryKind.Format, 0, 0, expected);
            await CommitAsync();
            return;
        }
        LogRecord record = ReadAt(LogPosition.Start.Address);
        if (record.Kind != EntryKind.Format || !record.Body.Span.SequenceEqual(expected))
        {
            throw new IndexDamagedException(_directory, record.Address,
                $"the log begins with \"{Encoding.UTF8.GetString(record.Body.Span)}\", not with \"{Encoding.UTF8.GetString(expected)}\"",
                "give the directory that belongs to this purpose");
        }
    }

    /// <summary>Closes the log; what was not committed is dropped.</summary>
    public void Dispose()
    {
        _log.Dispose();
        _device.Dispose();
    }

    private static bool IsSegment(string name) => name.StartsWith(FileName + ".", StringComparison.Ordinal);

    /// <summary>
    /// Compares the files with the commit before FasterLog sees them: it would create a missing file, read zeros from a short one and
    /// take an unreadable commit for an empty log, whose next entry would overwrite the first.
    /// </summary>
    private static void CheckFiles(IFileLayer files, string directory, HighWater highWater, CommitSlots commits)
    {
        long until;
        try
        {
            until = commits.Until ?? LogPosition.Start.Address;
        }
        catch (FasterException e)
        {
            throw new IndexDamagedException(directory, 0, "the commit metadata (commit.a, commit.b) is not sound", Advice.CheckFirst, e);
        }
        LogPosition mark = highWater.Mark;
        if (until < mark.Address)
        {
            string commit = until == LogPosition.Start.Address ? "there is no readable commit (commit.a, commit.b)" : $"the commit ends at {until}";
            throw new IndexDamagedException(directory, until,
                $"{commit}, but entries were acknowledged up to {mark.Address}: {mark.Address - until} bytes of acknowledged log are missing",
                Advice.RestoreLog);
        }
        for (long start = 0; until > LogPosition.Start.Address && start < until; start += highWater.SegmentBytes)
        {
            string file = Path.Combine(directory, $"{FileName}.{start / highWater.SegmentBytes}");
            long needed = Math.Min(until - start, highWater.SegmentBytes);
            long length = files.Length(file);
            if (length < needed)
            {
                throw new IndexDamagedException(directory, start + Math.Max(0, length),
                    length < 0 ? $"{file} is missing" : $"{file} has {length} bytes, but the log needs {needed} of them", Advice.RestoreLog);
            }
        }
    }

    private void MoveMark(LogPosition end)
    {
        HighWater next = _highWater with { Mark = end };
        _highWaterFile.Write(next.Encode());
        _highWater = next;
    }

    private void Recover()
    {
        try
        {
            _log.Recover();
        }
        catch (Exception e) when (e is FasterException or IOException or InvalidOperationException)
        {
            throw new IndexDamagedException(_directory, _highWater.Mark.Address, $"the end of the log cannot be read: {e.Message}", Advice.CheckFirst, e);
        }
        long expected = _commits.Until ?? LogPosition.Start.Address;
        if (_log.TailAddress != expected)
        {
            throw new IndexDamagedException(_directory, _log.TailAddress,
                $"the log was opened up to there, but its commit reaches {expected}", Advice.CheckFirst);
        }
    }

    private void Meet(LogPosition position, LogPosition mark, ref bool met)
    {
        if (position.Address != mark.Address)
            return;
        met = true;
        if (position.Hash != mark.Hash || position.Entries != mark.Entries)
        {
            throw new IndexDamagedException(_directory, mark.Address,
                $"the entry that ends at the high-water mark is number {position.Entries} with hash {position.Hash}, "
                + $"acknowledged was number {mark.Entries} with {mark.Hash}", Advice.RestoreLog);
        }
    }
}
