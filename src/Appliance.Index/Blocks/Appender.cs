using System.Diagnostics;
using System.Threading.Channels;
using Appliance.Index.Log;

namespace Appliance.Index.Blocks;

/// <summary>
/// The one writer. It takes what has come in as a group, appends and commits it, applies it to the key-value index and acknowledges it,
/// in this order; what arrives meanwhile is the next group.
/// </summary>
internal sealed class Appender : IAsyncDisposable
{
    private const int QueueLimit = 1024;

    private readonly IndexState _state;
    private readonly IndexOptions _options;
    private readonly Channel<AppendRequest> _queue = Channel.CreateBounded<AppendRequest>(
        new BoundedChannelOptions(QueueLimit) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Task _loop;
    private readonly Stopwatch _sinceCheckpoint = Stopwatch.StartNew();
    private long _checkpointAddress;
    private volatile Exception? _fault;

    public Appender(IndexState state, IndexOptions options)
    {
        (_state, _options, _checkpointAddress) = (state, options, state.Log.Tail);
        // A thread of its own: it waits for the disk, and the pool's threads are needed to complete what it waits for.
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>When the last checkpoint was taken, or null.</summary>
    public DateTimeOffset? LastCheckpoint { get; private set; }

    /// <summary>Queues a request and waits for its acknowledgement.</summary>
    /// <exception cref="IndexWriteException">A write has failed, now or before.</exception>
    public async Task AppendAsync(AppendRequest request)
    {
        if (_fault is { } fault)
            throw new IndexWriteException(_state.Directory, fault);
        try
        {
            await _queue.Writer.WriteAsync(request, request.Cancellation);
        }
        catch (ChannelClosedException) when (_fault is not null)
        {
            throw new IndexWriteException(_state.Directory, _fault);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException(nameof(ChainIndex), e);
        }
        await request.Completion;
    }

    /// <summary>Finishes what is queued and takes a last checkpoint, so that the next opening has nothing to replay.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private void Run()
    {
        try
        {
            while (Wait())
            {
                Complete(Collect());
                if (CheckpointDue(_options.CheckpointBytes))
                    Checkpoint(full: false);
            }
            if (_state.Log.Tail > _checkpointAddress)
                Checkpoint(full: true);
        }
        // Whatever it was, nothing more may be acknowledged; the fault is handed to every caller from now on.
        catch (Exception e)
        {
            _fault = e;
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out AppendRequest? waiting))
                waiting.Fail(new IndexWriteException(_state.Directory, e));
        }
    }

    private bool Wait()
    {
        Task<bool> more = _queue.Reader.WaitToReadAsync().AsTask();
        if (_state.Log.Tail > _checkpointAddress)
        {
            TimeSpan left = _options.CheckpointInterval - _sinceCheckpoint.Elapsed;
            if (left <= TimeSpan.Zero || !more.Wait(left))
                Checkpoint(full: false);
        }
        return more.GetAwaiter().GetResult();
    }

    private AppendGroup Collect()
    {
        var group = new AppendGroup(_state);
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            while (_state.Log.Uncommitted < _options.CommitBytes && _queue.Reader.TryRead(out AppendRequest? request))
                Add(group, request);
            TimeSpan left = _options.CommitInterval - Stopwatch.GetElapsedTime(started);
            if (!group.HasBlocks || left <= TimeSpan.Zero || _state.Log.Uncommitted >= _options.CommitBytes)
                return group;
            Thread.Sleep(left);
        }
    }

    private static void Add(AppendGroup group, AppendRequest request)
    {
        if (request.Cancellation.IsCancellationRequested)
        {
            request.Cancel();
            return;
        }
        IReadOnlyList<Verification.Chains.IndexedBlock> fresh;
        try
        {
            fresh = group.Check(request);
        }
        // Nothing was written yet, so whatever is wrong with this request concerns its caller alone.
        catch (Exception e)
        {
            request.Fail(e);
            return;
        }
        group.Add(request, fresh);
    }

    private void Complete(AppendGroup group)
    {
        try
        {
            if (group.HasBlocks)
            {
                _state.Log.CommitAsync().GetAwaiter().GetResult();
                group.Apply();
            }
        }
        catch (Exception e)
        {
            foreach (AppendRequest request in group.Accepted)
                request.Fail(new IndexWriteException(_state.Directory, e));
            throw;
        }
        foreach (AppendRequest request in group.Accepted)
            request.Acknowledge();
    }

    private bool CheckpointDue(long bytes)
    {
        long written = _state.Log.Tail - _checkpointAddress;
        return written >= bytes || (written > 0 && _sinceCheckpoint.Elapsed >= _options.CheckpointInterval);
    }

    private void Checkpoint(bool full)
    {
        LogPosition reached = _state.Log.End;
        _state.KeyValue.CheckpointAsync(full).GetAwaiter().GetResult();
        _checkpointAddress = reached.Address;
        _sinceCheckpoint.Restart();
        LastCheckpoint = DateTimeOffset.UtcNow;
    }
}
