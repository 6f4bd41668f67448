using Appliance.Samples;

namespace Appliance.Host.Tests;

/// <summary>Sample ledgers, made once per run.</summary>
internal static class SampleFile
{
    private static readonly Lazy<Task<Made>> HonestOne = new(() => MakeAsync(new SampleChannelOptions { Seed = "host tests", Blocks = 6, TransactionsPerBlock = 5 }));

    private static readonly Lazy<Task<Made>> TamperedOne = new(() => MakeAsync(
        new SampleChannelOptions { Seed = "host tests", Blocks = 6, TransactionsPerBlock = 5, TamperedEvery = 7, Peer = PeerHonesty.Lying }));

    private static readonly Lazy<Task<Made>> StrangerOne = new(() => MakeAsync(
        new SampleChannelOptions { Seed = "a stranger", ChannelId = "elsewhere", Blocks = 2, TransactionsPerBlock = 2 }));

    /// <summary>A ledger in memory with what its maker knows.</summary>
    public sealed record Made(byte[] Bytes, SampleManifest Manifest)
    {
        public string Genesis => Convert.ToHexStringLower(Manifest.GenesisHash.Span);
    }

    /// <summary>Nothing is wrong with it.</summary>
    public static Task<Made> Honest => HonestOne.Value;

    /// <summary>Some transactions are tampered with, and the peer marked them valid.</summary>
    public static Task<Made> Tampered => TamperedOne.Value;

    /// <summary>Genuine by its own roots, of a channel that nobody pins.</summary>
    public static Task<Made> Stranger => StrangerOne.Value;

    private static async Task<Made> MakeAsync(SampleChannelOptions options)
    {
        using var stream = new MemoryStream();
        SampleManifest manifest = await SampleChannel.WriteAsync(stream, options);
        return new Made(stream.ToArray(), manifest);
    }
}
