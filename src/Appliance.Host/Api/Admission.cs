using System.Diagnostics;
using System.Threading.RateLimiting;

namespace Appliance.Host.Api;

/// <summary>Lets a bounded number of documents in, keeps a bounded number waiting and turns the others away.</summary>
internal sealed class Admission(int maxConcurrent, int maxWaiting) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = maxConcurrent,
        QueueLimit = maxWaiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Documents that wait for their turn.</summary>
    public long Waiting => _limiter.GetStatistics()?.CurrentQueuedCount ?? 0;

    /// <summary>Waits for a turn; the caller disposes of the lease.</summary>
    /// <exception cref="OverloadedException">Too many are waiting already.</exception>
    public async Task<(RateLimitLease Lease, TimeSpan Waited)> EnterAsync(CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        RateLimitLease lease = await _limiter.AcquireAsync(1, cancellation).ConfigureAwait(false);
        if (lease.IsAcquired)
            return (lease, Stopwatch.GetElapsedTime(start));
        lease.Dispose();
        throw new OverloadedException();
    }

    public void Dispose() => _limiter.Dispose();
}

/// <summary>Too many documents are waiting; the caller may try again after <see cref="RetryAfter"/>.</summary>
internal sealed class OverloadedException() : Exception("too many documents are waiting; try again later")
{
    /// <summary>A second is long beside most documents, and short for a person.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(1);
}
