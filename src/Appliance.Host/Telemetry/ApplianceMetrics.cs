using System.Runtime.InteropServices;
using Appliance.Host.Cli;
using Appliance.Hsm;
using Appliance.Verification.Reports;
using Prometheus;

namespace Appliance.Host.Telemetry;

/// <summary>
/// The metrics of one process in a registry of their own: the library's default metrics, event counters and meters stay out, since
/// they grow without bound.
/// </summary>
internal sealed class ApplianceMetrics
{
    // From a tenth of a millisecond to about 100 s: an HSM call and a large ledger both fall inside.
    private static readonly double[] Buckets = Histogram.ExponentialBuckets(0.0001, 4, 11);

    private readonly MetricFactory _factory;
    private readonly Counter _requests;
    private readonly Counter _documents;
    private readonly Counter _documentBytes;
    private readonly Counter _decodeErrors;
    private readonly Counter _receipts;
    private readonly Counter _hsmErrors;
    private readonly Histogram _queueWait;
    private readonly Histogram _documentSeconds;
    private readonly Histogram _hsmOperation;

    public ApplianceMetrics()
    {
        Registry = Metrics.NewCustomRegistry();
        _factory = Metrics.WithCustomRegistry(Registry);
        Gauge(MetricCatalogue.BuildInfo).WithLabels(VersionCommand.Version, RuntimeInformation.FrameworkDescription).Set(1);
        _requests = Counter(MetricCatalogue.Requests);
        _documents = Counter(MetricCatalogue.Documents);
        _documentBytes = Counter(MetricCatalogue.DocumentBytes);
        _decodeErrors = Counter(MetricCatalogue.DecodeErrors);
        _receipts = Counter(MetricCatalogue.Receipts);
        _hsmErrors = Counter(MetricCatalogue.HsmErrors);
        _queueWait = Distribution(MetricCatalogue.QueueWait);
        _documentSeconds = Distribution(MetricCatalogue.DocumentSeconds);
        _hsmOperation = Distribution(MetricCatalogue.HsmOperation);
    }

    /// <summary>What <c>/metrics</c> exports.</summary>
    public CollectorRegistry Registry { get; }

    public void CountRequest(string api, string code) => _requests.WithLabels(api, code).Inc();

    public void CountDocument(DocumentReport report, TimeSpan elapsed)
    {
        _documents.WithLabels(report.Format, report.Verdict.ToString()).Inc();
        _documentBytes.Inc(report.Length);
        _documentSeconds.Observe(elapsed.TotalSeconds);
        if (report.DecodeFault is { } fault)
            _decodeErrors.WithLabels(report.Format, fault.ToString()).Inc();
    }

    public void ObserveQueueWait(TimeSpan waited) => _queueWait.Observe(waited.TotalSeconds);

    public void CountReceipt(string result) => _receipts.WithLabels(result).Inc();

    public void ObserveHsm(HsmOperation operation)
    {
        _hsmOperation.WithLabels(operation.Operation).Observe(operation.Duration.TotalSeconds);
        if (operation.Ckr != "CKR_OK")
            _hsmErrors.WithLabels(operation.Ckr).Inc();
    }

    /// <summary>Registers a counter of the catalogue.</summary>
    public Counter Counter(MetricDefinition metric) => _factory.CreateCounter(metric.Name, metric.Help, [.. metric.Labels]);

    /// <summary>Registers a gauge of the catalogue.</summary>
    public Gauge Gauge(MetricDefinition metric) => _factory.CreateGauge(metric.Name, metric.Help, [.. metric.Labels]);

    private Histogram Distribution(MetricDefinition metric) =>
        _factory.CreateHistogram(metric.Name, metric.Help, [.. metric.Labels], new HistogramConfiguration { Buckets = Buckets });
}
