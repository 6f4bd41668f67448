using Appliance.Verification.Chains;

namespace Appliance.Index.Tests;

/// <summary>What the reference page says about each kind of damage. In no case is acknowledged data lost without a word.</summary>
public sealed class DamageTests : IDisposable
{
    private const int Count = 200;

    private readonly TemporaryDirectory _temporary = new();
    private readonly string _directory;

    public DamageTests() => _directory = _temporary.File("index");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_flipped_byte_is_found_by_the_check_by_reading_and_by_a_rebuild()
    {
        await FillAsync();
        Damage.Flip(Log("log.0"), 20_000);
        await using (ChainIndex index = await Small.OpenAsync(_directory))
        {
            IndexCheck check = await index.CheckAsync(null, Cancellation);
            IndexFinding finding = Assert.Single(check.Findings);
            Assert.InRange(finding.Address, 19_000, 20_000);
            Assert.Contains("checksum", finding.What, StringComparison.Ordinal);
            Assert.Contains(Enumerable.Range(0, Count), height => Throws(() => index.ReadBlock(Blocks.Key("a"), height)));
        }
        Directory.Delete(KeyValue(), recursive: true);
        await AssertRefusedAsync("checksum");
    }

    [Fact]
    public async Task Swapped_words_are_found()
    {
        await FillAsync();
        Damage.SwapWords(Log("log.0"), 30_000);
        await using ChainIndex index = await Small.OpenAsync(_directory);
        Assert.False((await index.CheckAsync(null, Cancellation)).Sound);
    }

    [Fact]
    public async Task A_truncated_or_missing_segment_is_refused_by_name_and_not_created_anew()
    {
        await FillAsync();
        Assert.True(File.Exists(Log("log.1")), "the log is too short for this test");
        Damage.Truncate(Log("log.0"), 40_000);
        await AssertRefusedAsync("log.0 has 40000 bytes");
        File.Delete(Log("log.0"));
        await AssertRefusedAsync("log.0 is missing");
        Assert.False(File.Exists(Log("log.0")));
    }

    [Fact]
    public async Task Zeroed_commit_metadata_is_refused_and_nothing_is_overwritten()
    {
        await FillAsync();
        Damage.Zero(Log("commit.a"));
        Damage.Zero(Log("commit.b"));
        byte[] before = File.ReadAllBytes(Log("log.0"));
        await AssertRefusedAsync("no readable commit");
        Assert.Equal(before, File.ReadAllBytes(Log("log.0")));
    }

    [Fact]
    public async Task One_lost_commit_slot_is_refused_if_it_was_the_newer_and_harmless_if_not()
    {
        await FillAsync();
        string copy = _temporary.File("copy");
        int refused = 0;
        foreach (string slot in new[] { "commit.a", "commit.b" })
        {
            Damage.CopyTree(_directory, copy);
            Damage.Zero(Path.Combine(copy, "log", slot));
            try
            {
                await using ChainIndex index = await Small.OpenAsync(copy);
                BlockAssert.Indexed(index, "a", 0, Count - 1);
            }
            catch (IndexDamagedException)
            {
                refused++;
            }
            Directory.Delete(copy, recursive: true);
        }
        Assert.Equal(1, refused);
    }

    [Fact]
    public async Task A_deleted_key_value_index_is_rebuilt()
    {
        await FillAsync();
        Directory.Delete(KeyValue(), recursive: true);
        await AssertRebuiltAsync();
    }

