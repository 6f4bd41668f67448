namespace Appliance.Host.Telemetry;

/// <summary>Kinds of metrics.</summary>
public enum MetricKind
{
    /// <summary>Only rises.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts in buckets.</summary>
    Histogram,
}

/// <summary>One metric: the reference page and the registration come from it.</summary>
/// <param name="Name">With prefix and base unit.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Labels">Names of labels; their values come from closed lists.</param>
/// <param name="Help">One sentence.</param>
public sealed record MetricDefinition(string Name, MetricKind Kind, IReadOnlyList<string> Labels, string Help);

/// <summary>Every metric of the appliance, in the order of the reference page. Nothing else is exported.</summary>
public static class MetricCatalogue
{
    public static MetricDefinition BuildInfo { get; } = Gauge("appliance_build_info", "Always 1; the labels tell what is running.", "version", "runtime");

    public static MetricDefinition Requests { get; } = Counter(
        "appliance_requests_total", "Documents submitted, by interface (rest, grpc) and status code of that interface.", "api", "code");

    public static MetricDefinition Documents { get; } = Counter("appliance_documents_total", "Documents judged, by format and verdict.", "format", "verdict");

    public static MetricDefinition DocumentBytes { get; } = Counter("appliance_document_bytes_total", "Bytes of judged documents.");

    public static MetricDefinition DecodeErrors { get; } = Counter(
        "appliance_decode_errors_total", "Documents whose bytes are not what their format says, by format and reason.", "format", "reason");

    public static MetricDefinition Verdicts { get; } = Counter(
        "appliance_verdicts_total", "Verdicts on single signatures, by algorithm and verdict.", "scheme", "verdict");

    public static MetricDefinition QueueItems { get; } = Gauge("appliance_queue_items", "Waiting, by queue: documents before admission, waves before a kernel.", "queue");

    public static MetricDefinition QueueWait { get; } = Histogram("appliance_queue_wait_seconds", "Time that documents waited for admission.");

    public static MetricDefinition DocumentSeconds { get; } = Histogram("appliance_document_seconds", "Time from admission of a document to its report.");

    public static MetricDefinition KernelItems { get; } = Counter(
        "appliance_kernel_items_total", "Signatures checked, by algorithm and backend.", "algorithm", "backend");

    public static MetricDefinition KernelSeconds { get; } = Counter(
        "appliance_kernel_seconds_total", "Time spent in kernels, by algorithm and backend.", "algorithm", "backend");

    public static MetricDefinition Batches { get; } = Counter("appliance_batches_total", "Kernel calls.");

    public static MetricDefinition BackendState { get; } = Gauge("appliance_backend_state", "1 where the backend serves, 0 where it is off.", "backend");

    public static MetricDefinition BackendFaults { get; } = Counter("appliance_backend_faults_total", "Faults of a backend.", "backend");

    public static MetricDefinition SignerTablesBytes { get; } = Gauge("appliance_signer_tables_bytes", "Memory of comb tables of known signers.");

    public static MetricDefinition SignerTables { get; } = Gauge("appliance_signer_tables", "Comb tables of known signers.");

    public static MetricDefinition SignerTableEvents { get; } = Counter(
        "appliance_signer_table_events_total",
        "What happened to comb tables, by event: built, widened for a busy signer, evicted for another, damaged in memory and dropped, generator rebuilt after damage.",
        "event");

    public static MetricDefinition SignerTableItems { get; } = Counter(
        "appliance_signer_table_items_total", "Signatures checked, by whether their signer had a table (known, unknown).", "signer");

    public static MetricDefinition SlowLanes { get; } = Counter(
        "appliance_slow_lanes_total",
        "Signatures that met a special case of the group law while they were checked or a key was recovered from them, by algorithm: honest signers make none, so any rise is somebody's attempt to slow the appliance down.",
        "algorithm");

    public static MetricDefinition SlowLaneRefusals { get; } = Counter(
        "appliance_slow_lane_refusals_total", "Signatures not verified because their caller had brought too many that met special cases.");

    public static MetricDefinition HsmSessions { get; } = Gauge("appliance_hsm_sessions", "Sessions with the HSM, by state (busy, idle).", "state");

    public static MetricDefinition HsmOperation { get; } = Histogram("appliance_hsm_operation_seconds", "Time of calls into the PKCS#11 module.", "operation");

    public static MetricDefinition HsmErrors { get; } = Counter("appliance_hsm_errors_total", "Calls into the PKCS#11 module that failed, by return value.", "ckr");

    public static MetricDefinition Receipts { get; } = Counter("appliance_receipts_total", "Receipts asked for, by result (issued, failed, undecided).", "result");

    public static MetricDefinition LogLeaves { get; } = Gauge("appliance_log_leaves", "Leaves of the verdict log under its newest signed head.");

    public static MetricDefinition IndexBlocks { get; } = Gauge("appliance_index_blocks", "Blocks in the index.");

    public static MetricDefinition IndexTransactions { get; } = Gauge("appliance_index_transactions", "Transactions in the index.");

    public static MetricDefinition IndexBytes { get; } = Gauge("appliance_index_bytes", "Bytes of the index, by part (log, key_value).", "part");

    public static MetricDefinition IndexLastCheckpoint { get; } = Gauge(
        "appliance_index_last_checkpoint_timestamp_seconds", "When the key-value index was last made recoverable; 0 before the first time.");

    public static MetricDefinition TrustReload { get; } = Gauge(
        "appliance_trust_last_reload_success_timestamp_seconds", "When the trust anchors were last read without an error.");

    /// <summary>All metrics.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        BuildInfo, Requests, Documents, DocumentBytes, DecodeErrors, Verdicts, QueueItems, QueueWait, DocumentSeconds, KernelItems, KernelSeconds,
        Batches, BackendState, BackendFaults, SignerTablesBytes, SignerTables, SignerTableEvents, SignerTableItems, SlowLanes,
        SlowLaneRefusals, HsmSessions, HsmOperation, HsmErrors, Receipts, LogLeaves, IndexBlocks,
        IndexTransactions, IndexBytes, IndexLastCheckpoint, TrustReload,
    ];

    private static MetricDefinition Counter(string name, string help, params string[] labels) => new(name, MetricKind.Counter, labels, help);

    private static MetricDefinition Gauge(string name, string help, params string[] labels) => new(name, MetricKind.Gauge, labels, help);

    private static MetricDefinition Histogram(string name, string help, params string[] labels) => new(name, MetricKind.Histogram, labels, help);
}
