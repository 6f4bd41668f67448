using System.Diagnostics;
using System.Globalization;

namespace Appliance.Index.Tests;

/// <summary>Kills a writing process (SIGKILL) in the middle of its appends, over and over on the same directory.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 200 : 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_middle_of_appends_no_acknowledged_block_is_lost()
    {
        using var directory = new TemporaryDirectory();
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var acknowledged = new Dictionary<string, long>();
        int hits = 0, replayed = 0;
        for (int round = 0; round < Rounds; round++)
        {
            int inFlight = await RunAndKillAsync(directory.File("index"), random, acknowledged);
            hits += inFlight > 0 ? 1 : 0;
            // A copy is examined, so that the next process finds what the killed one left, not what a clean closing made of it.
            string copy = directory.File("copy");
            Damage.CopyTree(directory.File("index"), copy);
            replayed += await AssertHoldsAsync(copy, acknowledged, $"seed {seed}, round {round}") ? 1 : 0;
            Directory.Delete(copy, recursive: true);
        }
        output.WriteLine($"{Rounds} kills, {hits} of them during appends, {replayed} openings replayed the log, "
            + $"{acknowledged.Values.Sum(height => height + 1)} blocks acknowledged, none lost");
        Assert.Equal(Rounds, hits);
    }

    private static async Task<int> RunAndKillAsync(string directory, Random random, Dictionary<string, long> acknowledged)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "exec", Path.Combine(AppContext.BaseDirectory, "Appliance.Index.CrashWriter.dll"), directory,
                random.Next(1 << 20).ToString(CultureInfo.InvariantCulture),
            },
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancellation);
        int acknowledgements = random.Next(1, 60);
        var begun = new HashSet<string>();
        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            string[] words = line.Split(' ');
            if (words[0] == "begin")
            {
                begun.Add(words[1]);
                continue;
            }
            begun.Remove(words[1]);
            acknowledged[words[1]] = long.Parse(words[2], CultureInfo.InvariantCulture);
            if (--acknowledgements == 0)
            {
                await Task.Delay(random.Next(4), Cancellation);
                process.Kill();
            }
        }
        await process.WaitForExitAsync(Cancellation);
        Assert.True(acknowledgements <= 0, $"the writer ended by itself: {await errors}");
        return begun.Count;
    }

    /// <summary>Returns whether opening had to replay.</summary>
    private static async Task<bool> AssertHoldsAsync(string directory, Dictionary<string, long> acknowledged, string where)
    {
        await using ChainIndex index = await Small.OpenAsync(directory);
        IndexCheck check = await index.CheckAsync(null, Cancellation);
        Assert.True(check.Sound, $"{where}: {string.Join("; ", check.Findings)}");
        foreach ((string chain, long height) in acknowledged)
        {
            long there = Assert.Single(index.Find("fabric", chain)).Height;
            Assert.True(there >= height, $"{where}: chain {chain} was acknowledged up to {height}, but reaches {there}");
            Assert.Equal(Blocks.HeaderHash(chain, height), index.BlockHash(Blocks.Key(chain), height));
        }
        return index.Status().Opening == IndexOpening.Replayed;
    }
}
