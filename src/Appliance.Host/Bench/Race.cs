using System.Diagnostics;

namespace Appliance.Host.Bench;

/// <summary>
/// Sides that do the same work on this thread, in turn within each round so that a disturbance hits all of them.
/// </summary>
internal static class Race
{
    /// <summary>What one side did.</summary>
    /// <param name="Rates">Operations per second of processor time, one per round.</param>
    /// <param name="AllocatedBytesPerOperation">Managed memory that this thread allocated.</param>
    public sealed record Track(double[] Rates, double AllocatedBytesPerOperation);

    /// <summary>The fastest of several ways of doing the same.</summary>
    public static Side Fastest(IReadOnlyList<Side> sides, BenchPace pace, CancellationToken cancellation) =>
        sides.Count == 1 ? sides[0] : sides.MaxBy(side => Rate(side, pace.Slice, cancellation))!;

    /// <summary>Runs all rounds.</summary>
    public static Track[] Run(IReadOnlyList<Side> sides, BenchPace pace, CancellationToken cancellation)
    {
        var rates = sides.Select(_ => new double[pace.Rounds]).ToArray();
        var allocated = new double[sides.Count];
        for (int round = 0; round < pace.Rounds; round++)
        {
            for (int i = 0; i < sides.Count; i++)
            {
                rates[i][round] = Rate(sides[i], pace.Slice, cancellation, out double bytes);
                allocated[i] += bytes / pace.Rounds;
            }
        }

        return [.. rates.Zip(allocated, (side, bytes) => new Track(side, bytes))];
    }

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double Rate(Side side, TimeSpan duration, CancellationToken cancellation) => Rate(side, duration, cancellation, out _);

    /// <summary>Ends by the clock on the wall, so that a busy machine does not make a run longer, and counts by processor time.</summary>
    private static double Rate(Side side, TimeSpan duration, CancellationToken cancellation, out double allocatedBytesPerOperation)
    {
        long operations = 0;
        long memory = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        double processor = ThreadClock.Seconds;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            side.Run();
            operations += side.Operations;
        }
        while (Stopwatch.GetElapsedTime(start) < duration);
        processor = ThreadClock.Seconds - processor;
        allocatedBytesPerOperation = (double)(GC.GetAllocatedBytesForCurrentThread() - memory) / operations;
        return operations / processor;
    }
}
