using System.Text.Json.Nodes;
using Appliance.Verification.Chains;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.FiscoBcos;

/// <summary>According to whom a document is judged.</summary>
public sealed class FiscoAnchorTests
{
    [Fact]
    public async Task Without_pinned_sealers_only_the_command_line_judges_and_says_so()
    {
        var chain = new FiscoChain(national: false);
        byte[] header = FiscoChain.Bytes(chain.Header());
        (DocumentReport own, _) = await Verify.BytesAsync(header);
        Assert.Equal((Verdict.Genuine, AnchorKind.SelfDeclared), (own.Verdict, own.Anchor.Kind));
        (DocumentReport service, _) = await Verify.BytesAsync(header, selfDeclared: false);
        Assert.Equal((Verdict.Unanchored, AnchorKind.None), (service.Verdict, service.Anchor.Kind));
    }

    [Fact]
    public async Task A_header_of_other_sealers_is_not_judged_by_its_own_once_something_is_pinned()
    {
        var chain = new FiscoChain(national: false);
        var stranger = new FiscoChain(national: false, sealers: 3);
        JsonObject forged = stranger.Header();
        Assert.Equal(Verdict.AnchorMismatch, (await Verify.BytesAsync(FiscoChain.Bytes(forged), chain.Anchors())).Report.Verdict);

        TrustAnchors others = new FiscoChain(national: true).Anchors();
        (DocumentReport report, _) = await Verify.BytesAsync(FiscoChain.Bytes(chain.Header()), others);
        Assert.Equal((Verdict.Unanchored, AnchorKind.None), (report.Verdict, report.Anchor.Kind));

        // A transaction names the group: then the pinned sealers of that group are contradicted.
        Assert.Equal(Verdict.AnchorMismatch, (await Verify.BytesAsync(FiscoChain.Bytes(chain.Block(9, chain.Transaction())), others)).Report.Verdict);
    }

    [Fact]
    public async Task A_transaction_of_another_group_does_not_belong_to_the_block()
    {
        var chain = new FiscoChain(national: false);
        JsonObject foreign = chain.Transaction(change: one => one["groupID"] = "group1");
        JsonObject block = chain.Block(9, chain.Transaction(), foreign);
        (DocumentReport report, _) = await Verify.BytesAsync(FiscoChain.Bytes(block), chain.Anchors());
        Assert.Equal((Verdict.PartsNotGenuine, 1L), (report.Verdict, report.GenuineTransactions));
    }

    [Fact]
    public async Task Blocks_of_two_pinned_groups_do_not_stand_in_one_document()
    {
        var one = new FiscoChain(national: false);
        var two = new FiscoChain(national: false, sealers: 3, group: "group1");
        var anchors = new TrustAnchors([.. one.Anchors().All, .. two.Anchors().All]);
        Assert.Equal(Verdict.Genuine, (await Verify.BytesAsync(FiscoChain.Bytes(two.Header()), anchors)).Report.Verdict);
        (DocumentReport report, RecordingSink sink) = await Verify.BytesAsync(FiscoChain.Bytes(new JsonArray(one.Header(), two.Header(20))), anchors);
        Assert.Equal([Verdict.Genuine, Verdict.AnchorMismatch], sink.Blocks.Select(block => block.Verdict));
        Assert.Equal(Verdict.AnchorMismatch, report.Verdict);
    }

    [Fact]
    public async Task The_set_in_force_at_the_height_counts()
    {
        var before = new FiscoChain(national: false, sealers: 3);
        var after = new FiscoChain(national: false, sealers: 4);
        var anchors = new TrustAnchors([.. before.Anchors().All, .. after.Anchors(fromHeight: 100).All]);
        Assert.Equal(Verdict.Genuine, await AtAsync(before, 99));
        Assert.Equal(Verdict.AnchorMismatch, await AtAsync(before, 100));
        Assert.Equal(Verdict.AnchorMismatch, await AtAsync(after, 99));
        Assert.Equal(Verdict.Genuine, await AtAsync(after, 100));
        Assert.Equal(Verdict.Unanchored, (await Verify.BytesAsync(FiscoChain.Bytes(after.Header(99)), after.Anchors(fromHeight: 100))).Report.Verdict);

        async Task<Verdict> AtAsync(FiscoChain chain, long height) => (await Verify.BytesAsync(FiscoChain.Bytes(chain.Header(height)), anchors)).Report.Verdict;
    }

