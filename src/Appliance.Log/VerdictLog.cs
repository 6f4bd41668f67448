using System.Diagnostics;
using System.Security.Cryptography;
using System.Threading.Channels;
using Appliance.Log.Receipts;
using Appliance.Log.Trees;
using Appliance.Log.Verdicts;

namespace Appliance.Log;

/// <summary>
/// The appliance's verifiable log of verdicts (decision 0004). Entries of many callers go under one signed head per batch; each
/// caller gets a <see cref="Receipt"/>. A batch is durable before its head is signed, and a head is signed only after the tree is
/// shown to continue the head that was signed before. Safe for concurrent use; the log owns neither storage nor signer.
/// </summary>
public sealed class VerdictLog : IAsyncDisposable
{
    private const int OriginDigits = 16;

    private readonly Lock _gate = new();
    private readonly ILogStorage _storage;
    private readonly HeadSigner _signer;
    private readonly VerdictLogOptions _options;
    private readonly MerkleTree _tree;
    private readonly Channel<PendingVerdict> _queue;
    private readonly Task _committing;
    private LogUnavailableException? _failure;
    private volatile bool _closing;

    private VerdictLog(ILogStorage storage, HeadSigner signer, VerdictLogOptions options, MerkleTree tree)
    {
        _storage = storage;
        _signer = signer;
        _options = options;
        _tree = tree;
        _queue = Channel.CreateBounded<PendingVerdict>(new BoundedChannelOptions(options.MaxPending) { SingleReader = true });
        _committing = CommitBatchesAsync();
    }

    /// <summary>The newest signed head.</summary>
    public SignedTreeHead Head => _signer.Last;

    /// <summary>Number of durable leaves; more than the head's where a batch could not be signed.</summary>
    public long Size
    {
        get
        {
            lock (_gate)
                return _tree.Size;
        }
    }

    /// <summary>Number of entries that wait for a batch.</summary>
    public int Pending => _queue.Reader.Count;

    /// <summary>Why the log takes no more entries, or null where it does.</summary>
    public LogUnavailableException? Failure => Volatile.Read(ref _failure);

    /// <summary>Opens a log, replays its leaves and checks them against the last signed head. A new log signs its empty tree.</summary>
    /// <exception cref="LogDamagedException">The storage contradicts what was signed, or what <see cref="VerdictLogOptions.KnownHeads"/> knows.</exception>
    public static async Task<VerdictLog> OpenAsync(
        ILogStorage storage, ITreeHeadSigner signer, VerdictLogOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new VerdictLogOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBatch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxPending, 1);
        LogPublicKey key = LogPublicKey.Parse(signer.PublicKey.Span);
        MerkleTree tree = await VerdictLogRecovery.ReadTreeAsync(storage, cancellation);
        SignedTreeHead? last = VerdictLogRecovery.ReadHead(storage, tree, key);
        if (last is not null)
            VerdictLogRecovery.DemandContinues(tree, last.Head);
        foreach (TreeHead known in options.KnownHeads)
            VerdictLogRecovery.DemandContinues(tree, known);

