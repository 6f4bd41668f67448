using System.Runtime.CompilerServices;
using Appliance.Index.Files;
using Appliance.Index.Log;
using Appliance.Log;

namespace Appliance.Index;

/// <summary>
/// Durable storage of an append-only log with the same entries, commits and high-water mark as the block log, and two synced slots for
/// its state. Every entry is read and checked when it is opened.
/// </summary>
public sealed class LogStorage : ILogStorage
{
    private const string Purpose = "log-storage";

    // One remembered position for so many entries: reading from anywhere skips at most this many.
    private const int Stride = 1024;

    private readonly IFileLayer _files;
    private readonly IDisposable _lock;
    private readonly EntryLog _log;
    private readonly SlotFile _state;
    private readonly string _directory;
    private readonly SemaphoreSlim _writer = new(1);
    private readonly List<LogPosition> _positions = [];
    private readonly Lock _positionsLock = new();
    private IndexWriteException? _fault;
    private long _count;
    private bool _disposed;

    private LogStorage(IFileLayer files, IDisposable directoryLock, EntryLog log, SlotFile state, string directory) =>
        (_files, _lock, _log, _state, _directory) = (files, directoryLock, log, state, directory);

    /// <inheritdoc/>
    public long Count => Interlocked.Read(ref _count);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? State => _state.Content is { } content ? new ReadOnlyMemory<byte>(content) : default(ReadOnlyMemory<byte>?);

    /// <summary>Opens a log, creating it where the directory holds none.</summary>
    /// <param name="directory">The directory, its own.</param>
    /// <param name="options">Sizes; those of the key-value index are not used.</param>
    /// <param name="cancellation">Gives up; the directory stays as it is.</param>
    /// <exception cref="IndexBusyException">Another process has it open.</exception>
    /// <exception cref="IndexDamagedException">The log is damaged or has lost acknowledged entries, or its state cannot be read.</exception>
    public static Task<LogStorage> OpenAsync(string directory, IndexOptions options, CancellationToken cancellation) =>
        Blocking.Run(() => Open(new LocalFileLayer(), directory, options, cancellation), cancellation);

    /// <summary>As the public method, on any file layer, which it takes over.</summary>
    internal static LogStorage Open(IFileLayer files, string directory, IndexOptions options, CancellationToken cancellation)
    {
        options.Validate();
        IDisposable? directoryLock = null;
        EntryLog? log = null;
        try
        {
            string path = Path.GetFullPath(directory);
            files.CreateDirectory(path);
            directoryLock = files.Lock(path);
            log = EntryLog.Open(files, path, options);
            log.RequirePurposeAsync(Purpose).GetAwaiter().GetResult();
            var state = new SlotFile(files, Path.Combine(path, "state"));
            if (state is { Exists: true, Content: null })
                throw new IndexDamagedException(path, 0, "the stored state (state.a, state.b) cannot be read", Advice.RestoreLog);
            var storage = new LogStorage(files, directoryLock, log, state, path);
            storage.Scan(cancellation);
            return storage;
        }
        catch
        {
            log?.Dispose();
            directoryLock?.Dispose();
            files.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An entry exceeds <see cref="IndexOptions.MaximumRecordBytes"/>; nothing was appended.</exception>
    /// <exception cref="IndexWriteException">Writing failed; the log must be opened again.</exception>
    public async ValueTask AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> entries, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entries);
        await _writer.WaitAsync(cancellation);
        try
        {
            ThrowIfUnusable();
            foreach (ReadOnlyMemory<byte> entry in entries)
            {
                if (!_log.Fits(entry.Length))
                    throw _log.TooLong(entry.Length);
            }
            if (entries.Count == 0)
                return;
            await WriteAsync(async () =>
            {
                long number = _count;
                var positions = new List<LogPosition>();
                foreach (ReadOnlyMemory<byte> entry in entries)
                {
                    if (number % Stride == 0)
                        positions.Add(_log.End);
                    _log.Append(EntryKind.Opaque, 0, number++, entry.Span);
                }
                await _log.CommitAsync();
                lock (_positionsLock)
                    _positions.AddRange(positions);
                Interlocked.Exchange(ref _count, number);
            });
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IndexDamagedException">The first entry that is damaged.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long first, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ObjectDisposedException.ThrowIf(_disposed, this);
        long end = Count;
        if (first >= end)
            yield break;
        LogPosition from;
        lock (_positionsLock)
            from = _positions[(int)(first / Stride)];
        await Task.Yield();
        foreach (LogRecord record in _log.Read(from, cancellation))
        {
            if (record.Height >= end)
                yield break;
            if (record.Height >= first)
                yield return record.Body;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IndexWriteException">Writing failed; the log must be opened again.</exception>
    public async ValueTask StoreStateAsync(ReadOnlyMemory<byte> state, CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            ThrowIfUnusable();
            await WriteAsync(() => Task.Run(() => _state.Write(state.Span), CancellationToken.None));
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Waits for the write under way and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.WaitAsync();
        try
        {
            if (_disposed)
                return;
            _disposed = true;
            _log.Dispose();
            _lock.Dispose();
            _files.Dispose();
        }
        finally
        {
            _writer.Release();
        }
    }

    private void Scan(CancellationToken cancellation)
    {
        LogPosition position = LogPosition.Start;
        foreach (LogRecord record in _log.Read(LogPosition.Start, cancellation))
        {
            if (record.Kind != EntryKind.Format)
            {
                if (record.Kind != EntryKind.Opaque || record.Height != _count)
                {
                    throw new IndexDamagedException(_directory, record.Address,
                        $"entry {record.Height} of kind {record.Kind} stands where entry {_count} belongs", Advice.CheckFirst);
                }
                if (_count % Stride == 0)
                    _positions.Add(position);
                _count++;
            }
            position = record.End;
        }
        _log.ContinueAt(position);
    }

    private async Task WriteAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        // Whatever it was, nobody knows what is on disk now; only opening again finds out.
        catch (Exception e)
        {
            _fault = new IndexWriteException(_directory, e);
            throw _fault;
        }
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_fault is not null)
            throw new IndexWriteException(_directory, _fault.InnerException ?? _fault);
    }
}