    [Fact]
    public async Task A_pinned_weight_replaces_the_protocols_rule()
    {
        var chain = new FiscoChain(national: false);
        byte[] three = FiscoChain.Bytes(chain.Header(signers: [0, 1, 2]));
        Assert.Equal(Verdict.Genuine, (await Verify.BytesAsync(three, chain.Anchors())).Report.Verdict);
        Assert.Equal(Verdict.PartsNotGenuine, (await Verify.BytesAsync(three, chain.Anchors(required: 4))).Report.Verdict);
    }

    [Fact]
    public async Task Block_0_is_vouched_for_by_its_pinned_hash_alone()
    {
        var chain = new FiscoChain(national: false);
        JsonObject genesis = chain.Header(0, change: header => header["parentInfo"] = new JsonArray(), signers: []);
        var hash = new Digest(FiscoChain.FromHex(genesis["hash"]!));
        byte[] bytes = FiscoChain.Bytes(genesis);
        TrustAnchors pinned = TrustAnchors.None.Add(new GenesisAnchor(SealerSetAnchor.Fisco, "group0", hash));
        Assert.Equal(Verdict.Genuine, (await Verify.BytesAsync(bytes, pinned, selfDeclared: false)).Report.Verdict);
        Assert.Equal(Verdict.Unanchored, (await Verify.BytesAsync(bytes, chain.Anchors())).Report.Verdict);
        TrustAnchors other = TrustAnchors.None.Add(new GenesisAnchor(SealerSetAnchor.Fisco, "group0", new Digest(new byte[32])));
        Assert.Equal(Verdict.Unanchored, (await Verify.BytesAsync(bytes, other)).Report.Verdict);
        Assert.Equal(Verdict.Unanchored, (await Verify.BytesAsync(bytes, selfDeclared: false)).Report.Verdict);
        Assert.Equal(AnchorKind.SelfDeclared, (await Verify.BytesAsync(bytes)).Report.Anchor.Kind);

        // The hash of a Fabric channel of the same name is no hash of this chain.
        TrustAnchors fabric = TrustAnchors.None.Add(new GenesisAnchor("fabric", "group0", hash));
        Assert.Equal(Verdict.Unanchored, (await Verify.BytesAsync(bytes, fabric, selfDeclared: false)).Report.Verdict);
    }

    [Fact]
    public void A_set_that_no_signatures_could_satisfy_is_refused()
    {
        FiscoKey[] keys = new FiscoChain(national: false).Sealers;
        PinnedSealer one = new(keys[0].PublicKey, 1);
        Assert.Throws<ArgumentException>(() => new SealerSetAnchor("g", 0, [], null));
        Assert.Throws<ArgumentException>(() => new SealerSetAnchor("g", 0, [one, new PinnedSealer(keys[0].PublicKey, 2)], null));
        Assert.Throws<ArgumentException>(() => new SealerSetAnchor("g", 0, [new PinnedSealer(keys[0].PublicKey, 0)], null));
        Assert.Throws<ArgumentException>(() => new SealerSetAnchor("g", 0, [new PinnedSealer(new byte[63], 1)], null));
        Assert.Throws<ArgumentException>(() => new SealerSetAnchor("g", 0, [one], 2));
        Assert.Throws<ArgumentException>(() => new SealerSetAnchor("g", 0, [one], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SealerSetAnchor("g", -1, [one], null));
        Assert.Equal([(UInt128)1, 2, 3, 3, 4, 5], Enumerable.Range(1, 6).Select(count => new FiscoChain(false, count).Anchors().All.OfType<SealerSetAnchor>().Single().Required));
    }
}
