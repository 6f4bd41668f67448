using System.Security.Cryptography;
using System.Text;

namespace Appliance.Index.Tests;

/// <summary>The storage of the verdict log.</summary>
public sealed class LogStorageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    /// <summary>Entry number <paramref name="number"/>: its length and content follow from the number.</summary>
    internal static ReadOnlyMemory<byte> Entry(long number)
    {
        byte[] entry = new byte[20 + number * 7 % 300];
        Encoding.UTF8.GetBytes($"entry {number}").CopyTo(entry, 0);
        return entry;
    }

    internal static async Task AssertEntriesAsync(LogStorage log, long first = 0)
    {
        long number = first;
        await foreach (ReadOnlyMemory<byte> entry in log.ReadAsync(first, Cancellation))
            Assert.Equal(Entry(number++).ToArray(), entry.ToArray());
        Assert.Equal(log.Count, number);
    }

    [Fact]
    public async Task Entries_and_state_survive_a_restart()
    {
        for (int run = 0; run < 3; run++)
        {
            await using LogStorage log = await OpenAsync();
            Assert.Equal(run * 1500, log.Count);
            Assert.Equal(run == 0 ? null : $"head {run - 1}", log.State is { } state ? Encoding.UTF8.GetString(state.Span) : null);
            await log.AppendAsync([.. Enumerable.Range(run * 1500, 1500).Select(i => Entry(i))], Cancellation);
            await log.StoreStateAsync(Encoding.UTF8.GetBytes($"head {run}"), Cancellation);
            await AssertEntriesAsync(log);
            await AssertEntriesAsync(log, (run * 1500) + 777);
            await AssertEntriesAsync(log, log.Count);
        }
    }

    [Fact]
    public async Task A_state_that_shrinks_and_grows_is_read_back_exactly()
    {
        foreach (int length in new[] { 0, 3000, 5, 0, 700 })
        {
            byte[] state = RandomNumberGenerator.GetBytes(length);
            await using (LogStorage log = await OpenAsync())
                await log.StoreStateAsync(state, Cancellation);
            await using LogStorage again = await OpenAsync();
            Assert.Equal(state, again.State!.Value.ToArray());
        }
    }

    [Fact]
    public async Task An_entry_longer_than_a_page_is_kept_whole()
    {
        byte[] large = RandomNumberGenerator.GetBytes(200_000);
        await using (LogStorage log = await OpenAsync())
            await log.AppendAsync([Entry(0), large, Entry(2)], Cancellation);
        await using LogStorage again = await OpenAsync();
        var read = new List<byte[]>();
        await foreach (ReadOnlyMemory<byte> entry in again.ReadAsync(0, Cancellation))
            read.Add(entry.ToArray());
        Assert.Equal([Entry(0).ToArray(), large, Entry(2).ToArray()], read);
    }

    [Fact]
    public async Task An_entry_beyond_the_limit_is_refused_and_nothing_is_appended()
    {
        await using LogStorage log = await LogStorage.OpenAsync(_directory.Path, Small.Options with { MaximumRecordBytes = 1 << 16 }, Cancellation);
        await Assert.ThrowsAsync<ArgumentException>(async () => await log.AppendAsync([Entry(0), new byte[70_000]], Cancellation));
        Assert.Equal(0, log.Count);
        await log.AppendAsync([Entry(0)], Cancellation);
        await AssertEntriesAsync(log);
    }

    [Fact]
    public async Task A_flipped_byte_is_found_when_opening()
    {
        await using (LogStorage log = await OpenAsync())
            await log.AppendAsync([.. Enumerable.Range(0, 100).Select(i => Entry(i))], Cancellation);
        Damage.Flip(_directory.File("log.0"), 5000);
        IndexDamagedException damaged = await Assert.ThrowsAsync<IndexDamagedException>(OpenAsync);
        Assert.InRange(damaged.Address, 4500, 5000);
    }

    [Fact]
    public async Task Unreadable_state_is_not_taken_for_none()
    {
        await using (LogStorage log = await OpenAsync())
            await log.StoreStateAsync(new byte[100], Cancellation);
        Damage.Zero(_directory.File("state.b"));
        await Assert.ThrowsAsync<IndexDamagedException>(OpenAsync);
    }

    [Fact]
    public async Task A_second_opening_is_refused()
    {
        await using LogStorage log = await OpenAsync();
        await Assert.ThrowsAsync<IndexBusyException>(OpenAsync);
    }

    private Task<LogStorage> OpenAsync() => LogStorage.OpenAsync(_directory.Path, Small.Options, Cancellation);
}
