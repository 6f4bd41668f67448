using System.Security.Cryptography;
using Appliance.Kernels;

namespace Appliance.Engine.Tests;

/// <summary>Tables stay within their memory, whatever many threads do at once, and damaged ones do not stay.</summary>
public sealed class SignerTableCacheTests
{
    private readonly PretendingBackend _backend = new();

    [Fact]
    public void Many_threads_leave_the_memory_counted_right()
    {
        const int Keys = 40;
        const int Bytes = 9_500;
        byte[][] keys = [.. Enumerable.Range(0, Keys).Select(_ => NewKey())];
        var cache = new SignerTableCache(Bytes, promoteAfter: 3, widenAfter: 20);

        Parallel.For(0, 4_000, i =>
        {
            byte[] key = keys[i * 7 % Keys];
            cache.CountValid(_backend, SignatureAlgorithm.EcdsaP256, key);
            Assert.InRange(cache.Bytes, 0, Bytes);
            if (i % 11 == 0 && cache.Find(SignatureAlgorithm.EcdsaP256, key) is BrittleTable table)
                cache.DropDamaged(table);
        });

        IReadOnlyList<SignerTable> left = cache.Snapshot();
        Assert.Equal(cache.Tables, left.Count);
        Assert.Equal(cache.Bytes, left.Sum(table => table.SizeInBytes));
        Assert.Equal(cache.Built, cache.Tables + cache.Evicted + cache.Damaged);
        Assert.All(left, table => Assert.Same(table, cache.Find(table.Algorithm, table.PublicKey)));
        Assert.True(cache.Evicted > 0);
    }

    [Fact]
    public void The_table_used_longest_ago_makes_room()
    {
        byte[][] keys = [NewKey(), NewKey(), NewKey()];
        var cache = new SignerTableCache(2_000, promoteAfter: 1);
        cache.CountValid(_backend, SignatureAlgorithm.EcdsaP256, keys[0]);
        cache.CountValid(_backend, SignatureAlgorithm.EcdsaP256, keys[1]);
        WaitForTick();
        Assert.NotNull(cache.Find(SignatureAlgorithm.EcdsaP256, keys[0]));
        cache.CountValid(_backend, SignatureAlgorithm.EcdsaP256, keys[2]);

        Assert.NotNull(cache.Find(SignatureAlgorithm.EcdsaP256, keys[0]));
        Assert.Null(cache.Find(SignatureAlgorithm.EcdsaP256, keys[1]));
        Assert.NotNull(cache.Find(SignatureAlgorithm.EcdsaP256, keys[2]));
    }

    [Fact]
    public void A_busy_signers_table_becomes_a_wide_one_while_half_of_the_memory_is_free()
    {
        byte[][] keys = [NewKey(), NewKey(), NewKey()];
        var cache = new SignerTableCache(8_000, promoteAfter: 2, widenAfter: 5);
        for (int valid = 1; valid <= 6; valid++)
        {
            cache.CountValid(_backend, SignatureAlgorithm.EcdsaP256, keys[0]);
            SignerTableSize? size = cache.Find(SignatureAlgorithm.EcdsaP256, keys[0])?.Size;
            Assert.Equal(valid < 2 ? null : valid < 5 ? SignerTableSize.Standard : SignerTableSize.Wide, size);
        }

        Assert.Equal((3_000, 1, 1, 1), (cache.Bytes, cache.Tables, cache.Built, cache.Widened));

        for (int valid = 1; valid <= 6; valid++)
        {
            cache.CountValid(_backend, SignatureAlgorithm.EcdsaP256, keys[1]);
            cache.CountValid(_backend, SignatureAlgorithm.EcdsaP256, keys[2]);
        }

        Assert.Equal(SignerTableSize.Standard, cache.Find(SignatureAlgorithm.EcdsaP256, keys[2])!.Size);
        Assert.Equal((5_000, 3, 0L), (cache.Bytes, cache.Tables, cache.Evicted));

        _backend.Tables.Single(table => table.Size == SignerTableSize.Wide && table.PublicKey.SequenceEqual(keys[0])).Damage();
        new TableScrubber(cache, new EngineStatistics(), _ => { }).Run(long.MaxValue);
        Assert.Null(cache.Find(SignatureAlgorithm.EcdsaP256, keys[0]));
        Assert.Equal(2_000, cache.Bytes);
    }

    [Fact]
    public void A_damaged_table_is_dropped_and_reported_and_its_key_earns_another()
    {
        byte[][] keys = [NewKey(), NewKey(), NewKey()];
        var cache = new SignerTableCache(100_000, promoteAfter: 1);
        foreach (byte[] key in keys)
            cache.CountValid(_backend, SignatureAlgorithm.EcdsaP256, key);
        var faults = new List<string>();
        var scrubber = new TableScrubber(cache, new EngineStatistics(), faults.Add);
        scrubber.Run(long.MaxValue);
        Assert.Empty(faults);

        _backend.Tables.Single(table => table.PublicKey.SequenceEqual(keys[1])).Damage();
        for (int look = 0; look < 8; look++)
            scrubber.Run(bytes: 1);

        Assert.Contains(Convert.ToHexStringLower(keys[1]), Assert.Single(faults), StringComparison.Ordinal);
        Assert.Null(cache.Find(SignatureAlgorithm.EcdsaP256, keys[1]));
        Assert.Equal((2, 1L), (cache.Tables, cache.Damaged));
        cache.CountValid(_backend, SignatureAlgorithm.EcdsaP256, keys[1]);
        Assert.NotNull(cache.Find(SignatureAlgorithm.EcdsaP256, keys[1]));
    }

    [Fact]
    public async Task The_engine_scrubs_by_itself()
    {
        var faults = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var engine = new BatchingVerifier(
            new BackendLadder([_backend]), new EngineOptions { ScrubInterval = TimeSpan.FromMilliseconds(1), Fault = faults.Enqueue });
        byte[] key = NewKey();
        for (int i = 0; i < new EngineOptions().SignerTableAfter; i++)
            engine.SignerTables.CountValid(_backend, SignatureAlgorithm.EcdsaP256, key);
        _backend.Tables.Single(table => table.PublicKey.SequenceEqual(key)).Damage();
        while (faults.IsEmpty)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.Equal(1, engine.SignerTables.Damaged);
    }

    private static byte[] NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECParameters parameters = key.ExportParameters(false);
        return [.. parameters.Q.X!, .. parameters.Q.Y!];
    }

    /// <summary>The cache tells uses apart by the system's tick.</summary>
    private static void WaitForTick()
    {
        long before = Environment.TickCount64;
        while (Environment.TickCount64 == before)
            Thread.Sleep(1);
    }
}
