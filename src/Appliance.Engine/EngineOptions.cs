namespace Appliance.Engine;

/// <summary>Bounds and sizes of the engine.</summary>
public sealed record EngineOptions
{
    /// <summary>
    /// Most signatures in one kernel call. Batches of 512 beat larger ones, whose tables and accumulators leave the cache.
    /// </summary>
    public int MaxBatchItems { get; init; } = 512;

    /// <summary>Plans that wait for a worker; beyond that callers wait to enter (push-back).</summary>
    public int MaxQueuedWaves { get; init; } = 1_024;

    /// <summary>Threads that run kernels; 0 takes one per processor.</summary>
    public int Workers { get; init; }

    /// <summary>Memory for comb tables of known signers, in bytes.</summary>
    public long SignerTableBytes { get; init; } = 256L << 20;

    /// <summary>Valid signatures of a key after which it gets a table: a table costs about as much as this many checks without one.</summary>
    public int SignerTableAfter { get; init; } = 32;
}
