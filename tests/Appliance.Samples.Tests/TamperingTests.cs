using Appliance.Formats.Plans;

namespace Appliance.Samples.Tests;

public sealed class TamperingTests
{
    private static readonly SampleChannelOptions Options = new()
    {
        Seed = "tampering",
        Blocks = 4,
        TransactionsPerBlock = 12,
        TamperedEvery = 2,
        Peer = PeerHonesty.Alternating,
    };

    private static readonly SampleChannel Channel = new(Options);
    private static readonly SampleBlock[] Blocks = [.. Channel.Blocks()];

    public static TheoryData<SampleTampering> Kinds => [.. SampleTamperings.All];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_tampered_transaction_breaks_its_rule_and_no_other(SampleTampering kind)
    {
        var verifier = new PlainVerifier(Channel, Options.Agencies.Count, Options.Start);
        SampleExpectation[] expectations = [.. Channel.Expectations().Where(expectation => expectation.Tampering == kind)];
        Assert.True(expectations.Length >= 2, "each kind occurs once flagged and once not");
        foreach (SampleExpectation expectation in expectations)
        {
            var broken = verifier.Broken(Blocks[expectation.Block].Envelopes[expectation.Transaction]);
            HashSet<CheckKind> expected = [kind.FailingCheck()];
            if (kind is SampleTampering.ResponseAlteredAfterEndorsing or SampleTampering.EndorsementSignatureFlipped)
                expected.Add(CheckKind.EndorsementSignature);
            Assert.Equal(expected.Order(), broken.Order());
        }
    }

    [Fact]
    public void Every_other_transaction_obeys_every_rule()
    {
        var verifier = new PlainVerifier(Channel, Options.Agencies.Count, Options.Start);
        var tampered = Channel.Expectations().Select(item => (item.Block, item.Transaction)).ToHashSet();
        foreach (SampleBlock block in Blocks.Skip(1))
            for (int index = 0; index < block.Envelopes.Count; index++)
                if (!tampered.Contains((block.Number, index)))
                    Assert.Empty(verifier.Broken(block.Envelopes[index]));
        Assert.Equal(Options.Blocks * Options.TransactionsPerBlock / Options.TamperedEvery, tampered.Count);
    }

    [Fact]
    public void An_alternating_peer_flags_each_kind_once_and_lies_about_it_once()
    {
        foreach (SampleTampering kind in SampleTamperings.All)
        {
            byte[] codes = [.. Channel.Expectations().Where(item => item.Tampering == kind).Select(item => item.ValidationCode)];
            Assert.Equal([kind.HonestCode(), SampleTamperings.ValidCode], codes.Take(2));
            Assert.NotEqual(SampleTamperings.ValidCode, kind.HonestCode());
        }
    }

    [Theory]
    [InlineData(PeerHonesty.Honest, true)]
    [InlineData(PeerHonesty.Lying, false)]
    public void The_ledger_holds_the_codes_of_the_manifest(PeerHonesty peer, bool flagged)
    {
        var channel = new SampleChannel(Options with { Peer = peer });
        var expected = channel.Expectations().ToDictionary(item => (item.Block, item.Transaction), item => item.ValidationCode);
        Assert.All(channel.Expectations(), item => Assert.Equal(flagged, item.FlaggedByPeer));
        foreach (SampleBlock block in channel.Blocks())
        {
            ReadOnlySpan<byte> codes = block.Metadata[SampleBlock.TransactionsFilter].Span;
            for (int index = 0; index < codes.Length; index++)
                Assert.Equal(expected.GetValueOrDefault((block.Number, index)), codes[index]);
        }
    }
}
