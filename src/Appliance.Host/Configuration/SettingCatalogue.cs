namespace Appliance.Host.Configuration;

/// <summary>Every setting there is, in the order of the file.</summary>
public static class SettingCatalogue
{
    private const long Kibi = 1 << 10;
    private const long Mebi = 1 << 20;
    private const long Gibi = 1 << 30;

    /// <summary>The section with free names: endorsement policies by chaincode.</summary>
    public const string ChaincodePolicies = "chaincode_policies";

    public static Setting MaxDocumentBytes { get; } = Integer(
        "verification.max_document_bytes", 100 * Mebi, 4 * Kibi, 2 * Gibi - 1,
        "Largest single block or other document that is held in memory, in bytes. Fabric's own limit for a block is 99 MB.");

    public static Setting MaxTransactionsPerBlock { get; } = Integer(
        "verification.max_transactions_per_block", 100_000, 1, 10_000_000, "Most transactions in one block.");

    public static Setting MaxSignatures { get; } = Integer(
        "verification.max_signatures", 1_024, 1, 1_000_000, "Most signatures (endorsements, orderers) on one subject.");

    public static Setting MaxDepth { get; } = Integer(
        "verification.max_depth", 32, 4, 256, "Deepest nesting of messages, groups or policies.");

    public static Setting BlocksInFlight { get; } = Integer(
        "verification.blocks_in_flight", 16, 1, 1_024,
        "Blocks of one ledger that are decoded and evaluated at once. Memory for one document is bounded by this many blocks.");

    public static Setting EngineBackends { get; } = Text(
        "engine.backends", "all",
        "Backends that may serve: 'all', the names of some ('avx2, scalar'), or all but some ('-ifma'). The fastest that this machine can run goes first; 'appliance doctor' lists them.");

    public static Setting EngineSignerTableBytes { get; } = Integer(
        "engine.signer_table_bytes", 256 * Mebi, 0, 1024 * Gibi,
        "Memory for the precomputed tables of signers whose signatures are often seen, in bytes; a table has 256 KiB. 0: none.");

    public static Setting EngineSignerTableAfter { get; } = Integer(
        "engine.signer_table_after", 32, 1, 1_000_000_000, "Valid signatures of a key after which it gets a table.");

    public static Setting EngineWideSignerTableAfter { get; } = Integer(
        "engine.wide_signer_table_after", 100_000, 1, 1_000_000_000,
        "Valid signatures of a key after which its table becomes a wide one of 832 KiB, which saves a tenth of the work, while tables fill at most half of their "
        + "memory. Ed25519 has no wide tables.");

    public static Setting EngineSlowLaneBurst { get; } = Integer(
        "engine.slow_lane_burst", 256, 1, 1_000_000,
        "Signatures that a caller may bring at once that meet special cases of the group law, which only a hostile key owner can make. "
        + "Beyond it, signatures of unknown keys, and those from which keys are recovered, are answered 'not verified' (Overloaded) to that caller.");

    public static Setting EngineSlowLanesPerSecond { get; } = Integer(
        "engine.slow_lanes_per_second", 32, 1, 1_000_000, "How many of these each caller gets back per second.");

    public static Setting IndexDirectory { get; } = Text(
        "index.directory", "index", "Directory of the index; relative to the data directory.");

    public static Setting IndexBatchBlocks { get; } = Integer(
        "index.batch_blocks", 64, 1, 4_096, "Blocks that one durable append to the index holds at most.");

    public static Setting LogDirectory { get; } = Text(
        "log.directory", "log", "Directory of the verdict log; relative to the data directory.");

    public static Setting HsmModule { get; } = Text(
        "hsm.module", "", "PKCS#11 module. Empty: SoftHSM2 where the distribution installs it.");

    public static Setting HsmSoftHsmConfiguration { get; } = Text(
        "hsm.softhsm_configuration", "hsm/softhsm2.conf",
        "Configuration of SoftHSM2, relative to the data directory. Empty with any other module.");

    public static Setting HsmTokenLabel { get; } = Text("hsm.token_label", "appliance", "Label of the token.");