        string origin = options.Origin ?? "appliance/" + key.KeyId.ToString()[..OriginDigits];
        var heads = new HeadSigner(signer, key, origin, options.Time);
        if (last is not null)
        {
            heads.Resume(last);
        }
        else
        {
            SignedTreeHead empty = await heads.SignAsync(tree, cancellation);
            await storage.StoreStateAsync(empty.Encode(), cancellation);
        }
        return new VerdictLog(storage, heads, options, tree);
    }

    /// <summary>Logs a verdict and returns once its leaf is durable and under a signed, durable head.</summary>
    /// <param name="entry">The entry; its <see cref="VerdictEntry.ApplianceId"/> is filled in here.</param>
    /// <param name="cancellation">Gives up waiting; the entry may be logged all the same.</param>
    /// <exception cref="ArgumentException">The entry cannot be encoded.</exception>
    /// <exception cref="LogOverloadedException">Too many entries are waiting.</exception>
    /// <exception cref="LogUnavailableException">The log takes no entries. Errors of the signer pass through as they are.</exception>
    public async Task<Receipt> AppendAsync(VerdictEntry entry, CancellationToken cancellation = default)
    {
        if (Failure is { } failure)
            throw new LogUnavailableException(failure.Message, failure);
        VerdictEntry complete = entry with { ApplianceId = _signer.Key.KeyId };
        var pending = new PendingVerdict(complete, complete.Encode(), cancellation);
        if (!_queue.Writer.TryWrite(pending))
        {
            throw _closing ? new LogUnavailableException("verdict log: closed") : new LogOverloadedException(_options.MaxPending);
        }
        return await pending.Completion.WaitAsync(cancellation);
    }

    /// <summary>Proves that the log at <paramref name="second"/> leaves continues the log at <paramref name="first"/> leaves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The log never had one of the sizes, or the first is the larger.</exception>
    public ConsistencyProof ProveConsistency(long first, long second)
    {
        lock (_gate)
            return _tree.ProveConsistency(first, second);
    }

    /// <summary>Signs what is waiting, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing = true;
        _queue.Writer.TryComplete();
        await _committing;
    }

    private async Task CommitBatchesAsync()
    {
        var batch = new List<PendingVerdict>(_options.MaxBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            Gather(batch);
            if (batch.Count < _options.MaxBatch && _options.MaxDelay > TimeSpan.Zero && !_closing)
            {
                await Task.Delay(_options.MaxDelay, _options.Time);
                Gather(batch);
            }
            if (batch.Count > 0)
                await CommitOrFailAsync(batch);
            batch.Clear();
        }
    }

    private void Gather(List<PendingVerdict> batch)
    {
        while (batch.Count < _options.MaxBatch && _queue.Reader.TryRead(out PendingVerdict? pending))
        {
            if (!pending.IsAbandoned())
                batch.Add(pending);
        }
    }

    private async Task CommitOrFailAsync(List<PendingVerdict> batch)
    {
        try
        {
            await CommitAsync(batch);
        }
        catch (Exception e)
        {
            // Whatever went wrong is the answer to everyone who waits for this batch; the next batch starts afresh.
            foreach (PendingVerdict pending in batch)
                pending.Fail(e);
        }
    }

    private async Task CommitAsync(List<PendingVerdict> batch)
    {
        if (Failure is { } failure)
            throw new LogUnavailableException(failure.Message, failure);
        long started = Stopwatch.GetTimestamp();
        var salts = new byte[batch.Count][];
        var leaves = new ReadOnlyMemory<byte>[batch.Count];
        for (int i = 0; i < batch.Count; i++)
        {
            salts[i] = RandomNumberGenerator.GetBytes(Receipt.SaltSize);
            leaves[i] = Receipt.LeafData(salts[i], batch[i].Encoded);
        }
        long first = await StoreAsync(leaves);
        SignedTreeHead head = await _signer.SignAsync(_tree, CancellationToken.None);
        await StoreHeadAsync(head);
        for (int i = 0; i < batch.Count; i++)
        {
            batch[i].Complete(new Receipt
            {
                Entry = batch[i].Entry,
                Salt = salts[i],
                Proof = _tree.ProveInclusion(first + i, head.Head.Size),
                Head = head,
            });
        }
        _options.BatchCommitted?.Invoke(new BatchCommitted(batch.Count, head.Head.Size, Stopwatch.GetElapsedTime(started)));
    }

    /// <summary>Makes leaves durable, then adds them to the tree.</summary>
    /// <returns>The index of the first.</returns>
    private async Task<long> StoreAsync(ReadOnlyMemory<byte>[] leaves)
    {
        try
        {
            await _storage.AppendAsync(leaves, CancellationToken.None);
        }
        catch (Exception e)
        {
            // Some of the leaves may be durable and some not: only a replay of the storage can tell.
            var failure = new LogUnavailableException($"verdict log: storage failed ({e.Message}); reopen the log", e);
            Volatile.Write(ref _failure, failure);
            throw failure;
        }
        lock (_gate)
        {
            long first = _tree.Size;
            foreach (ReadOnlyMemory<byte> leaf in leaves)
                _tree.Append(leaf.Span);
            return first;
        }
    }

    private async Task StoreHeadAsync(SignedTreeHead head)
    {
        try
        {
            await _storage.StoreStateAsync(head.Encode(), CancellationToken.None);
        }
        catch (Exception e)
        {
            // No receipt leaves without its head on disk. The leaves are durable, so that the next head covers them.
            throw new LogUnavailableException($"verdict log: the signed head could not be stored ({e.Message})", e);
        }
    }
}
