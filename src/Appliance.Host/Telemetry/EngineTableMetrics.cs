using Appliance.Engine;
using Prometheus;

namespace Appliance.Host.Telemetry;

/// <summary>What the engine tells of its tables and of lanes that left the fast path.</summary>
internal sealed class EngineTableMetrics(ApplianceMetrics metrics)
{
    private readonly Gauge _bytes = metrics.Gauge(MetricCatalogue.SignerTablesBytes);
    private readonly Gauge _tables = metrics.Gauge(MetricCatalogue.SignerTables);
    private readonly Counter _events = metrics.Counter(MetricCatalogue.SignerTableEvents);
    private readonly Counter _items = metrics.Counter(MetricCatalogue.SignerTableItems);
    private readonly Counter _slowLanes = metrics.Counter(MetricCatalogue.SlowLanes);
    private readonly Counter _refusals = metrics.Counter(MetricCatalogue.SlowLaneRefusals);

    public void Collect(BatchingVerifier engine)
    {
        SignerTableCache tables = engine.SignerTables;
        EngineStatistics statistics = engine.Statistics;
        _bytes.Set(tables.Bytes);
        _tables.Set(tables.Tables);
        _events.WithLabels("built").IncTo(tables.Built);
        _events.WithLabels("widened").IncTo(tables.Widened);
        _events.WithLabels("evicted").IncTo(tables.Evicted);
        _events.WithLabels("damaged").IncTo(tables.Damaged);
        _events.WithLabels("generator_rebuilt").IncTo(statistics.RebuiltGenerators);
        _items.WithLabels("known").IncTo(statistics.KnownItems);
        _items.WithLabels("unknown").IncTo(statistics.UnknownItems);
        foreach ((Kernels.SignatureAlgorithm algorithm, long count) in statistics.SlowLanes)
            _slowLanes.WithLabels(algorithm.ToString()).IncTo(count);
        _refusals.IncTo(statistics.SlowLaneRefusals);
    }
}