    public static Setting HsmKeyLabel { get; } = Text("hsm.key_label", "verdict-log", "Label of the P-256 key that signs tree heads.");

    public static Setting HsmPinFile { get; } = Text(
        "hsm.pin_file", "hsm/pin",
        "File with the user PIN, mode 0600, relative to the data directory. The systemd credential 'hsm-pin' goes before it. Never an argument.");

    public static Setting HsmMaxSessions { get; } = Integer(
        "hsm.max_sessions", 8, 2, 1_024, "Most PKCS#11 sessions. Keep it below the device's limit (a YubiHSM has 16).");

    public static Setting ServiceSocket { get; } = Text(
        "service.socket", "appliance.sock",
        "Unix socket for REST, metrics and health (HTTP/1.1), relative to the data directory; only its owner may connect. Empty: none.");

    public static Setting ServiceSocketGrpc { get; } = Text(
        "service.socket_grpc", "appliance-grpc.sock",
        "Unix socket for gRPC (HTTP/2), relative to the data directory; only its owner may connect. Empty: none.");

    public static Setting ServiceListen { get; } = Text(
        "service.listen", "127.0.0.1:7080",
        "DEVELOPMENT ONLY: plain TCP without authentication, HTTP/1.1 for REST, metrics and health. Loopback addresses only. Empty: none.");

    public static Setting ServiceListenGrpc { get; } = Text(
        "service.listen_grpc", "127.0.0.1:7081",
        "DEVELOPMENT ONLY: plain TCP without authentication, HTTP/2 for gRPC. Loopback addresses only. Empty: none.");

    public static Setting ServiceMaxRequestBytes { get; } = Integer(
        "service.max_request_bytes", Gibi, 4 * Kibi, 1024 * Gibi,
        "Largest document that the service takes, in bytes. It is read as a stream and never held in memory as a whole.");

    public static Setting ServiceMaxConcurrent { get; } = Integer(
        "service.max_concurrent_documents", 8, 1, 4_096, "Documents that are verified at once.");

    public static Setting ServiceMaxWaiting { get; } = Integer(
        "service.max_waiting_documents", 32, 0, 65_536,
        "Documents that wait for their turn; beyond it the service answers 429 (gRPC: RESOURCE_EXHAUSTED) with Retry-After.");

    public static Setting ServiceRequestTimeoutSeconds { get; } = Integer(
        "service.request_timeout_seconds", 600, 1, 86_400, "A document that takes longer is answered 'not verified', in seconds.");

    public static Setting ServiceDrainSeconds { get; } = Integer(
        "service.drain_seconds", 30, 1, 3_600, "Time that documents under way get to finish after SIGTERM, in seconds.");

    /// <summary>All settings, in the order of the file.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        MaxDocumentBytes, MaxTransactionsPerBlock, MaxSignatures, MaxDepth, BlocksInFlight,
        EngineBackends, EngineSignerTableBytes, EngineSignerTableAfter, EngineWideSignerTableAfter, EngineSlowLaneBurst, EngineSlowLanesPerSecond,
        IndexDirectory, IndexBatchBlocks,
        LogDirectory,
        HsmModule, HsmSoftHsmConfiguration, HsmTokenLabel, HsmKeyLabel, HsmPinFile, HsmMaxSessions,
        ServiceSocket, ServiceSocketGrpc, ServiceListen, ServiceListenGrpc, ServiceMaxRequestBytes, ServiceMaxConcurrent, ServiceMaxWaiting,
        ServiceRequestTimeoutSeconds, ServiceDrainSeconds,
    ];

    /// <summary>The setting of a key, or null.</summary>
    public static Setting? Find(string key) => All.FirstOrDefault(setting => setting.Key == key);

    private static Setting Integer(string key, long value, long minimum, long maximum, string description) =>
        new(key, SettingKind.Integer, value, description, minimum, maximum);

    private static Setting Text(string key, string value, string description) =>
        new(key, SettingKind.Text, value, description, 0, 0);
}
