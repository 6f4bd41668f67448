using Appliance.Formats.Plans;
using Appliance.Samples;
using Appliance.Verification.Chains;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.Fabric;

/// <summary>Every kind of tampering and every attack on a whole ledger, on a channel made for it.</summary>
public sealed class SampleChannelTests
{
    private static readonly SampleChannelOptions Honest = new() { Blocks = 4, TransactionsPerBlock = 6 };

    private static readonly Lazy<SampleBlock[]> HonestBlocks = new(() => [.. new SampleChannel(Honest).Blocks()]);

    [Fact]
    public async Task An_honest_channel_is_genuine_in_every_part()
    {
        (DocumentReport report, RecordingSink sink) = await Verify.BytesAsync(SampleLedger.Write(HonestBlocks.Value));

        Assert.True(report.Verdict == Verdict.Genuine, string.Join("\n", report.Reasons));
        Assert.Equal(report.Transactions, report.GenuineTransactions);
        Assert.Equal(6, sink.Blocks.Count);
        Assert.All(sink.Indexed, Assert.NotNull);
    }

    [Theory]
    [InlineData(PeerHonesty.Lying)]
    [InlineData(PeerHonesty.Honest)]
    public async Task Each_kind_of_tampering_is_found_by_its_rule_and_nothing_else_is_touched(PeerHonesty peer)
    {
        int kinds = SampleTamperings.All.Count;
        SampleChannelOptions options = new() { Blocks = 3, TransactionsPerBlock = kinds, TamperedEvery = 2, Peer = peer };
        using var ledger = new MemoryStream();
        SampleManifest manifest = await SampleChannel.WriteAsync(ledger, options, null, TestContext.Current.CancellationToken);
        Assert.Equal(kinds, manifest.Tampered.Select(one => one.Tampering).Distinct().Count());

        (DocumentReport report, RecordingSink sink) = await Verify.BytesAsync(ledger.ToArray());

        // What the chain rejected by itself takes nothing from the ledger; what a peer passed off as valid does.
        Assert.Equal(peer == PeerHonesty.Honest ? Verdict.Genuine : Verdict.PartsNotGenuine, report.Verdict);
        Dictionary<(long, int), SampleExpectation> expected = manifest.Tampered.ToDictionary(one => (one.Block, one.Transaction));
        foreach (BlockReport block in sink.Blocks)
        {
            Assert.Equal(Verdict.Genuine, block.Verdict);
            foreach (TransactionReport transaction in block.Transactions)
            {
                if (!expected.TryGetValue((block.Number, transaction.Index), out SampleExpectation? tampered))
                {
                    Assert.True(transaction.Verdict == Verdict.Genuine, $"block {block.Number} transaction {transaction.Index}");
                    continue;
                }

                Assert.Equal(Outcome.NotGenuine, transaction.Verdict.Outcome());
                Assert.Equal(tampered.FlaggedByPeer, transaction.Verdict == Verdict.RejectedByChain);
                CheckKind failing = tampered.Tampering.FailingCheck();
                Assert.Contains(transaction.Checks, check => check.Kind == failing && check.Verdict.Outcome() == Outcome.NotGenuine);
            }
        }

        Assert.Equal(manifest.Transactions - manifest.Tampered.Count, report.GenuineTransactions);
    }

    [Fact]
    public async Task Glued_transactions_share_the_data_hash_and_are_found_all_the_same()
    {
        IReadOnlyList<SampleBlock> glued = SampleAttacks.GlueTransactions(HonestBlocks.Value, 3, 1);

        (DocumentReport report, RecordingSink sink) = await Verify.BytesAsync(SampleLedger.Write(glued));

        Assert.Equal(Verdict.PartsNotGenuine, report.Verdict);
        Assert.Equal(Verdict.Valid, sink.Blocks[3].Checks.Single(check => check.Kind == CheckKind.DataHash).Verdict);
        Assert.Equal(Outcome.NotGenuine, sink.Blocks[3].Transactions[1].Verdict.Outcome());
    }

    [Theory]
    [InlineData("remove")]
    [InlineData("swap")]
    [InlineData("flip")]
    [InlineData("impostor")]
    [InlineData("rewrite")]
    public async Task An_attack_on_the_ledger_spoils_its_block_and_stops_indexing_there(string attack)
    {
        SampleBlock[] blocks = HonestBlocks.Value;
        IReadOnlyList<SampleBlock> forged = attack switch
        {
            "remove" => SampleAttacks.RemoveBlock(blocks, 3),
            "swap" => SampleAttacks.SwapWithNext(blocks, 3),
            "flip" => SampleAttacks.FlipByte(blocks, 3, 2, 200),
            "impostor" => SampleAttacks.SignByImpostor(new SampleChannel(Honest), blocks, 3),
            _ => SampleAttacks.RewriteHistory(blocks, 3, 2),
        };

        (DocumentReport report, RecordingSink sink) = await Verify.BytesAsync(SampleLedger.Write(forged));

        Assert.Equal(Outcome.NotGenuine, report.Verdict.Outcome());
        Assert.All(sink.Blocks.Take(3), block => Assert.Equal(Verdict.Genuine, block.Verdict));
        Assert.Equal(Outcome.NotGenuine, sink.Blocks[3].Verdict.Outcome());
        Assert.All(sink.Blocks[3].Transactions, one => Assert.NotEqual(Outcome.Genuine, one.Verdict.Outcome()));
        Assert.All(sink.Indexed.Take(3), Assert.NotNull);
        Assert.All(sink.Indexed.Skip(3), Assert.Null);
    }

