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

    /// <summary>
    /// Valid signatures of a key after which its table becomes a wide one, while tables fill at most half of their memory: a tenth of a signature's work is
    /// saved, and building costs as much as some thousand signatures.
    /// </summary>
    public int WideSignerTableAfter { get; init; } = 100_000;

    /// <summary>
    /// Lanes on the complete formulas that a caller may force at once before its signatures of unknown or suspicious keys are refused as
    /// <c>Overloaded</c>. Each costs about as much as a hundred ordinary ones; an honest caller forces none.
    /// </summary>
    public int SlowLaneBurst { get; init; } = 256;

    /// <summary>Lanes on the complete formulas that each caller gets back per second: about a hundredth of one processor.</summary>
    public int SlowLanesPerSecond { get; init; } = 32;

    /// <summary>Time between two looks at the tables in memory.</summary>
    public TimeSpan ScrubInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of tables whose checksum is compared at each look: some two milliseconds, and a full cache within a minute.</summary>
    public long ScrubBytes { get; init; } = 16L << 20;

    /// <summary>Told in words of each fault that takes something out of service; may be called by any thread.</summary>
    public Action<string> Fault { get; init; } = static _ => { };

    /// <summary>The clock of <see cref="SlowLanesPerSecond"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
