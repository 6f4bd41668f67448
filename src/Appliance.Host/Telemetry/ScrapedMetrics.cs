using Appliance.Engine;
using Appliance.Host.Api;
using Appliance.Host.Vouching;
using Appliance.Hsm;
using Appliance.Index;
using Appliance.Verification.Verdicts;
using Prometheus;

namespace Appliance.Host.Telemetry;

/// <summary>Metrics that are read from the parts of the appliance whenever somebody asks, instead of being pushed.</summary>
internal sealed class ScrapedMetrics
{
    private readonly ServiceParts _parts;
    private readonly Counter _verdicts;
    private readonly Counter _kernelItems;
    private readonly Counter _kernelSeconds;
    private readonly Counter _batches;
    private readonly Counter _faults;
    private readonly Gauge _backendState;
    private readonly EngineTableMetrics _tables;
    private readonly Gauge _queue;
    private readonly Gauge _sessions;
    private readonly Gauge _leaves;
    private readonly Gauge _blocks;
    private readonly Gauge _transactions;
    private readonly Gauge _bytes;
    private readonly Gauge _checkpoint;
    private readonly Gauge _trust;

    public ScrapedMetrics(ApplianceMetrics metrics, ServiceParts parts)
    {
        _parts = parts;
        _verdicts = metrics.Counter(MetricCatalogue.Verdicts);
        _kernelItems = metrics.Counter(MetricCatalogue.KernelItems);
        _kernelSeconds = metrics.Counter(MetricCatalogue.KernelSeconds);
        _batches = metrics.Counter(MetricCatalogue.Batches);
        _faults = metrics.Counter(MetricCatalogue.BackendFaults);
        _backendState = metrics.Gauge(MetricCatalogue.BackendState);
        _tables = new EngineTableMetrics(metrics);
        _queue = metrics.Gauge(MetricCatalogue.QueueItems);
        _sessions = metrics.Gauge(MetricCatalogue.HsmSessions);
        _leaves = metrics.Gauge(MetricCatalogue.LogLeaves);
        _blocks = metrics.Gauge(MetricCatalogue.IndexBlocks);
        _transactions = metrics.Gauge(MetricCatalogue.IndexTransactions);
        _bytes = metrics.Gauge(MetricCatalogue.IndexBytes);
        _checkpoint = metrics.Gauge(MetricCatalogue.IndexLastCheckpoint);
        _trust = metrics.Gauge(MetricCatalogue.TrustReload);
        metrics.Registry.AddBeforeCollectCallback(Collect);
    }

    private void Collect()
    {
        CollectEngine(_parts.Verifier.Engine);
        _queue.WithLabels("documents").Set(_parts.Admission.Waiting);
        CollectVoucher(_parts.Voucher);
        IndexStatus index = _parts.Index.Status();
        _blocks.Set(index.Blocks);
        _transactions.Set(index.Transactions);
        _bytes.WithLabels("log").Set(index.LogBytes);
        _bytes.WithLabels("key_value").Set(index.KeyValueBytes);
        _checkpoint.Set(index.LastCheckpoint?.ToUnixTimeSeconds() ?? 0);
        _trust.Set(_parts.Anchors.LastSuccess.ToUnixTimeSeconds());
    }

    private void CollectEngine(BatchingVerifier engine)
    {
        EngineStatistics statistics = engine.Statistics;
        foreach ((Kernels.SignatureAlgorithm algorithm, Verdict verdict, long count) in statistics.Verdicts)
            _verdicts.WithLabels(algorithm.ToString(), verdict.ToString()).IncTo(count);
        foreach ((Kernels.SignatureAlgorithm algorithm, string backend, long items, double seconds) in statistics.Verified)
        {
            _kernelItems.WithLabels(algorithm.ToString(), backend).IncTo(items);
            _kernelSeconds.WithLabels(algorithm.ToString(), backend).IncTo(seconds);
        }

        _batches.IncTo(statistics.Batches);
        foreach ((string backend, long count) in statistics.Faults)
            _faults.WithLabels(backend).IncTo(count);
        foreach ((string name, string? offBecause) in engine.Backends.States)
            _backendState.WithLabels(name).Set(offBecause is null ? 1 : 0);
        _tables.Collect(engine);
        _queue.WithLabels("waves").Set(statistics.Queued);
    }

    private void CollectVoucher(Voucher voucher)
    {
        HsmSessions sessions = voucher.Sessions;
        _sessions.WithLabels("busy").Set(sessions.Busy);
        _sessions.WithLabels("idle").Set(sessions.Idle);
        _leaves.Set(voucher.Log.Head.Head.Size);
    }
}
