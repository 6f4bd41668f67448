using Appliance.Log.Receipts;
using Appliance.Log.Trees;

namespace Appliance.Log.Tests;

public sealed class VerdictLogFailureTests : IDisposable
{
    private static readonly VerdictLogOptions AtOnce = new() { MaxDelay = TimeSpan.Zero };

    private readonly SoftwareSigner _signer = new();

    private LogPublicKey Key => LogPublicKey.Parse(_signer.PublicKey.Span);

    public void Dispose() => _signer.Dispose();

    [Fact]
    public async Task A_lost_signer_costs_receipts_but_not_the_log()
    {
        var storage = new MemoryStorage();
        await using VerdictLog log = await VerdictLog.OpenAsync(storage, _signer, AtOnce);
        await log.AppendAsync(Samples.Entry());
        _signer.Failure = new InvalidOperationException("token removed");
        Assert.Equal("token removed", (await Assert.ThrowsAsync<InvalidOperationException>(() => log.AppendAsync(Samples.Entry(1)))).Message);
        Assert.Null(log.Failure);
        _signer.Failure = null;
        Receipt after = await log.AppendAsync(Samples.Entry(2));
        Assert.True(ReceiptVerifier.Verify(after.Encode(), Key).IsValid);
        Assert.Equal((2, 3), (after.Proof.LeafIndex, after.Proof.TreeSize));
    }

