using Appliance.Log.Trees;

namespace Appliance.Log;

/// <summary>How a verdict log batches and what it knows from elsewhere.</summary>
public sealed record VerdictLogOptions
{
    /// <summary>Default of <see cref="MaxBatch"/>.</summary>
    public const int DefaultMaxBatch = 1_024;

    /// <summary>Default of <see cref="MaxPending"/>: a few batches, so that a stalled signer is noticed soon.</summary>
    public const int DefaultMaxPending = 4_096;

    /// <summary>Default of <see cref="MaxDelay"/>: little beside a signature of a network HSM, enough to gather a burst.</summary>
    public static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromMilliseconds(5);

    /// <summary>Most entries under one signature.</summary>
    public int MaxBatch { get; init; } = DefaultMaxBatch;

    /// <summary>How long an incomplete batch waits for more entries; zero signs at once.</summary>
    public TimeSpan MaxDelay { get; init; } = DefaultMaxDelay;

    /// <summary>Most entries that wait for a batch; more are pushed back.</summary>
    public int MaxPending { get; init; } = DefaultMaxPending;

    /// <summary>Name of the log in its heads; by default <c>appliance/</c> and the first 16 digits of the key id.</summary>
    public string? Origin { get; init; }

    /// <summary>
    /// Heads of this log that are known from outside its storage (a witness, a receipt): the log must continue each of them. This
    /// is what finds a storage that was rolled back as a whole.
    /// </summary>
    public IReadOnlyList<TreeHead> KnownHeads { get; init; } = [];

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Called after each batch, on the committing thread; must not throw.</summary>
    public Action<BatchCommitted>? BatchCommitted { get; init; }
}

/// <summary>One batch of the verdict log, for metrics.</summary>
/// <param name="Entries">Number of entries.</param>
/// <param name="Size">Number of leaves of the log afterwards.</param>
/// <param name="Duration">From the first durable write to the last, signature included.</param>
public readonly record struct BatchCommitted(int Entries, long Size, TimeSpan Duration);
