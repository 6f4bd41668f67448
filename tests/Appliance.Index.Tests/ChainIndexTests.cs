using Appliance.Verification.Chains;
using Appliance.Verification.Verdicts;

namespace Appliance.Index.Tests;

/// <summary>What the index promises to those who append and read.</summary>
public sealed class ChainIndexTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Appended_blocks_are_found_in_every_way()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory.Path);
        AppendResult result = await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", 0, 25), Cancellation);
        Assert.Equal(new AppendResult(25, 0), result);
        BlockAssert.Indexed(index, "a", 0, 24);
        Assert.Null(index.FindTransaction(Blocks.Key("a"), Blocks.Id("no such").Span));
        Assert.Null(index.FindBlock(Blocks.Hash("no such")));
        Assert.Empty(index.Find("fabric", "b"));
        Assert.True((await index.CheckAsync(null, Cancellation)).Sound);
    }

    [Fact]
    public async Task A_restart_resumes_where_the_last_run_stopped()
    {
        for (int run = 0; run < 4; run++)
        {
            await using ChainIndex index = await Small.OpenAsync(_directory.Path);
            Assert.Equal(run == 0 ? IndexOpening.Created : IndexOpening.Resumed, index.Status().Opening);
            if (run > 0)
                BlockAssert.Indexed(index, "a", 0, (run * 50) - 1);
            await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", run * 50, 50), Cancellation);
        }
    }

    [Fact]
    public async Task The_same_blocks_twice_change_nothing_and_are_counted()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory.Path);
        await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", 0, 10), Cancellation);
        long tail = index.Status().Tail;
        Assert.Equal(new AppendResult(0, 10), await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", 0, 10), Cancellation));
        Assert.Equal(tail, index.Status().Tail);
        Assert.Equal(new AppendResult(5, 7), await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", 3, 12), Cancellation));
        BlockAssert.Indexed(index, "a", 0, 14);
    }

    [Fact]
    public async Task Indexing_may_start_at_any_height_and_two_starts_are_two_chains()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory.Path);
        await index.AppendAsync(Blocks.Key("a", 7), Blocks.Range("a", 7, 5), Cancellation);
        await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", 0, 3), Cancellation);
        Assert.Equal([7L, 0L], index.Find("fabric", "a").Select(head => head.FirstHeight));
        ArgumentException before = await Assert.ThrowsAsync<ArgumentException>(
            async () => await index.AppendAsync(Blocks.Key("a", 7), Blocks.Range("a", 5, 4), Cancellation));
        Assert.Contains("from block 7 on", before.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await index.AppendAsync(Blocks.Key("b"), Blocks.Range("b", 1, 2), Cancellation));
    }

    [Fact]
    public async Task A_gap_is_refused_with_height_and_both_hashes_and_nothing_is_appended()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory.Path);
        await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", 0, 3), Cancellation);
        IndexedBlock[] offered = [Blocks.Block("a", 3), Blocks.Block("a", 5)];
        ChainConflictException gap = await Assert.ThrowsAsync<ChainConflictException>(
            async () => await index.AppendAsync(Blocks.Key("a"), offered, Cancellation));
        Assert.Equal((ChainConflict.Gap, 5L, Blocks.HeaderHash("a", 3), Blocks.HeaderHash("a", 4)),
            (gap.Conflict, gap.Height, gap.Expected!.Value, gap.Found!.Value));
        BlockAssert.Indexed(index, "a", 0, 2);
    }

    [Fact]
    public async Task A_fork_is_refused_whether_at_an_indexed_height_or_behind_the_head()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory.Path);
        await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", 0, 3), Cancellation);
        IndexedBlock other = Blocks.Block("a", 1) with { Hash = Blocks.Hash("another") };
        ChainConflictException at = await Assert.ThrowsAsync<ChainConflictException>(
            async () => await index.AppendAsync(Blocks.Key("a"), [other], Cancellation));
        Assert.Equal((ChainConflict.Fork, 1L, Blocks.HeaderHash("a", 1), other.Hash), (at.Conflict, at.Height, at.Expected!.Value, at.Found!.Value));
        IndexedBlock behind = Blocks.Block("a", 3) with { PreviousHash = Blocks.Hash("another") };
        ChainConflictException next = await Assert.ThrowsAsync<ChainConflictException>(
            async () => await index.AppendAsync(Blocks.Key("a"), [Blocks.Block("a", 2), behind], Cancellation));
        Assert.Equal((ChainConflict.Fork, 3L), (next.Conflict, next.Height));
        BlockAssert.Indexed(index, "a", 0, 2);
    }

    [Fact]
    public async Task A_block_of_a_hundred_thousand_transactions_spans_pages_and_survives()
    {
        IndexedBlock large = Blocks.Block("a", 0, 100_000);
        await using (ChainIndex index = await Small.OpenAsync(_directory.Path))
            await index.AppendAsync(Blocks.Key("a"), [large, Blocks.Block("a", 1)], Cancellation);
        await using ChainIndex again = await Small.OpenAsync(_directory.Path);
        BlockAssert.Same(large, again.ReadBlock(Blocks.Key("a"), 0));
        Assert.Equal(99_999, again.FindTransaction(Blocks.Key("a"), Blocks.TransactionId("a", 0, 99_999).Span)!.Index);
        Assert.Equal(100_003, again.Status().Transactions);
        Assert.True((await again.CheckAsync(null, Cancellation)).Sound);
    }

    [Fact]
    public async Task A_record_beyond_the_limit_is_refused_and_named()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory.Path, Small.Options with { MaximumRecordBytes = 1 << 16 });
        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(
            async () => await index.AppendAsync(Blocks.Key("a"), [Blocks.Block("a", 0, 2000)], Cancellation));
        Assert.Contains("MaximumRecordBytes", refusal.Message, StringComparison.Ordinal);
        await index.AppendAsync(Blocks.Key("a"), [Blocks.Block("a", 0)], Cancellation);
    }

    [Fact]
    public async Task Of_an_id_that_stands_twice_the_first_genuine_one_counts()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory.Path);
        IndexedBlock With(long height, params (string Id, Verdict Verdict)[] transactions) => Blocks.Block("a", height) with
        {
            Transactions = [.. transactions.Select((t, i) => new IndexedTransaction(Blocks.Id(t.Id), Blocks.Hash($"{height} {i}"), "Org", t.Verdict))],
        };
        await index.AppendAsync(Blocks.Key("a"),
        [
            With(0, ("x", Verdict.RejectedByChain), ("y", Verdict.Genuine), ("z", Verdict.RejectedByChain)),
            With(1, ("x", Verdict.Genuine), ("y", Verdict.RejectedByChain), ("z", Verdict.SignatureMismatch)),
            With(2, ("x", Verdict.Genuine)),
        ], Cancellation);
        TransactionLocation? Find(string id) => index.FindTransaction(Blocks.Key("a"), Blocks.Id(id).Span);
        Assert.Equal(new TransactionLocation(1, 0, Verdict.Genuine), Find("x"));
        Assert.Equal(new TransactionLocation(0, 1, Verdict.Genuine), Find("y"));
        Assert.Equal(new TransactionLocation(0, 2, Verdict.RejectedByChain), Find("z"));
        Assert.True((await index.CheckAsync(null, Cancellation)).Sound);
    }

    [Fact]
    public async Task The_newest_trust_update_at_a_height_is_found()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory.Path);
        await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", 0, 25), Cancellation);
        Assert.Equal(10, index.TrustUpdateAt(Blocks.Key("a"), 19)!.Value.Height);
        Assert.Equal(20, index.TrustUpdateAt(Blocks.Key("a"), 1000)!.Value.Height);
        Assert.Equal([0L, 10L], index.TrustUpdates(Blocks.Key("a"), 19).Select(update => update.Height));
        Assert.Null(index.TrustUpdateAt(Blocks.Key("b"), 5));
    }

    [Fact]
    public async Task Many_callers_share_commits_while_others_read()
    {
        const int Writers = 8, Count = 100;
        await using ChainIndex index = await Small.OpenAsync(_directory.Path);
        using var stop = new CancellationTokenSource();
        Task reader = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                foreach (ChainHead head in index.Status().Chains)
                {
                    Assert.Equal(head.Hash, index.BlockHash(head.Chain, head.Height));
                    Assert.NotNull(index.FindTransaction(head.Chain, Blocks.TransactionId(head.Chain.Name, head.Height, 0).Span));
                }
            }
        }, Cancellation);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            string chain = $"c{writer}";
            for (int height = 0; height < Count; height++)
                await index.AppendAsync(Blocks.Key(chain), [Blocks.Block(chain, height)], Cancellation);
        }, Cancellation)));
        await stop.CancelAsync();
        await reader;
        for (int writer = 0; writer < Writers; writer++)
            BlockAssert.Indexed(index, $"c{writer}", 0, Count - 1);
        Assert.Equal(Writers * Count, index.Status().Blocks);
        Assert.True((await index.CheckAsync(null, Cancellation)).Sound);
    }

    [Fact]
    public async Task Two_callers_with_the_same_ledger_agree()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory.Path);
        AppendResult[] results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () => await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", 0, 30), Cancellation), Cancellation)));
        Assert.Equal(30, results.Sum(result => result.Appended));
        Assert.Equal(90, results.Sum(result => result.AlreadyPresent));
        BlockAssert.Indexed(index, "a", 0, 29);
    }

    [Fact]
    public async Task A_second_opening_is_told_who_holds_the_directory()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory.Path);
        IndexBusyException busy = await Assert.ThrowsAsync<IndexBusyException>(() => Small.OpenAsync(_directory.Path));
        Assert.Equal(Environment.ProcessId, busy.ProcessId);
        Assert.Contains($"process {Environment.ProcessId}", busy.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_is_not_opened_as_a_log_nor_the_other_way_round()
    {
        await using (ChainIndex index = await Small.OpenAsync(_directory.Path))
            await index.AppendAsync(Blocks.Key("a"), [Blocks.Block("a", 0)], Cancellation);
        IndexDamagedException refusal = await Assert.ThrowsAsync<IndexDamagedException>(
            () => LogStorage.OpenAsync(_directory.File("log"), Small.Options, Cancellation));
        Assert.Contains("chain-index", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_makes_no_sense_harms_only_its_caller()
    {
        await using ChainIndex index = await Small.OpenAsync(_directory.Path);
        IndexedBlock[] senseless =
        [
            Blocks.Block("a", 0) with { Height = long.MaxValue },
            Blocks.Block("a", 0) with { Height = -1 },
            Blocks.Block("a", 0) with { Transactions = [new IndexedTransaction(default, default, null!, Verdict.Genuine)] },
            Blocks.Block("a", 0) with { Transactions = [new IndexedTransaction(default, default, new string('x', 70_000), Verdict.Genuine)] },
        ];
        foreach (IndexedBlock block in senseless)
            await Assert.ThrowsAnyAsync<Exception>(async () => await index.AppendAsync(Blocks.Key("a"), [block], Cancellation));
        await index.AppendAsync(Blocks.Key("a"), Blocks.Range("a", 0, 3), Cancellation);
        BlockAssert.Indexed(index, "a", 0, 2);
    }

    [Fact]
    public async Task After_disposal_nothing_is_accepted()
    {
        ChainIndex index = await Small.OpenAsync(_directory.Path);
        await index.DisposeAsync();
        await index.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await index.AppendAsync(Blocks.Key("a"), [Blocks.Block("a", 0)], Cancellation));
        Assert.Throws<ObjectDisposedException>(() => index.Status());
    }
}
