using System.Collections.Concurrent;
using Appliance.Index.Files;

namespace Appliance.Index.Tests;

/// <summary>
/// Cuts the power in the middle of appends, over and over on the same disk. Nothing acknowledged may be lost; and a disk that reports
/// writes before they are durable must lose something, or these tests would prove nothing.
/// </summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private const int Writers = 4;

    // Every check reads the whole disk: a fresh one now and then keeps the long form linear.
    private const int RoundsOfADisk = 20;
    private const string Directory = "/index";
    private static readonly int Rounds = Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 200 : 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IndexOptions Options { get; } = Small.Options with
    {
        CheckpointInterval = TimeSpan.FromMilliseconds(20),
        CheckpointBytes = 1 << 15,
    };

    [Fact]
    public async Task Power_cuts_lose_no_acknowledged_block()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var acknowledged = new ConcurrentDictionary<string, long>();
        Dictionary<string, byte[]> image = [];
        int inFlight = 0;
        long total = 0;
        for (int round = 0; round < Rounds; round++)
        {
            if (round % RoundsOfADisk == 0)
            {
                image = [];
                acknowledged.Clear();
            }
            // Now and then a checkpoint is lost as well, so that the cut lands while the key-value index is being rebuilt.
            if (random.Next(4) == 0)
            {
                foreach (string lost in image.Keys.Where(name => name.Contains("ht.dat", StringComparison.Ordinal)).ToArray())
                    image.Remove(lost);
            }
            var disk = new SimulatedDisk(image, random.Next(), sync: true, random.Next(1, 150));
            inFlight += await RunUntilCutAsync(disk, acknowledged, random.Next());
            image = disk.Survivors();
            await AssertHoldsAsync(image, acknowledged, $"seed {seed}, round {round}");
            if ((round + 1) % RoundsOfADisk == 0)
            {
                total += acknowledged.Values.Sum(height => height + 1);
                output.WriteLine($"round {round + 1}: {total} blocks acknowledged");
            }
        }
        output.WriteLine($"{Rounds} power cuts, {inFlight} appends in flight, {total} blocks acknowledged, none lost");
        Assert.True(inFlight >= Rounds, $"only {inFlight} appends were under way in {Rounds} cuts");
    }

    [Fact]
    public async Task Without_sync_the_same_cuts_lose_acknowledged_blocks()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        int lost = 0;
        for (int round = 0; round < 5; round++)
        {
            var acknowledged = new ConcurrentDictionary<string, long>();
            var disk = new SimulatedDisk(new Dictionary<string, byte[]>(), random.Next(), sync: false, random.Next(100, 200));
            await RunUntilCutAsync(disk, acknowledged, random.Next());
            lost += await HoldsAsync(disk.Survivors(), acknowledged) ? 0 : 1;
        }
        Assert.True(lost > 0, "a disk without sync lost nothing: the simulation does not show what it should");
    }

    [Fact]
    public async Task Power_cuts_lose_no_acknowledged_log_entry_and_no_state()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        Dictionary<string, byte[]> image = [];
        long entries = 0;
        long state = -1;
        for (int round = 0; round < Rounds; round++)
        {
            var disk = new SimulatedDisk(image, random.Next(), sync: true, random.Next(1, 80));
            long offered = entries;
            try
            {
                await using LogStorage log = await OpenLogAsync(disk);
                offered = log.Count;
                while (true)
                {
                    ReadOnlyMemory<byte>[] batch = [.. Enumerable.Range(0, random.Next(1, 20)).Select(i => LogStorageTests.Entry(offered + i))];
                    await log.AppendAsync(batch, Cancellation);
                    offered += batch.Length;
                    entries = offered;
                    await log.StoreStateAsync(BitConverter.GetBytes(entries), Cancellation);
                    state = entries;
                }
            }
            catch (Exception e) when (disk.IsCut && e is not OperationCanceledException)
            {
                disk.Dispose();
            }
            image = disk.Survivors();
            var after = new SimulatedDisk(image, 0, sync: true, long.MaxValue);
            await using LogStorage survived = await OpenLogAsync(after);
            Assert.True(survived.Count >= entries, $"seed {seed}, round {round}: {entries} acknowledged, {survived.Count} there");
            Assert.True(state < 0 || BitConverter.ToInt64(survived.State!.Value.Span) >= state, $"seed {seed}, round {round}: state {state} was lost");
            await LogStorageTests.AssertEntriesAsync(survived);
        }
        output.WriteLine($"{Rounds} power cuts, {entries} entries acknowledged, none lost");
    }

    private static Task<ChainIndex> OpenAsync(SimulatedDisk disk) =>
        Blocking.Run(() => ChainIndex.Open(disk, Directory, Options, null, Cancellation), Cancellation);

    private static Task<LogStorage> OpenLogAsync(SimulatedDisk disk) =>
        Blocking.Run(() => LogStorage.Open(disk, "/log", Options, Cancellation), Cancellation);

    /// <summary>Appends from several callers until the power goes; returns how many calls were under way.</summary>
    private static async Task<int> RunUntilCutAsync(SimulatedDisk disk, ConcurrentDictionary<string, long> acknowledged, int seed)
    {
        ChainIndex index;
        try
        {
            index = await OpenAsync(disk);
        }
        catch (Exception e) when (disk.IsCut && e is not OperationCanceledException)
        {
            return 1; // the cut came while the directory was being created or opened
        }
        int inFlight = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            string chain = $"c{writer}";
            var random = new Random(seed + writer);
            long next = index.Find("fabric", chain) is [{ } head] ? head.Height + 1 : 0;
            try
            {
                while (true)
                {
                    int count = random.Next(1, 6);
                    await index.AppendAsync(Blocks.Key(chain), Blocks.Range(chain, next, count), Cancellation);
                    next += count;
                    acknowledged[chain] = next - 1;
                }
            }
            catch (IndexWriteException) when (disk.IsCut)
            {
                Interlocked.Increment(ref inFlight);
            }
        }, Cancellation)));
        await index.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        return inFlight;
    }

    private static async Task AssertHoldsAsync(Dictionary<string, byte[]> image, ConcurrentDictionary<string, long> acknowledged, string where)
    {
        var disk = new SimulatedDisk(image, 0, sync: true, long.MaxValue);
        await using ChainIndex index = await OpenAsync(disk);
        IndexCheck check = await index.CheckAsync(null, Cancellation);
        Assert.True(check.Sound, $"{where}: {string.Join("; ", check.Findings)}");
        foreach ((string chain, long height) in acknowledged)
        {
            long there = Assert.Single(index.Find("fabric", chain)).Height;
            Assert.True(there >= height, $"{where}: chain {chain} was acknowledged up to {height}, but reaches {there}");
            Assert.Equal(Blocks.HeaderHash(chain, height), index.BlockHash(Blocks.Key(chain), height));
        }
    }

    private static async Task<bool> HoldsAsync(Dictionary<string, byte[]> image, ConcurrentDictionary<string, long> acknowledged)
    {
        try
        {
            var disk = new SimulatedDisk(image, 0, sync: true, long.MaxValue);
            await using ChainIndex index = await OpenAsync(disk);
            return acknowledged.All(chain => index.Find("fabric", chain.Key) is [{ } head] && head.Height >= chain.Value);
        }
        catch (IndexDamagedException)
        {
            return false; // refused: the loss was noticed
        }
    }
}