    [Theory]
    [InlineData("records/records.0")]
    [InlineData("heights/records.0")]
    [InlineData("records/checkpoints")]
    [InlineData("secret.b")]
    public async Task A_key_value_index_that_lost_a_part_is_rebuilt(string part)
    {
        await FillAsync();
        string path = Path.Combine(KeyValue(), part);
        foreach (string file in Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories) : [path])
            Damage.Zero(file);
        await AssertRebuiltAsync();
    }

    [Theory]
    [InlineData("ht.dat.0", 2)]
    [InlineData("info.dat.0", 20)]
    [InlineData("records.0", 2)]
    public async Task A_key_value_index_whose_files_are_gone_or_short_is_rebuilt(string name, int divisor)
    {
        await FillAsync();
        foreach (bool delete in new[] { true, false })
        {
            foreach (string file in Directory.GetFiles(KeyValue(), name, SearchOption.AllDirectories))
            {
                if (delete)
                    File.Delete(file);
                else
                    Damage.Truncate(file, new FileInfo(file).Length / divisor);
            }
            await AssertRebuiltAsync();
        }
    }

    [Fact]
    public async Task A_flipped_byte_in_the_key_value_index_is_found_and_deleting_it_helps()
    {
        await FillAsync();
        string records = Path.Combine(KeyValue(), "records", "records.0");
        byte[] content = File.ReadAllBytes(records);
        byte[] id = Appliance.Index.KeyValue.Blittable.View(in Key).ToArray();
        int at = content.AsSpan().IndexOf(id);
        Assert.True(at > 0, "the record is not where it is expected");
        Damage.Flip(records, at + id.Length + 8);
        await using (ChainIndex index = await Small.OpenAsync(_directory))
        {
            IndexDamagedException damaged = Assert.Throws<IndexDamagedException>(
                () => index.FindTransaction(Blocks.Key("a"), Blocks.TransactionId("a", 50, 1).Span));
            Assert.Contains("delete the folder kv", damaged.Advice, StringComparison.Ordinal);
            IndexCheck check = await index.CheckAsync(null, Cancellation);
            Assert.Contains("transaction 1 of block 50", Assert.Single(check.Findings).What, StringComparison.Ordinal);
        }
        Directory.Delete(KeyValue(), recursive: true);
        await AssertRebuiltAsync();
    }

    private static readonly Appliance.Index.KeyValue.Bytes32 Key =
        Appliance.Index.KeyValue.Keys.Transaction(0, Blocks.TransactionId("a", 50, 1).Span);

    [Fact]
    public async Task One_high_water_slot_may_be_lost_but_not_both()
    {
        await FillAsync();
        File.Delete(Log("high-water.a"));
        await using (ChainIndex index = await Small.OpenAsync(_directory))
        {
            BlockAssert.Indexed(index, "a", 0, Count - 1);
            await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", Count, 5), Cancellation);
        }
        File.Delete(Log("high-water.a"));
        File.Delete(Log("high-water.b"));
        await AssertRefusedAsync("high-water mark");
    }

    [Fact]
    public async Task A_log_restored_from_before_the_last_acknowledgement_is_refused()
    {
        await FillAsync();
        string old = _temporary.File("old");
        Damage.CopyTree(_directory, old);
        await using (ChainIndex index = await Small.OpenAsync(_directory))
            await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", Count, 5), Cancellation);
        foreach (string file in Directory.GetFiles(Path.Combine(old, "log")).Where(file => !Path.GetFileName(file).StartsWith("high-water", StringComparison.Ordinal)))
            File.Copy(file, Log(Path.GetFileName(file)), overwrite: true);
        await AssertRefusedAsync("bytes of acknowledged log are missing");
    }

    [Fact]
    public async Task Another_log_of_the_same_shape_is_refused()
    {
        await FillAsync();
        string other = _temporary.File("other");
        await using (ChainIndex index = await Small.OpenAsync(other))
            await index.AppendAsync(Blocks.Key("b"), Blocks.Range("b", 0, Count + 20), Cancellation);
        foreach (string file in Directory.GetFiles(Path.Combine(other, "log")).Where(file => !Path.GetFileName(file).StartsWith("high-water", StringComparison.Ordinal)))
            File.Copy(file, Log(Path.GetFileName(file)), overwrite: true);
        await AssertRefusedAsync("high-water mark");
    }

    [Fact]
    public async Task A_byte_flipped_anywhere_in_the_log_directory_never_loses_a_block_silently()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await FillAsync();
        Directory.Delete(KeyValue(), recursive: true);
        int refused = 0;
        for (int round = 0; round < 25; round++)
        {
            string copy = _temporary.File("copy");
            Damage.CopyTree(_directory, copy);
            string[] files = [.. Directory.GetFiles(Path.Combine(copy, "log")).Order(StringComparer.Ordinal)];
            string file = files[random.Next(files.Length)];
            long offset = random.NextInt64(new FileInfo(file).Length);
            Damage.Flip(file, offset);
            try
            {
                await using ChainIndex index = await Small.OpenAsync(copy);
                ChainHead head = Assert.Single(index.Find("fabric", "a"));
                Assert.True(head.Height == Count - 1 && (await index.CheckAsync(null, Cancellation)).Sound,
                    $"seed {seed}, round {round}: {file} at {offset}: opened with block {head.Height}");
            }
            catch (IndexDamagedException)
            {
                refused++;
            }
            Directory.Delete(copy, recursive: true);
        }
        Assert.True(refused > 0, $"seed {seed}: no flip was noticed");
    }

    private static bool Throws(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (IndexDamagedException)
        {
            return true;
        }
    }

    private string Log(string name) => Path.Combine(_directory, "log", name);

    private string KeyValue() => Path.Combine(_directory, "kv");

    private async Task FillAsync()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory);
        for (int height = 0; height < Count; height += 20)
            await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", height, 20), Cancellation);
    }

    private async Task AssertRefusedAsync(string what)
    {
        IndexDamagedException refusal = await Assert.ThrowsAsync<IndexDamagedException>(() => Small.OpenAsync(_directory));
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("restore the directory from a backup, or delete it and index the ledger files again", refusal.Advice, StringComparison.Ordinal);
        Assert.Contains(_directory, refusal.Message, StringComparison.Ordinal);
    }

    private async Task AssertRebuiltAsync()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory);
        Assert.Equal(IndexOpening.Rebuilt, index.Status().Opening);
        Assert.NotEmpty(index.Status().RebuildReason!);
        BlockAssert.Indexed(index, "a", 0, Count - 1);
        Assert.True((await index.CheckAsync(null, Cancellation)).Sound);
    }
}