    [Fact]
    public async Task A_forged_channel_is_consistent_in_itself_and_only_the_pin_tells()
    {
        byte[] forged = SampleLedger.Write(new SampleChannel(SampleAttacks.Forge(Honest)).Blocks());

        (DocumentReport selfDeclared, _) = await Verify.BytesAsync(forged);
        (DocumentReport pinned, _) = await Verify.BytesAsync(forged, GenesisPin(), selfDeclared: true);

        Assert.Equal((Verdict.Genuine, AnchorKind.SelfDeclared), (selfDeclared.Verdict, selfDeclared.Anchor.Kind));
        Assert.Equal(Verdict.AnchorMismatch, pinned.Verdict);
    }

    [Fact]
    public async Task A_ledger_continues_where_the_index_stopped_under_the_pin_of_block_0()
    {
        SampleBlock[] blocks = HonestBlocks.Value;
        (_, RecordingSink first) = await Verify.BytesAsync(SampleLedger.Write(blocks.Take(3)), GenesisPin(), selfDeclared: false);
        var chains = new MemoryChains();
        chains.Add(first.Ledger!.Chain, first.Indexed);

        (DocumentReport without, _) = await Verify.BytesAsync(SampleLedger.Write(blocks.Skip(3)), GenesisPin(), selfDeclared: true);
        (DocumentReport with, RecordingSink second) =
            await Verify.BytesAsync(SampleLedger.Write(blocks.Skip(3)), GenesisPin(), selfDeclared: false, chains);

        Assert.Equal(Verdict.Unanchored, without.Verdict);
        Assert.True(with.Verdict == Verdict.Genuine, string.Join("\n", with.Reasons));
        Assert.Equal(first.Ledger.Chain, second.Ledger!.Chain);
    }

    [Fact]
    public async Task Pinned_roots_carry_a_continued_ledger_only_with_the_right_orderer()
    {
        SampleBlock[] blocks = HonestBlocks.Value;
        (_, RecordingSink first) = await Verify.BytesAsync(SampleLedger.Write(blocks.Take(2)));
        var chains = new MemoryChains();
        chains.Add(first.Ledger!.Chain, first.Indexed);
        byte[] rest = SampleLedger.Write(blocks.Skip(2));

        (DocumentReport right, _) = await Verify.BytesAsync(rest, RootsPin("OrdererMSP"), selfDeclared: false, chains);
        (DocumentReport wrong, _) = await Verify.BytesAsync(rest, RootsPin(Honest.Agencies[0].MspId), selfDeclared: false, chains);

        Assert.True(right.Verdict == Verdict.Genuine, string.Join("\n", right.Reasons));
        Assert.Equal(Verdict.AnchorMismatch, wrong.Verdict);
    }

    [Fact]
    public async Task An_operators_policy_takes_precedence_over_the_ledgers()
    {
        string all = string.Join(", ", Honest.Agencies.Select(agency => $"'{agency.MspId}.peer'"));
        (DocumentReport report, RecordingSink sink) = await Verify.BytesAsync(
            SampleLedger.Write(HonestBlocks.Value), policies: new Dictionary<string, string> { ["archive"] = $"OutOf({Honest.Agencies.Count}, {all})" });

        Assert.Equal(Verdict.PartsNotGenuine, report.Verdict);
        Assert.All(sink.Blocks[2].Transactions, one => Assert.Equal(Verdict.PolicyUnsatisfied, one.Verdict));
    }

    [Fact]
    public async Task A_chaincode_whose_definition_was_never_seen_is_not_verified()
    {
        SampleBlock[] blocks = HonestBlocks.Value;
        (_, RecordingSink first) = await Verify.BytesAsync(SampleLedger.Write(blocks.Take(2)));
        var chains = new MemoryChains();
        chains.Add(first.Ledger!.Chain, first.Indexed.Select(block => block! with { TrustUpdate = block.Height == 1 ? default : block.TrustUpdate }));

        (DocumentReport report, _) = await Verify.BytesAsync(SampleLedger.Write(blocks.Skip(2)), chains: chains);

        Assert.Equal(Verdict.PartsNotVerified, report.Verdict);
    }

    private static TrustAnchors GenesisPin() => TrustAnchors.None.Add(
        new GenesisAnchor("fabric", Honest.ChannelId, new Digest(HonestBlocks.Value[0].HeaderHash())));

    private static TrustAnchors RootsPin(string orderer) => TrustAnchors.None.Add(new MspRootsAnchor(
        Honest.ChannelId,
        [.. new SampleChannel(Honest).Roots.Select(root => new MspRoots(
            root.Key,
            root.Key == orderer,
            [System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(root.Value).RawData]))]));
}
