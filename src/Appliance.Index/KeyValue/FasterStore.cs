using System.Collections.Concurrent;
using Appliance.Index.Files;
using FASTER.core;

namespace Appliance.Index.KeyValue;

/// <summary>
/// One FasterKV with fixed-size keys and values: one writer, any number of readers. Everything in it can be rebuilt from the log.
/// </summary>
internal sealed class FasterStore<TKey, TValue> : IDisposable
    where TKey : unmanaged
    where TValue : unmanaged
{
    // Reads that miss memory wait in the writer's session until this many are under way, so that their disk accesses overlap.
    private const int PendingLimit = 1024;
    private const long PageBytes = 1 << 20;
    private const long SegmentBytes = 1L << 28;
    private const string FileName = "records";
    private const int PagesInMemory = 16; // with fewer, an upsert spins while it waits for a page to be flushed

    private readonly DeviceWatch _watch = new();
    private readonly SyncedCheckpoints _checkpoints;
    private readonly IDevice _device;
    private readonly FasterKV<TKey, TValue> _store;
    private readonly MergeFunctions<TKey, TValue> _functions;
    private readonly ClientSession<TKey, TValue, TValue, TValue, Empty, MergeFunctions<TKey, TValue>>? _writer;
    private readonly ConcurrentBag<ClientSession<TKey, TValue, TValue, TValue, Empty, MergeFunctions<TKey, TValue>>> _readers = [];
    private int _pending;

    /// <summary>Opens the store and recovers its last checkpoint, if there is one.</summary>
    /// <param name="files">The file layer.</param>
    /// <param name="directory">The store's own directory.</param>
    /// <param name="sizes">Memory.</param>
    /// <param name="comparer">Places keys.</param>
    /// <param name="replaces">The rule of <see cref="Merge"/>.</param>
    /// <exception cref="Exception">Recovery failed in any of FASTER's many ways; the caller deletes the store and rebuilds it.</exception>
    public FasterStore(
        IFileLayer files, string directory, StoreSizes sizes, IFasterEqualityComparer<TKey> comparer, Func<TValue, TValue, bool> replaces)
    {
        files.CreateDirectory(directory);
        _functions = new MergeFunctions<TKey, TValue>(replaces);
        _checkpoints = new SyncedCheckpoints(files, directory, _watch);
        _device = _watch.Watch(files.OpenDevice(Path.Combine(directory, FileName)));
        long page = Math.Min(PageBytes, sizes.MemoryBytes / PagesInMemory);
        _store = new FasterKV<TKey, TValue>(new FasterKVSettings<TKey, TValue>
        {
            IndexSize = sizes.HashTableBytes,
            LogDevice = _device,
            PageSize = page,
            SegmentSize = SegmentBytes,
            MemorySize = sizes.MemoryBytes,
            ReadCacheEnabled = sizes.ReadCacheBytes > 0,
            ReadCacheMemorySize = Math.Max(sizes.ReadCacheBytes, PagesInMemory * page),
            ReadCachePageSize = page,
            EqualityComparer = comparer,
            ConcurrencyControlMode = ConcurrencyControlMode.None, // one writer
            CheckpointManager = _checkpoints,
            TryRecoverLatest = false, // the constructor would swallow what goes wrong
        });
        try
        {
            if (_checkpoints.GetLogCheckpointTokens().Any())
            {
                _store.Recover();
                CheckLengths(files, directory);
            }
            _writer = _store.For(_functions).NewSession<MergeFunctions<TKey, TValue>>();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Bytes of records, in memory and on disk.</summary>
    public long Bytes => _store.Log.TailAddress - _store.Log.BeginAddress;

    /// <summary>Sets a value. Writer only.</summary>
    /// <exception cref="IOException">A write has failed before.</exception>
    public void Put(TKey key, TValue value)
    {
        _watch.ThrowIfFailed();
        if (_writer!.Upsert(ref key, ref value).IsPending)
            Pend();
    }

    /// <summary>Sets a value unless one is there that the rule keeps. Writer only; complete after <see cref="CompletePending"/>.</summary>
    /// <exception cref="IOException">A write has failed before.</exception>
    public void Merge(TKey key, TValue value)
    {
        _watch.ThrowIfFailed();
        if (_writer!.RMW(ref key, ref value).IsPending)
            Pend();
    }

    /// <summary>Waits until every write so far is in. Writer only.</summary>
    public void CompletePending()
    {
        _writer!.CompletePending(wait: true);
        _writer.Refresh();
        _pending = 0;
    }

    /// <summary>Reads a value. Safe on any thread.</summary>
    /// <exception cref="IOException">A write has failed before.</exception>
    public bool TryRead(TKey key, out TValue value)
    {
        if (!_readers.TryTake(out ClientSession<TKey, TValue, TValue, TValue, Empty, MergeFunctions<TKey, TValue>>? session))
            session = _store.For(_functions).NewSession<MergeFunctions<TKey, TValue>>();
        TValue input = default;
        value = default;
        Status status = session.Read(ref key, ref input, ref value);
        if (status.IsPending)
        {
            session.CompletePendingWithOutputs(out CompletedOutputIterator<TKey, TValue, TValue, TValue, Empty> outputs, wait: true);
            using (outputs)
            {
                outputs.Next();
                status = outputs.Current.Status;
                value = outputs.Current.Output;
            }
        }
        // A session that threw is not reused.
        _readers.Add(session);
        _watch.ThrowIfFailed();
        return status.Found;
    }

    /// <summary>
    /// Makes the present state recoverable. Never incremental: incremental checkpoints were seen to bring back stale values.
    /// </summary>
    /// <param name="full">With the hash table, which makes opening faster; otherwise the records only.</param>
    /// <exception cref="IOException">A write failed.</exception>
    public async Task CheckpointAsync(bool full)
    {
        Task<(bool Success, Guid)> checkpoint = full
            ? _store.TakeFullCheckpointAsync(CheckpointType.FoldOver).AsTask()
            : _store.TakeHybridLogCheckpointAsync(CheckpointType.FoldOver, tryIncremental: false).AsTask();
        await Task.WhenAny(checkpoint, _watch.Failed);
        _watch.ThrowIfFailed();
        bool success = (await checkpoint).Success;
        _watch.ThrowIfFailed();
        if (!success)
            throw new InvalidOperationException("another checkpoint of the same store is under way");
    }

    /// <summary>Closes the store without a checkpoint.</summary>
    public void Dispose()
    {
        while (_readers.TryTake(out ClientSession<TKey, TValue, TValue, TValue, Empty, MergeFunctions<TKey, TValue>>? session))
            session.Dispose();
        _writer?.Dispose();
        _store.Dispose();
        _device.Dispose();
        _checkpoints.Dispose();
    }

    // FASTER reads a record file that is missing or too short as zeros, in which nothing is found.
    private void CheckLengths(IFileLayer files, string directory)
    {
        for (long start = 0; start < _store.Log.TailAddress; start += SegmentBytes)
        {
            string file = Path.Combine(directory, $"{FileName}.{start / SegmentBytes}");
            long needed = Math.Min(_store.Log.TailAddress - start, SegmentBytes);
            if (files.Length(file) < needed)
                throw new InvalidDataException($"{file} is shorter than the {needed} bytes of its checkpoint");
        }
        foreach (Guid token in _checkpoints.GetIndexCheckpointTokens())
            _checkpoints.CheckTable(token);
    }

    private void Pend()
    {
        if (++_pending >= PendingLimit)
            CompletePending();
    }
}

/// <summary>Memory of a store in bytes, powers of two.</summary>
/// <param name="HashTableBytes">Hash table.</param>
/// <param name="MemoryBytes">Records in memory.</param>
/// <param name="ReadCacheBytes">Cache of records read from disk; 0 for none.</param>
internal readonly record struct StoreSizes(long HashTableBytes, long MemoryBytes, long ReadCacheBytes);
