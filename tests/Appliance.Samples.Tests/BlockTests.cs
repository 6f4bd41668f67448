using System.Security.Cryptography;

namespace Appliance.Samples.Tests;

public sealed class BlockTests
{
    private static readonly SampleChannelOptions Options = new() { Seed = "blocks", Blocks = 4, TransactionsPerBlock = 5 };
    private static readonly SampleChannel Channel = new(Options);
    private static readonly SampleBlock[] Blocks = [.. Channel.Blocks()];

    [Fact]
    public void Headers_are_chained_and_cover_the_data()
    {
        for (int height = 0; height < Blocks.Length; height++)
        {
            Assert.Equal(height, Blocks[height].Number);
            Assert.Equal(height == 0 ? [] : Blocks[height - 1].HeaderHash(), Blocks[height].PreviousHash.ToArray());
            Assert.Equal(SampleBlock.HashData(Blocks[height].Envelopes), Blocks[height].DataHash.ToArray());
            Assert.Equal(SampleBlock.MetadataEntries, Blocks[height].Metadata.Count);
            Assert.Equal(Blocks[height].Envelopes.Count, Blocks[height].Metadata[SampleBlock.TransactionsFilter].Length);
        }
    }

    [Fact]
    public void An_orderer_of_the_channel_signed_every_block_after_genesis()
    {
        var verifier = new PlainVerifier(Channel, Options.Agencies.Count, Options.Start);
        foreach (SampleBlock block in Blocks.Skip(1))
            Assert.True(OrdererSigned(block, verifier));
        Assert.Empty(new ProtobufFields(Blocks[0].Metadata[SampleBlock.Signatures]).All(2));
    }

    [Fact]
    public void Every_transaction_of_an_untampered_channel_obeys_every_rule()
    {
        var verifier = new PlainVerifier(Channel, Options.Agencies.Count, Options.Start);
        foreach (SampleBlock block in Blocks.Skip(1))
            Assert.All(block.Envelopes, envelope => Assert.Empty(verifier.Broken(envelope)));
        Assert.Empty(Channel.Expectations());
    }

    [Fact]
    public void The_commit_hash_is_there_from_block_1_on()
    {
        Assert.Equal(0, Blocks[0].Metadata[SampleBlock.CommitHash].Length);
        byte[][] hashes = [.. Blocks.Skip(1).Select(block => ProtobufFields.Down(block.Metadata[SampleBlock.CommitHash], 1).ToArray())];
        Assert.All(hashes, hash => Assert.Equal(SHA256.HashSizeInBytes, hash.Length));
        Assert.Equal(hashes.Length, hashes.Select(Convert.ToHexString).Distinct().Count());
    }

    internal static bool OrdererSigned(SampleBlock block, PlainVerifier verifier)
    {
        ReadOnlyMemory<byte> metadata = block.Metadata[SampleBlock.Signatures];
        ReadOnlyMemory<byte> header = ProtobufFields.Down(metadata, 2, 1);
        ReadOnlyMemory<byte> orderer = ProtobufFields.Down(header, 1);
        byte[] message = [.. ProtobufFields.Down(metadata, 1).Span, .. header.Span, .. block.HeaderDer()];
        return PlainVerifier.MspId(orderer) == SampleAgency.OrderingService.MspId
            && verifier.Trusted(orderer, "orderer")
            && PlainVerifier.Signed(orderer, message, ProtobufFields.Down(metadata, 2, 2));
    }
}
