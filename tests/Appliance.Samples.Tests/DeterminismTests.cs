using System.Security.Cryptography;

namespace Appliance.Samples.Tests;

public sealed class DeterminismTests
{
    private static readonly SampleChannelOptions Options = new() { Seed = "determinism", Blocks = 3, TransactionsPerBlock = 6, TamperedEvery = 3 };

    [Fact]
    public async Task Equal_options_make_identical_ledgers()
    {
        (byte[] first, SampleManifest manifest) = await Write(Options);
        (byte[] second, _) = await Write(Options with { });
        Assert.Equal(first, second);
        Assert.Equal(first.Length, manifest.Length);
        Assert.Equal(SHA256.HashData(first), manifest.Sha256.ToArray());
    }

    [Fact]
    public async Task The_ledger_is_the_same_on_every_machine()
    {
        // Known answer, taken on linux-x64. It changes only when the sample itself is meant to change.
        (_, SampleManifest manifest) = await Write(Options);
        Assert.Equal("33a58012b5ad2a5004ea176dd92416fce0a7757e4c6627936f4289a6ed2f5bc7", Convert.ToHexStringLower(manifest.Sha256.Span));
    }

    [Fact]
    public async Task Another_seed_makes_another_genesis()
    {
        (_, SampleManifest honest) = await Write(Options);
        (_, SampleManifest forged) = await Write(SampleAttacks.Forge(Options));
        Assert.Equal(honest.ChannelId, forged.ChannelId);
        Assert.NotEqual(honest.GenesisHash.ToArray(), forged.GenesisHash.ToArray());
    }

    [Fact]
    public async Task The_stream_holds_the_blocks_of_the_channel()
    {
        (byte[] written, SampleManifest manifest) = await Write(Options);
        var channel = new SampleChannel(Options);
        SampleBlock[] blocks = [.. channel.Blocks()];
        Assert.Equal(written, SampleLedger.Write(blocks));
        Assert.Equal(manifest.Blocks, blocks.Length);
        Assert.Equal(manifest.Transactions, blocks.Sum(block => (long)block.Envelopes.Count));
        Assert.Equal(manifest.GenesisHash.ToArray(), blocks[0].HeaderHash());
        Assert.Equal(manifest.LastHash.ToArray(), blocks[^1].HeaderHash());
        Assert.Equal(manifest.Tampered, channel.Expectations());
    }

    [Fact]
    public async Task Progress_reaches_the_last_block()
    {
        var seen = new Recorder();
        using var stream = new MemoryStream();
        SampleManifest manifest = await SampleChannel.WriteAsync(stream, Options, seen, TestContext.Current.CancellationToken);
        Assert.Equal(manifest.Blocks, seen.Reports.Count);
        Assert.Equal(new SampleProgress(manifest.Blocks, manifest.Blocks, manifest.Length), seen.Reports[^1]);
    }

    [Fact]
    public async Task Options_outside_their_range_are_refused()
    {
        foreach (SampleChannelOptions wrong in (SampleChannelOptions[])
                 [
                     Options with { ChannelId = string.Empty },
                     Options with { Agencies = [.. SampleAgency.Defaults.Take(2)] },
                     Options with { Blocks = -1 },
                     Options with { TransactionsPerBlock = 0 },
                     Options with { Tamperings = [] },
                     Options with { Start = Options.Start.AddTicks(1) },
                 ])
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Write(wrong));
    }

    private static async Task<(byte[] Bytes, SampleManifest Manifest)> Write(SampleChannelOptions options)
    {
        using var stream = new MemoryStream();
        SampleManifest manifest = await SampleChannel.WriteAsync(stream, options);
        return (stream.ToArray(), manifest);
    }

    private sealed class Recorder : IProgress<SampleProgress>
    {
        public List<SampleProgress> Reports { get; } = [];

        public void Report(SampleProgress value) => Reports.Add(value);
    }
}
