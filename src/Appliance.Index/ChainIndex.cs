using Appliance.Index.Blocks;
using Appliance.Index.Files;
using Appliance.Index.KeyValue;
using Appliance.Index.Log;
using Appliance.Verification.Chains;

namespace Appliance.Index;

/// <summary>
/// The chains that were verified, on disk: an append-only block log, which is the truth, and a key-value index over it, which can be
/// rebuilt from the log at any time. One process; any number of callers, whose appends share commits and whose reads run beside them.
/// </summary>
public sealed class ChainIndex : IChainIndex, IAsyncDisposable
{
    private readonly IFileLayer _files;
    private readonly IDisposable _lock;
    private readonly IndexState _state;
    private readonly Appender _appender;
    private readonly ReadGate _gate = new(nameof(ChainIndex));
    private int _disposed;

    private ChainIndex(IFileLayer files, IDisposable directoryLock, IndexState state, IndexOptions options)
    {
        (_files, _lock, _state) = (files, directoryLock, state);
        _appender = new Appender(state, options);
    }

    /// <summary>Opens an index, creating it where the directory holds none.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="options">Sizes and intervals.</param>
    /// <param name="progress">Told how far replaying or rebuilding is; may be null.</param>
    /// <param name="cancellation">Gives up; the directory stays as it is and can be opened again.</param>
    /// <exception cref="IndexBusyException">Another process has it open.</exception>
    /// <exception cref="IndexDamagedException">The block log is damaged or has lost acknowledged blocks.</exception>
    /// <exception cref="IOException">The disk or the file system refuses.</exception>
    public static Task<ChainIndex> OpenAsync(
        string directory, IndexOptions options, IProgress<IndexProgress>? progress, CancellationToken cancellation) =>
        Blocking.Run(() => Open(new LocalFileLayer(), directory, options, progress, cancellation), cancellation);

    /// <summary>Whether there is an index in this directory, be it damaged.</summary>
    public static bool Exists(string directory)
    {
        string log = Path.Combine(directory, "log");
        return Directory.Exists(log) && Directory.EnumerateFileSystemEntries(log).Any();
    }

