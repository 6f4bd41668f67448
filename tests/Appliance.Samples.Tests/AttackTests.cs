namespace Appliance.Samples.Tests;

public sealed class AttackTests
{
    private const int Height = 3;

    private static readonly SampleChannelOptions Options = new() { Seed = "attacks", Blocks = 4, TransactionsPerBlock = 4 };
    private static readonly SampleChannel Channel = new(Options);
    private static readonly SampleBlock[] Blocks = [.. Channel.Blocks()];
    private static readonly PlainVerifier Verifier = new(Channel, Options.Agencies.Count, Options.Start);

    [Fact]
    public void Glued_transactions_keep_header_and_orderer_signature()
    {
        var forged = SampleAttacks.GlueTransactions(Blocks, Height, 1);
        Assert.Equal(Blocks[Height].Envelopes.Count - 1, forged[Height].Envelopes.Count);
        Assert.Equal(forged[Height].Envelopes.Count, forged[Height].Metadata[SampleBlock.TransactionsFilter].Length);
        Assert.Equal(Blocks[Height].DataHash.ToArray(), SampleBlock.HashData(forged[Height].Envelopes));
        Assert.Equal(Blocks[Height].HeaderHash(), forged[Height].HeaderHash());
        Assert.True(BlockTests.OrdererSigned(forged[Height], Verifier));
        Assert.Empty(Verifier.Broken(forged[Height].Envelopes[1]));
    }

    [Fact]
    public void Removing_and_swapping_break_the_chain()
    {
        var removed = SampleAttacks.RemoveBlock(Blocks, Height);
        Assert.Equal(Blocks.Length - 1, removed.Count);
        Assert.NotEqual(removed[Height - 1].HeaderHash(), removed[Height].PreviousHash.ToArray());
        var swapped = SampleAttacks.SwapWithNext(Blocks, Height);
        Assert.Equal([0, 1, 2, 4, 3, 5], swapped.Select(block => block.Number));
    }

    [Fact]
    public void A_flipped_byte_breaks_the_data_hash_of_its_block_only()
    {
        var forged = SampleAttacks.FlipByte(Blocks, Height, 1, 100);
        Assert.NotEqual(forged[Height].DataHash.ToArray(), SampleBlock.HashData(forged[Height].Envelopes));
        Assert.Equal(1, forged.Zip(Blocks).Count(pair => !pair.First.ToLedgerEntry().AsSpan().SequenceEqual(pair.Second.ToLedgerEntry())));
    }

    [Fact]
    public void An_impostors_block_signature_holds_but_is_not_trusted()
    {
        SampleBlock forged = SampleAttacks.SignByImpostor(Channel, Blocks, Height)[Height];
        ReadOnlyMemory<byte> metadata = forged.Metadata[SampleBlock.Signatures];
        ReadOnlyMemory<byte> header = ProtobufFields.Down(metadata, 2, 1);
        byte[] message = [.. ProtobufFields.Down(metadata, 1).Span, .. header.Span, .. forged.HeaderDer()];
        Assert.True(PlainVerifier.Signed(ProtobufFields.Down(header, 1), message, ProtobufFields.Down(metadata, 2, 2)));
        Assert.False(BlockTests.OrdererSigned(forged, Verifier));
        Assert.Equal(Blocks[Height].HeaderHash(), forged.HeaderHash());
    }

    [Fact]
    public void A_rewritten_history_is_chained_but_no_longer_signed()
    {
        var forged = SampleAttacks.RewriteHistory(Blocks, Height, 0);
        for (int height = 1; height < forged.Count; height++)
        {
            Assert.Equal(forged[height - 1].HeaderHash(), forged[height].PreviousHash.ToArray());
            Assert.Equal(height < Height, BlockTests.OrdererSigned(forged[height], Verifier));
        }
    }

    [Fact]
    public void A_rewritten_code_changes_nothing_that_is_signed()
    {
        SampleBlock forged = SampleAttacks.RewriteCode(Blocks, Height, 2, 11)[Height];
        Assert.Equal([0, 0, 11, 0], forged.Metadata[SampleBlock.TransactionsFilter].ToArray());
        Assert.True(BlockTests.OrdererSigned(forged, Verifier));
    }

    [Fact]
    public void A_forged_channel_is_consistent_under_its_own_roots_only()
    {
        var forger = new SampleChannel(SampleAttacks.Forge(Options));
        SampleBlock[] forged = [.. forger.Blocks()];
        var own = new PlainVerifier(forger, Options.Agencies.Count, Options.Start);
        Assert.True(BlockTests.OrdererSigned(forged[Height], own));
        Assert.False(BlockTests.OrdererSigned(forged[Height], Verifier));
        Assert.Empty(own.Broken(forged[Height].Envelopes[0]));
    }
}
