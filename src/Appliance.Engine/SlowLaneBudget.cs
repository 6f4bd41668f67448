using System.Collections.Concurrent;

namespace Appliance.Engine;

/// <summary>
/// Bounds how many lanes each caller may force onto the complete formulas, which cost a hundred times an ordinary lane: a bucket of tokens per
/// caller. Honest documents never spend one. Safe for concurrent use.
/// </summary>
/// <param name="perSecond">Tokens that come back each second.</param>
/// <param name="burst">Tokens of a caller that spent none.</param>
/// <param name="time">The clock.</param>
internal sealed class SlowLaneBudget(int perSecond, int burst, TimeProvider time)
{
    /// <summary>Callers with a bucket of their own; beyond it new ones share one, so that inventing callers gains nothing.</summary>
    private const int MaxCallers = 4_096;

    /// <summary>Looking through all buckets is worth it now and then, not for each of a flood of new callers.</summary>
    private static readonly TimeSpan DropInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private readonly Bucket _shared = new(burst);
    private long _dropped = time.GetTimestamp();

    /// <summary>Whether the caller has spent all it may for now.</summary>
    public bool IsExhausted(string caller)
    {
        if (!_buckets.TryGetValue(caller, out Bucket? bucket))
        {
            if (_buckets.Count < MaxCallers)
                return false;
            bucket = _shared;
        }

        lock (bucket)
        {
            Refill(bucket);
            return bucket.Tokens <= 0;
        }
    }

    /// <summary>Takes tokens for lanes that were computed. One batch may take more than there are: the debt is paid first.</summary>
    public void Spend(string caller, int lanes)
    {
        Bucket bucket = Find(caller);
        lock (bucket)
        {
            Refill(bucket);
            bucket.Tokens -= lanes;
        }
    }

    private Bucket Find(string caller)
    {
        if (_buckets.TryGetValue(caller, out Bucket? bucket))
            return bucket;
        if (_buckets.Count >= MaxCallers && time.GetElapsedTime(Interlocked.Read(ref _dropped)) >= DropInterval)
            DropFull();
        return _buckets.Count >= MaxCallers ? _shared : _buckets.GetOrAdd(caller, _ => new Bucket(burst) { Refilled = time.GetTimestamp() });
    }

    private void DropFull()
    {
        Interlocked.Exchange(ref _dropped, time.GetTimestamp());
        foreach ((string caller, Bucket bucket) in _buckets)
        {
            lock (bucket)
            {
                Refill(bucket);
                if (bucket.Tokens >= burst)
                    _buckets.TryRemove(caller, out _);
            }
        }
    }

    private void Refill(Bucket bucket)
    {
        long now = time.GetTimestamp();
        bucket.Tokens = Math.Min(burst, bucket.Tokens + time.GetElapsedTime(bucket.Refilled, now).TotalSeconds * perSecond);
        bucket.Refilled = now;
    }

    private sealed class Bucket(double tokens)
    {
        public double Tokens = tokens;
        public long Refilled;
    }
}