    [Fact]
    public async Task A_signature_that_does_not_hold_is_never_handed_out()
    {
        var storage = new MemoryStorage();
        await using VerdictLog log = await VerdictLog.OpenAsync(storage, _signer, AtOnce);
        byte[]? before = storage.StoredState;
        _signer.Lies = true;
        await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync(Samples.Entry()));
        Assert.Equal(before, storage.StoredState);
    }

    [Fact]
    public async Task A_failing_state_write_costs_the_receipt_and_heals()
    {
        var storage = new MemoryStorage();
        await using (VerdictLog log = await VerdictLog.OpenAsync(storage, _signer, AtOnce))
        {
            storage.FailState = true;
            await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync(Samples.Entry()));
            storage.FailState = false;
            await log.AppendAsync(Samples.Entry(1));
        }
        await using VerdictLog again = await VerdictLog.OpenAsync(storage, _signer, AtOnce);
        Assert.Equal(2, again.Size);
    }

    [Fact]
    public async Task A_crash_at_any_write_leaves_a_log_that_opens_and_continues_every_receipt()
    {
        const int Entries = 6;
        // Every batch has two writes; the crash hits each in turn.
        for (int crash = 0; crash < 2 * Entries; crash++)
        {
            var storage = new MemoryStorage();
            var receipts = new List<Receipt>();
            await using (VerdictLog log = await VerdictLog.OpenAsync(storage, _signer, AtOnce))
            {
                for (int i = 0; i < Entries; i++)
                {
                    if (i == crash / 2 && crash % 2 == 0)
                        storage.FailAppendAfter = 0;
                    if (i == crash / 2 && crash % 2 == 1)
                        storage.FailState = true;
                    Task<Receipt> append = log.AppendAsync(Samples.Entry(i));
                    if (i >= crash / 2)
                        await Assert.ThrowsAsync<LogUnavailableException>(() => append);
                    else
                        receipts.Add(await append);
                }
            }
            MemoryStorage after = storage.Copy();
            await using VerdictLog reopened = await VerdictLog.OpenAsync(after, _signer, AtOnce);
            await reopened.AppendAsync(Samples.Entry());
            TreeHead now = reopened.Head.Head;
            foreach (Receipt receipt in receipts)
            {
                TreeHead then = receipt.Head.Head;
                Assert.True(reopened.ProveConsistency(then.Size, now.Size).Verify(then.Root, now.Root));
            }
        }
    }

    [Fact]
    public async Task A_half_written_batch_stops_the_log_until_it_is_opened_again()
    {
        var storage = new MemoryStorage();
        await using VerdictLog log = await VerdictLog.OpenAsync(storage, _signer, AtOnce);
        await log.AppendAsync(Samples.Entry());
        storage.FailAppendAfter = 0;
        LogUnavailableException failure = await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync(Samples.Entry(1)));
        Assert.Contains("disk full", failure.Message);
        storage.FailAppendAfter = null;
        await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync(Samples.Entry(2)));
        Assert.NotNull(log.Failure);
        await using VerdictLog again = await VerdictLog.OpenAsync(storage, _signer, AtOnce);
        await again.AppendAsync(Samples.Entry(2));
    }

    [Fact]
    public Task Leaves_that_were_rolled_back_are_noticed() =>
        RefusedAsync(storage => storage.Entries.RemoveRange(7, 3), LogDamage.RolledBack);

    [Fact]
    public Task A_leaf_that_was_altered_is_noticed() => RefusedAsync(storage => storage.Entries[4][0] ^= 1, LogDamage.Altered);

    [Fact]
    public Task A_leaf_that_was_cut_is_noticed() => RefusedAsync(storage => storage.Entries[4] = storage.Entries[4][..31], LogDamage.LeafMalformed);

    [Fact]
    public Task Leaves_that_were_swapped_are_noticed() =>
        RefusedAsync(storage => (storage.Entries[1], storage.Entries[2]) = (storage.Entries[2], storage.Entries[1]), LogDamage.Altered);

    [Fact]
    public Task A_head_that_was_removed_is_noticed() => RefusedAsync(storage => storage.StoredState = null, LogDamage.HeadMissing);

    [Fact]
    public Task A_head_that_was_cut_is_noticed() => RefusedAsync(storage => storage.StoredState = storage.StoredState![..^1], LogDamage.HeadMalformed);

    [Fact]
    public Task A_head_whose_signature_was_altered_is_noticed() =>
        RefusedAsync(storage => storage.StoredState![^1] ^= 1, LogDamage.HeadSignatureInvalid);

    [Fact]
    public async Task A_log_of_another_key_is_refused()
    {
        MemoryStorage storage = await TenEntriesAsync();
        using var other = new SoftwareSigner();
        LogDamagedException refusal = await Assert.ThrowsAsync<LogDamagedException>(() => VerdictLog.OpenAsync(storage, other, AtOnce));
        Assert.Equal(LogDamage.OtherKey, refusal.Damage);
        Assert.Contains(Key.KeyId.ToString(), refusal.Message);
    }

    [Fact]
    public async Task A_storage_that_was_rolled_back_as_a_whole_is_noticed_by_a_head_known_elsewhere()
    {
        var storage = new MemoryStorage();
        TreeHead newest;
        MemoryStorage old;
        await using (VerdictLog log = await VerdictLog.OpenAsync(storage, _signer, AtOnce))
        {
            await log.AppendAsync(Samples.Entry());
            old = storage.Copy();
            await log.AppendAsync(Samples.Entry(1));
            newest = log.Head.Head;
        }
        VerdictLogOptions knowing = AtOnce with { KnownHeads = [newest] };
        Assert.Equal(
            LogDamage.RolledBack, (await Assert.ThrowsAsync<LogDamagedException>(() => VerdictLog.OpenAsync(old.Copy(), _signer, knowing))).Damage);

        // The rolled-back log grows again, by another leaf: a fork.
        await using (VerdictLog fork = await VerdictLog.OpenAsync(old, _signer, AtOnce))
            await fork.AppendAsync(Samples.Entry(1));
        Assert.Equal(LogDamage.Altered, (await Assert.ThrowsAsync<LogDamagedException>(() => VerdictLog.OpenAsync(old, _signer, knowing))).Damage);
        await using VerdictLog sound = await VerdictLog.OpenAsync(storage, _signer, knowing);
    }

    [Fact]
    public async Task A_signed_head_survives_its_encoding_and_no_change_of_a_byte()
    {
        MemoryStorage storage = await TenEntriesAsync();
        byte[] state = storage.StoredState!;
        SignedTreeHead head = SignedTreeHead.Decode(state);
        Assert.True(head.Verify(Key));
        Assert.Equal(10, head.Head.Size);
        for (int at = 0; at < state.Length; at++)
        {
            MemoryStorage changed = storage.Copy();
            changed.StoredState![at] ^= 1;
            await Assert.ThrowsAsync<LogDamagedException>(() => VerdictLog.OpenAsync(changed, _signer, AtOnce));
        }
    }

    private async Task RefusedAsync(Action<MemoryStorage> damage, LogDamage expected)
    {
        MemoryStorage storage = await TenEntriesAsync();
        damage(storage);
        int signatures = _signer.Signatures;
        LogDamagedException refusal = await Assert.ThrowsAsync<LogDamagedException>(() => VerdictLog.OpenAsync(storage, _signer, AtOnce));
        Assert.Equal(expected, refusal.Damage);
        Assert.NotEmpty(refusal.Advice);
        Assert.Equal(signatures, _signer.Signatures);
    }

    private async Task<MemoryStorage> TenEntriesAsync()
    {
        var storage = new MemoryStorage();
        await using VerdictLog log = await VerdictLog.OpenAsync(storage, _signer, AtOnce);
        for (int i = 0; i < 10; i++)
            await log.AppendAsync(Samples.Entry(i));
        return storage;
    }
}
