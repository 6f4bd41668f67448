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
        _loop = Task.Run(RunAsync);
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

    private async Task RunAsync()
    {
        try
        {
            while (await WaitAsync())
            {
                AppendGroup group = await CollectAsync();
                await CompleteAsync(group);
                if (CheckpointDue(_options.CheckpointBytes))
                    await CheckpointAsync(full: false);
            }
            if (_state.Log.Tail > _checkpointAddress)
                await CheckpointAsync(full: true);
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

    private async ValueTask<bool> WaitAsync()
    {
        while (true)
        {
            ValueTask<bool> more = _queue.Reader.WaitToReadAsync();
            if (more.IsCompleted || _state.Log.Tail == _checkpointAddress)
                return await more;
            Task<bool> waiting = more.AsTask();
            TimeSpan left = _options.CheckpointInterval - _sinceCheckpoint.Elapsed;
            if (left <= TimeSpan.Zero || await Task.WhenAny(waiting, Task.Delay(left)) != waiting)
                await CheckpointAsync(full: false);
            return await waiting;
        }
    }

    private async Task<AppendGroup> CollectAsync()
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
            await Task.Delay(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left);
        }
    }

    private static void Add(AppendGroup group, AppendRequest request)
    {
        if (request.Cancellation.IsCancellationRequested)
        {
            request.Cancel();
            return;
        }
        try
        {
            group.Add(request);
        }
        catch (Exception e) when (e is Verification.Chains.ChainConflictException or ArgumentException or IndexDamagedException)
        {
            request.Fail(e);
        }
    }

    private async Task CompleteAsync(AppendGroup group)
    {
        try
        {
            if (group.HasBlocks)
            {
                await _state.Log.CommitAsync();
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

    private async Task CheckpointAsync(bool full)
    {
        LogPosition reached = _state.Log.End;
        await _state.KeyValue.CheckpointAsync(full);
        _checkpointAddress = reached.Address;
        _sinceCheckpoint.Restart();
        LastCheckpoint = DateTimeOffset.UtcNow;
    }
}
