using Appliance.Log.Receipts;
using Appliance.Log.Trees;

namespace Appliance.Log.Tests;

public sealed class VerdictLogTests : IDisposable
{
    private static readonly VerdictLogOptions AtOnce = new() { MaxDelay = TimeSpan.Zero };

    private readonly SoftwareSigner _signer = new();

    private LogPublicKey Key => LogPublicKey.Parse(_signer.PublicKey.Span);

    public void Dispose() => _signer.Dispose();

    [Fact]
    public async Task Concurrent_callers_share_a_signature_and_each_gets_a_sound_receipt()
    {
        const int Callers = 500;
        var storage = new MemoryStorage { Gate = new SemaphoreSlim(0) };
        var batches = new List<BatchCommitted>();
        await using VerdictLog log = await VerdictLog.OpenAsync(storage, _signer, AtOnce with { BatchCommitted = batches.Add });
        Task<Receipt>[] callers = [.. Enumerable.Range(0, Callers).Select(i => log.AppendAsync(Samples.Entry(i)))];
        storage.Gate.Release(Callers);
        Receipt[] receipts = await Task.WhenAll(callers);

        foreach (Receipt receipt in receipts)
            Assert.True(ReceiptVerifier.Verify(receipt.Encode(), Key).IsValid);
        Assert.Equal(Callers, receipts.Select(r => r.Proof.LeafIndex).Distinct().Count());
        // The first entry may go alone; all that came while its append was held go together. One more signed the empty tree.
        Assert.InRange(_signer.Signatures, 2, 4);
        Assert.Equal(Callers, batches.Sum(batch => batch.Entries));
        Assert.Equal(Callers, log.Size);
        Assert.Equal(Callers, log.Head.Head.Size);
    }

    [Fact]
    public async Task A_batch_never_exceeds_its_limit()
    {
        var storage = new MemoryStorage { Gate = new SemaphoreSlim(0) };
        await using VerdictLog log = await VerdictLog.OpenAsync(storage, _signer, AtOnce with { MaxBatch = 7 });
        Task<Receipt>[] callers = [.. Enumerable.Range(0, 50).Select(i => log.AppendAsync(Samples.Entry(i)))];
        storage.Gate.Release(50);
        await Task.WhenAll(callers);
        Assert.All(storage.Appends, count => Assert.InRange(count, 1, 7));
    }

    [Fact]
    public async Task More_than_may_wait_are_pushed_back()
    {
        var storage = new MemoryStorage { Gate = new SemaphoreSlim(0) };
        await using VerdictLog log = await VerdictLog.OpenAsync(storage, _signer, AtOnce with { MaxPending = 3, MaxBatch = 1 });
        Task<Receipt>[] callers = [.. Enumerable.Range(0, 20).Select(i => log.AppendAsync(Samples.Entry(i)))];
        Assert.Contains(callers, caller => caller.Exception?.InnerException is LogOverloadedException);
        storage.Gate.Release(20);
        await Task.WhenAll(callers.Where(caller => !caller.IsFaulted));
        Assert.Equal(callers.Count(caller => !caller.IsFaulted), log.Size);
    }

    [Fact]
    public async Task The_log_goes_on_after_a_restart_and_old_receipts_stay_valid()
    {
        var storage = new MemoryStorage();
        var receipts = new List<Receipt>();
        var heads = new List<TreeHead>();
        for (int run = 0; run < 5; run++)
        {
            await using VerdictLog log = await VerdictLog.OpenAsync(storage, _signer, AtOnce);
            for (int i = 0; i < 7; i++)
                receipts.Add(await log.AppendAsync(Samples.Entry(i)));
            heads.Add(log.Head.Head);
        }
        Assert.Equal(Enumerable.Range(0, 35).Select(i => (long)i), receipts.Select(r => r.Proof.LeafIndex));
        Assert.All(receipts, receipt => Assert.True(ReceiptVerifier.Verify(receipt.Encode(), Key).IsValid));

        await using VerdictLog last = await VerdictLog.OpenAsync(storage, _signer, AtOnce);
        foreach (TreeHead first in heads)
        {
            foreach (TreeHead second in heads.Where(head => head.Size >= first.Size))
                Assert.True(last.ProveConsistency(first.Size, second.Size).Verify(first.Root, second.Root));
        }
    }

    [Fact]
    public async Task A_lone_entry_is_signed_without_waiting_for_others()
    {
        await using VerdictLog log = await VerdictLog.OpenAsync(new MemoryStorage(), _signer);
        Assert.True(ReceiptVerifier.Verify((await log.AppendAsync(Samples.Entry())).Encode(), Key).IsValid);
    }

    [Fact]
    public async Task Closing_signs_what_waits_and_then_refuses()
    {
        VerdictLog log = await VerdictLog.OpenAsync(new MemoryStorage(), _signer);
        Task<Receipt>[] waiting = [.. Enumerable.Range(0, 10).Select(i => log.AppendAsync(Samples.Entry(i)))];
        await log.DisposeAsync();
        Assert.Equal(10, (await Task.WhenAll(waiting)).Length);
        await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync(Samples.Entry()));
    }

    [Fact]
    public async Task A_caller_who_leaves_before_the_batch_leaves_no_leaf()
    {
        var storage = new MemoryStorage { Gate = new SemaphoreSlim(0) };
        await using VerdictLog log = await VerdictLog.OpenAsync(storage, _signer, AtOnce with { MaxBatch = 1 });
        Task<Receipt> first = log.AppendAsync(Samples.Entry());
        using var leaving = new CancellationTokenSource();
        Task<Receipt> second = log.AppendAsync(Samples.Entry(1), leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        storage.Gate.Release(2);
        await first;
        await log.DisposeAsync();
        Assert.Equal(1, log.Size);
    }
}
