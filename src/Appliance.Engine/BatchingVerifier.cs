using System.Security.Cryptography;
using System.Threading.Channels;
using Appliance.Formats.Plans;
using Appliance.Kernels;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Verdicts;

namespace Appliance.Engine;

/// <summary>
/// Evaluates plans of many callers at once: signature checks that are ready are merged into columns and handed to the fastest
/// backend. Gives the same verdicts as <see cref="ScalarVerifier"/>, only sooner.
/// </summary>
public sealed class BatchingVerifier : IVerifier, IAsyncDisposable
{
    /// <summary>The caller of a process that works for nobody else.</summary>
    private const string Local = "local";

    private readonly BackendLadder _ladder;
    private readonly EngineOptions _options;
    private readonly Channel<Wave> _waves;
    private readonly Task[] _workers;
    private readonly SlowLaneBudget _budget;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _scrubbing;

    /// <param name="ladder">Admitted backends.</param>
    /// <param name="options">Bounds and sizes.</param>
    public BatchingVerifier(BackendLadder ladder, EngineOptions options)
    {
        _ladder = ladder;
        _options = options;
        SignerTables = new SignerTableCache(options.SignerTableBytes, options.SignerTableAfter, options.WideSignerTableAfter);
        _budget = new SlowLaneBudget(options.SlowLanesPerSecond, options.SlowLaneBurst, options.Time);
        _waves = Channel.CreateBounded<Wave>(new BoundedChannelOptions(options.MaxQueuedWaves) { FullMode = BoundedChannelFullMode.Wait });
        int workers = options.Workers > 0 ? options.Workers : Environment.ProcessorCount;
        _workers = [.. Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(
            Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        _scrubbing = ScrubAsync();
    }

    /// <summary>Counters.</summary>
    public EngineStatistics Statistics { get; } = new();

    /// <summary>Tables of known signers.</summary>
    public SignerTableCache SignerTables { get; }

    /// <summary>The backends and their state.</summary>
    public BackendLadder Backends => _ladder;

    /// <inheritdoc/>
    public ValueTask<PlanResult> EvaluateAsync(BoundPlan plan, CancellationToken cancellation) => EvaluateAsync(plan, Local, cancellation);

    /// <summary>The same engine, counting what is asked under the name of a caller: what one forces onto slow paths harms no other.</summary>
    public IVerifier For(string caller) => new CallerVerifier(this, caller);

    private async ValueTask<PlanResult> EvaluateAsync(BoundPlan plan, string caller, CancellationToken cancellation)
    {
        var state = new PlanState(plan);
        List<Wave> waves = Prepare(state, caller, cancellation);
        foreach (Wave wave in waves)
        {
            Statistics.AddQueued(1);
            try
            {
                await _waves.Writer.WriteAsync(wave, cancellation).ConfigureAwait(false);
            }
            catch
            {
                Statistics.AddQueued(-1);
                throw;
            }
        }

        foreach (Wave wave in waves)
            await wave.Done.WaitAsync(cancellation).ConfigureAwait(false);
        state.DecideRules();
        return new PlanResult(state.Verdicts);
    }

    /// <summary>Finishes what is queued and stops the workers.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_waves.Writer.TryComplete())
            return;
        await _closing.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_workers).ConfigureAwait(false);
        await _scrubbing.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task ScrubAsync()
    {
        var scrubber = new TableScrubber(SignerTables, Statistics, _options.Fault);
        using var timer = new PeriodicTimer(_options.ScrubInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token).ConfigureAwait(false))
                scrubber.Run(_options.ScrubBytes);
        }
        catch (OperationCanceledException)
        {
            // The engine closes.
        }
    }

    // Hashes and comparisons are computed here, in the caller's thread; signature checks, which cost a thousand times more, are
    // collected.
    private List<Wave> Prepare(PlanState state, string caller, CancellationToken cancellation)
    {
        Plan plan = state.Bound.Plan;
        var byAlgorithm = new Dictionary<SignatureAlgorithm, List<int>>();
        PlanWalk.Run(state, Hash, BackendOf, RecoverForCaller, Collect, cancellation);

        bool RecoverForCaller(in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes) => Recover(batch, publicKeys, codes, caller);

        void Collect(int index)
        {
            PlanNode node = plan.Nodes[index];
            ResolvedSigner signer = state.Bound.Signers[node.Argument];
            if (signer.Verdict != Verdict.Valid)
            {
                state.Verdicts[node.Check] = signer.Verdict;
                return;
            }

            if (!byAlgorithm.TryGetValue(signer.Algorithm, out List<int>? list))
                byAlgorithm.Add(signer.Algorithm, list = []);
            list.Add(index);
        }

        var waves = new List<Wave>();
        foreach ((SignatureAlgorithm algorithm, List<int> list) in byAlgorithm)
        {
            for (int start = 0; start < list.Count; start += _options.MaxBatchItems)
            {
                int count = Math.Min(_options.MaxBatchItems, list.Count - start);
                waves.Add(new Wave(state, algorithm, list.GetRange(start, count), caller, cancellation));
            }
        }

        return waves;
    }

    private byte[] Hash(PlanState state, in PlanNode node)
    {
        ReadOnlySpan<int> operands = state.Bound.Plan.Operands(node);
        if (node.Hash == Formats.Plans.HashAlgorithm.Sha256)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (int slot in operands)
                hash.AppendData(state.Value(slot));
            return hash.GetHashAndReset();
        }

        byte[] message = new byte[state.LengthFrom(node, 0)];
        state.CopyFrom(node, 0, message);
        HashFunction function = KernelNames.Of(node.Hash);
        byte[] digest = new byte[function.DigestSize()];
        BackendOf(function).Hash(function, message, [message.Length], digest);
        return digest;
    }

    // The keys are as unknown as can be, so a caller that spent its slow lanes recovers none until it gets some back.
    private bool Recover(in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes, string caller)
    {
        if (_budget.IsExhausted(caller))
        {
            Statistics.CountSlowLaneRefusals(batch.Count);
            return false;
        }

        // How many there are is up to the caller: not for the stack.
        bool[] slowLanes = new bool[batch.Count];
        var marked = new RecoveryBatch
        {
            Count = batch.Count,
            Digests = batch.Digests,
            Signatures = batch.Signatures,
            RequireLowS = batch.RequireLowS,
            SlowLanes = slowLanes,
        };
        while (_ladder.ForRecovery(SignatureAlgorithm.EcdsaSecp256k1) is { } backend)
        {
            try
            {
                codes.Clear();
                backend.Recover(SignatureAlgorithm.EcdsaSecp256k1, marked, publicKeys, codes);
                if (!codes.Contains(SignatureCode.NotComputed))
                {
                    CountSlowLanes(slowLanes.AsSpan().Count(true), caller);
                    return true;
                }

                Statistics.CountFault(backend.Name);
                _ladder.Quarantine(backend, "decided nothing about a key it was to recover");
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                Statistics.CountFault(backend.Name);
                _ladder.Quarantine(backend, $"{exception.GetType().Name}: {exception.Message}");
            }
        }

        throw new BackendException("no backend recovers keys of secp256k1");
    }

    private void CountSlowLanes(int lanes, string caller)
    {
        if (lanes == 0)
            return;
        _budget.Spend(caller, lanes);
        Statistics.CountSlowLanes(SignatureAlgorithm.EcdsaSecp256k1, lanes);
    }

    private IBackend BackendOf(HashFunction function) =>
        _ladder.For(function) ?? throw new BackendException($"no backend computes {function}");

    private void Work()
    {
        var columns = new SignatureColumns(_options.MaxBatchItems, SignerTables, _budget);
        var batch = new List<Wave>();
        Wave? held = null;
        while (held is not null || WaitForWave(out held))
        {
            batch.Clear();
            batch.Add(held!);
            int items = held!.Nodes.Count;
            (SignatureAlgorithm algorithm, SignatureRule rule) = (held.Algorithm, held.Rule);
            held = null;

            // Whatever waits already joins; nothing waits for more to come, so a lone caller is never delayed.
            while (items < _options.MaxBatchItems && _waves.Reader.TryRead(out Wave? next))
            {
                Statistics.AddQueued(-1);
                if (next.Algorithm != algorithm || next.Rule != rule || items + next.Nodes.Count > _options.MaxBatchItems)
                {
                    held = next;
                    break;
                }

                batch.Add(next);
                items += next.Nodes.Count;
            }

            Run(batch, columns, algorithm, rule);
        }
    }

    private bool WaitForWave(out Wave? wave)
    {
        while (true)
        {
            if (_waves.Reader.TryRead(out wave))
            {
                Statistics.AddQueued(-1);
                return true;
            }

            if (!_waves.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
                return false;
        }
    }

    private void Run(List<Wave> batch, SignatureColumns columns, SignatureAlgorithm algorithm, SignatureRule rule)
    {
        try
        {
            foreach (Wave wave in batch)
            {
                if (wave.Cancellation.IsCancellationRequested)
                    continue;
                columns.Add(wave, Statistics);
            }

            if (columns.Count > 0)
                Compute(columns, algorithm, rule);
            foreach (Wave wave in batch)
                wave.Complete();
        }
        catch (Exception exception)
        {
            // A defect of the engine itself: the callers get it as such, and no verdict stands.
            foreach (Wave wave in batch)
                wave.Fail(exception);
        }
        finally
        {
            columns.Clear();
        }
    }

    private void Compute(SignatureColumns columns, SignatureAlgorithm algorithm, SignatureRule rule)
    {
        while (_ladder.For(algorithm) is { } backend)
        {
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            try
            {
                columns.Verify(backend, algorithm, rule);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                Statistics.CountFault(backend.Name);
                _ladder.Quarantine(backend, $"{exception.GetType().Name}: {exception.Message}");
                _options.Fault($"backend {backend.Name} is out of service after {exception.GetType().Name}: {exception.Message}; its batch goes to the next one");
                continue;
            }

            Statistics.CountBatch(algorithm, backend.Name, columns.Count, columns.Known, System.Diagnostics.Stopwatch.GetElapsedTime(start));
            columns.Publish(backend, algorithm, Statistics);
            return;
        }

        columns.PublishFault(algorithm, Statistics);
    }

    private sealed class CallerVerifier(BatchingVerifier engine, string caller) : IVerifier
    {
        public ValueTask<PlanResult> EvaluateAsync(BoundPlan plan, CancellationToken cancellation) => engine.EvaluateAsync(plan, caller, cancellation);
    }
}
