namespace Appliance.Host.Bench;

/// <summary>How long and how often each side runs.</summary>
/// <param name="Rounds">Rounds that count.</param>
/// <param name="Slice">Time of each side in a round.</param>
internal sealed record BenchPace(int Rounds, TimeSpan Slice)
{
    /// <summary>Fewer rounds make a median of chance.</summary>
    public const int LeastRounds = 4;

    /// <summary>More tell nothing more.</summary>
    public const int MostRounds = 1_000;

    private const int MostWarmUpSlices = 200;

    /// <summary>Longest time before the first round, for all sides together.</summary>
    public TimeSpan MostWarmUp => MostWarmUpSlices * Slice;

    /// <summary>Seven rounds of a quarter of a second.</summary>
    public static BenchPace Thorough { get; } = new(7, TimeSpan.FromMilliseconds(250));

    /// <summary>Every scheme on every backend within a minute.</summary>
    public static BenchPace Quick { get; } = new(LeastRounds, TimeSpan.FromMilliseconds(50));
}
