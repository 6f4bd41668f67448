using System.Collections.Concurrent;
using Appliance.Kernels;
using Appliance.Verification.Verdicts;

namespace Appliance.Engine;

/// <summary>What the engine counts; read by the telemetry of the host. Safe for concurrent use.</summary>
public sealed class EngineStatistics
{
    private readonly ConcurrentDictionary<(SignatureAlgorithm Algorithm, string Backend), Cell> _verified = new();
    private readonly ConcurrentDictionary<(SignatureAlgorithm Algorithm, Verdict Verdict), Cell> _verdicts = new();
    private readonly ConcurrentDictionary<string, Cell> _faults = new();
    private readonly ConcurrentDictionary<SignatureAlgorithm, Cell> _slowLanes = new();
    private long _batches;
    private long _slowLaneRefusals;
    private long _rebuiltGenerators;
    private long _knownItems;
    private long _unknownItems;
    private long _queued;

    /// <summary>Kernel calls so far.</summary>
    public long Batches => Interlocked.Read(ref _batches);

    /// <summary>Waves that wait for a worker.</summary>
    public long Queued => Interlocked.Read(ref _queued);

    /// <summary>Signatures checked and seconds spent in kernels, by algorithm and backend.</summary>
    public IEnumerable<(SignatureAlgorithm Algorithm, string Backend, long Items, double Seconds)> Verified =>
        _verified.Select(pair => (
            pair.Key.Algorithm,
            pair.Key.Backend,
            Interlocked.Read(ref pair.Value.Count),
            TimeSpan.FromTicks(Interlocked.Read(ref pair.Value.Ticks)).TotalSeconds));

    /// <summary>Verdicts on signatures, by algorithm.</summary>
    public IEnumerable<(SignatureAlgorithm Algorithm, Verdict Verdict, long Count)> Verdicts =>
        _verdicts.Select(pair => (pair.Key.Algorithm, pair.Key.Verdict, Interlocked.Read(ref pair.Value.Count)));

    /// <summary>Faults by backend.</summary>
    public IEnumerable<(string Backend, long Count)> Faults =>
        _faults.Select(pair => (pair.Key, Interlocked.Read(ref pair.Value.Count)));

    /// <summary>Signatures that went through the complete formulas, checked or recovered from, by algorithm.</summary>
    public IEnumerable<(SignatureAlgorithm Algorithm, long Count)> SlowLanes =>
        _slowLanes.Select(pair => (pair.Key, Interlocked.Read(ref pair.Value.Count)));

    /// <summary>Signatures refused because their caller forced too many onto the complete formulas.</summary>
    public long SlowLaneRefusals => Interlocked.Read(ref _slowLaneRefusals);

    /// <summary>Generators' tables built anew because their checksum was wrong.</summary>
    public long RebuiltGenerators => Interlocked.Read(ref _rebuiltGenerators);

    /// <summary>Signatures whose signer had a table.</summary>
    public long KnownItems => Interlocked.Read(ref _knownItems);

    /// <summary>Signatures whose signer had none.</summary>
    public long UnknownItems => Interlocked.Read(ref _unknownItems);

    internal void CountSlowLanes(SignatureAlgorithm algorithm, int lanes) =>
        Interlocked.Add(ref _slowLanes.GetOrAdd(algorithm, static _ => new Cell()).Count, lanes);

    internal void CountSlowLaneRefusals(int signatures) => Interlocked.Add(ref _slowLaneRefusals, signatures);

    internal void CountRebuiltGenerator() => Interlocked.Increment(ref _rebuiltGenerators);

    internal void CountBatch(SignatureAlgorithm algorithm, string backend, int items, int known, TimeSpan elapsed)
    {
        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _knownItems, known);
        Interlocked.Add(ref _unknownItems, items - known);
        Cell cell = _verified.GetOrAdd((algorithm, backend), static _ => new Cell());
        Interlocked.Add(ref cell.Count, items);
        Interlocked.Add(ref cell.Ticks, elapsed.Ticks);
    }

    internal void CountVerdict(SignatureAlgorithm algorithm, Verdict verdict) =>
        Interlocked.Increment(ref _verdicts.GetOrAdd((algorithm, verdict), static _ => new Cell()).Count);

    internal void CountFault(string backend) => Interlocked.Increment(ref _faults.GetOrAdd(backend, static _ => new Cell()).Count);

    internal void AddQueued(int waves) => Interlocked.Add(ref _queued, waves);

    private sealed class Cell
    {
        public long Count;
        public long Ticks;
    }
}