    /// <summary>As the public method, on any file layer, which it takes over.</summary>
    internal static ChainIndex Open(
        IFileLayer files, string directory, IndexOptions options, IProgress<IndexProgress>? progress, CancellationToken cancellation)
    {
        IDisposable? directoryLock = null;
        try
        {
            string path = Path.GetFullPath(directory);
            files.CreateDirectory(path);
            directoryLock = files.Lock(path);
            files.CreateDirectory(Path.Combine(path, "log"));
            IndexState state = new IndexOpener(files, path, options, progress, cancellation).Open();
            return new ChainIndex(files, directoryLock, state, options);
        }
        catch
        {
            directoryLock?.Dispose();
            files.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The chain is new and does not begin with the first block offered, or a block lies before the first indexed one.
    /// </exception>
    /// <exception cref="IndexWriteException">Writing failed; the index must be opened again.</exception>
    public async ValueTask<AppendResult> AppendAsync(ChainKey chain, IReadOnlyList<IndexedBlock> blocks, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(blocks);
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (blocks.Count == 0)
            return default;
        var request = new AppendRequest(chain, blocks, cancellation);
        await _appender.AppendAsync(request);
        return request.Result;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ChainHead> Find(string format, string name) =>
        [.. _state.Chains.All.Select(chain => chain.Head).Where(head => head.Chain.Format == format && head.Chain.Name == name)];

    /// <inheritdoc/>
    /// <exception cref="IndexDamagedException">The block is indexed, but the key-value index does not know it.</exception>
    public Digest? BlockHash(ChainKey chain, long height) => Height(chain, height)?.Hash;

    /// <inheritdoc/>
    /// <exception cref="IndexDamagedException">The block's record is damaged.</exception>
    public (long Height, ReadOnlyMemory<byte> Update)? TrustUpdateAt(ChainKey chain, long height)
    {
        using ReadGate.Pass pass = _gate.Enter();
        (long Height, long Address)? last = null;
        foreach ((long Height, long Address) update in _state.Chains.Find(chain)?.TrustUpdates ?? [])
        {
            if (update.Height <= height)
                last = update;
        }
        return last is { } found ? (found.Height, TrustUpdate(found)) : null;
    }

    /// <inheritdoc/>
    /// <exception cref="IndexDamagedException">A block's record is damaged.</exception>
    public IEnumerable<(long Height, ReadOnlyMemory<byte> Update)> TrustUpdates(ChainKey chain, long height)
    {
        foreach ((long Height, long Address) update in _state.Chains.Find(chain)?.TrustUpdates ?? [])
        {
            if (update.Height > height)
                yield break;
            ReadOnlyMemory<byte> content;
            using (_gate.Enter())
                content = TrustUpdate(update);
            yield return (update.Height, content);
        }
    }

    /// <summary>
    /// Finds a transaction by id. Where the chain holds an id twice, the first genuine one counts, and without any, the first.
    /// </summary>
    /// <param name="chain">The chain.</param>
    /// <param name="id">The id as in <see cref="IndexedTransaction.Id"/>.</param>
    /// <exception cref="IndexDamagedException">The key-value index is damaged.</exception>
    public TransactionLocation? FindTransaction(ChainKey chain, ReadOnlySpan<byte> id)
    {
        using ReadGate.Pass pass = _gate.Enter();
        return _state.Chains.Find(chain) is { } entry && !id.IsEmpty ? Location(entry, Keys.Transaction(entry.Number, id)) : null;
    }

    /// <summary>Finds a transaction by the SHA-256 of its bytes.</summary>
    /// <exception cref="IndexDamagedException">The key-value index is damaged.</exception>
    public TransactionLocation? FindLeaf(ChainKey chain, Digest leafHash)
    {
        using ReadGate.Pass pass = _gate.Enter();
        return _state.Chains.Find(chain) is { } entry ? Location(entry, Keys.Leaf(entry.Number, leafHash.Span)) : null;
    }

    /// <summary>Finds a block by its header hash, in whichever chain it is; the chain that was indexed first counts.</summary>
    /// <exception cref="IndexDamagedException">The key-value index is damaged.</exception>
    public BlockLocation? FindBlock(Digest hash)
    {
        using ReadGate.Pass pass = _gate.Enter();
        foreach (ChainEntry chain in _state.Chains.All)
        {
            if (_state.KeyValue.Find(Keys.Block(chain.Number, hash.Span)) is { } value
                && BlockValue.Decode(value).Height is var height && height <= chain.Head.Height)
            {
                return new BlockLocation(chain.Head.Chain, height);
            }
        }
        return null;
    }

    /// <summary>Reads a block from the block log, or null where it is not indexed.</summary>
    /// <exception cref="IndexDamagedException">The record is damaged, or the key-value index is.</exception>
    public IndexedBlock? ReadBlock(ChainKey chain, long height)
    {
        using ReadGate.Pass pass = _gate.Enter();
        if (Height(chain, height) is not { } value)
            return null;
        IndexedBlock block = _state.Decode(_state.Log.ReadAt(value.Address));
        return block.Height == height && block.Hash == value.Hash
            ? block
            : throw new IndexDamagedException(_state.Directory, value.Address,
                $"block {block.Height} stands where the key-value index expects block {height}", Advice.RebuildKeyValue);
    }

    /// <summary>What the index holds and how it stands.</summary>
    public IndexStatus Status()
    {
        using ReadGate.Pass pass = _gate.Enter();
        ChainHead[] heads = [.. _state.Chains.All.Select(chain => chain.Head)];
        return new IndexStatus(
            _state.Directory,
            heads,
            heads.Sum(head => head.Height - head.FirstHeight + 1),
            _state.Transactions,
            _state.Log.Tail - LogPosition.Start.Address,
            _state.KeyValue.Bytes,
            _state.Log.Tail,
            _state.Log.HighWater.Address,
            _appender.LastCheckpoint,
            _state.Opening,
            _state.RebuildReason);
    }

    /// <summary>
    /// Reads the whole block log, checks every entry and the chains of hashes, and compares the key-value index with it. Changes nothing
    /// and may run beside appends.
    /// </summary>
    public Task<IndexCheck> CheckAsync(IProgress<IndexProgress>? progress, CancellationToken cancellation) => Blocking.Run(
        () =>
        {
            using ReadGate.Pass pass = _gate.Enter();
            return new IndexChecker(_state, progress, cancellation).Check();
        },
        cancellation);

    /// <summary>Finishes the appends under way, takes a checkpoint and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _appender.DisposeAsync();
        await _gate.CloseAsync();
        _state.Dispose();
        _files.Dispose();
        _lock.Dispose();
    }

    private HeightValue? Height(ChainKey chain, long height)
    {
        using ReadGate.Pass pass = _gate.Enter();
        if (_state.Chains.Find(chain) is not { } entry || height < entry.Head.FirstHeight || height > entry.Head.Height)
            return null;
        return _state.KeyValue.Find(Keys.Height(entry.Number, height)) is { } value
            ? HeightValue.Decode(value)
            : throw new IndexDamagedException(_state.Directory, 0,
                $"block {height} of chain {chain.Name} is missing in the key-value index", Advice.RebuildKeyValue);
    }

    private TransactionLocation? Location(ChainEntry chain, Bytes32 key)
    {
        if (_state.KeyValue.Find(key) is not { } found)
            return null;
        TransactionValue value = TransactionValue.Decode(found);
        // A block that is applied but not yet acknowledged is not there yet.
        return value.Height <= chain.Head.Height ? new TransactionLocation(value.Height, value.Index, value.Verdict) : null;
    }

    private ReadOnlyMemory<byte> TrustUpdate((long Height, long Address) update)
    {
        IndexedBlock block = _state.Decode(_state.Log.ReadAt(update.Address));
        return block.Height == update.Height
            ? block.TrustUpdate
            : throw new IndexDamagedException(_state.Directory, update.Address,
                $"block {block.Height} stands where the trust update of block {update.Height} is expected", Advice.RebuildKeyValue);
    }
}
