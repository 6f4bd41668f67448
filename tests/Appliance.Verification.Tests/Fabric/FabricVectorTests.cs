using System.Text.Json;
using Appliance.Formats.Plans;
using Appliance.Verification.Chains;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.Fabric;

/// <summary>Real ledgers, against what an independent checker found in them.</summary>
public sealed class FabricVectorTests
{
    [Theory]
    [InlineData("sample_prod.blockfile")]
    [InlineData("from_snapshot.blockfile")]
    public async Task A_real_ledger_is_genuine_and_agrees_with_the_independent_checker(string file)
    {
        (DocumentReport report, RecordingSink sink) = await Verify.FileAsync(Vectors.Path($"fabric/{file}"));

        Assert.True(report.Verdict == Verdict.Genuine, string.Join("\n", report.Reasons));
        Assert.Equal(AnchorKind.SelfDeclared, report.Anchor.Kind);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Vectors.Path("fabric/expected.json")));
        JsonElement[] blocks = [.. expected.RootElement.GetProperty($"fabric/{file}").EnumerateArray()];
        Assert.Equal(blocks.Length, sink.Blocks.Count);
        for (int i = 0; i < blocks.Length; i++)
            AssertBlock(blocks[i], sink.Blocks[i]);
    }

    [Fact]
    public async Task A_pinned_genesis_hash_anchors_the_ledger()
    {
        string path = Vectors.Path("fabric/sample_prod.blockfile");
        TrustAnchors anchors = TrustAnchors.None.Add(new GenesisAnchor(
            "fabric", "mychannel", Digest.Parse("c4a1491ab9a62e9125b3cbab3a782ea1f56e24c608620d85bb940585d059a2a1")));

        (DocumentReport report, _) = await Verify.FileAsync(path, anchors, selfDeclared: false);

        Assert.Equal(Verdict.Genuine, report.Verdict);
        Assert.Equal(AnchorKind.Pinned, report.Anchor.Kind);
    }

    [Fact]
    public async Task Another_pinned_genesis_hash_refutes_the_ledger()
    {
        TrustAnchors anchors = TrustAnchors.None.Add(new GenesisAnchor("fabric", "mychannel", Digest.Parse(new string('1', 64))));

        (DocumentReport report, RecordingSink sink) = await Verify.FileAsync(Vectors.Path("fabric/sample_prod.blockfile"), anchors);

        Assert.Equal(Verdict.AnchorMismatch, report.Verdict);
        Assert.All(sink.Blocks, block => Assert.Equal(Verdict.AnchorMismatch, block.Verdict));
        Assert.All(sink.Indexed, Assert.Null);
    }

    [Fact]
    public async Task Nothing_pinned_and_nothing_self_declared_is_not_verified()
    {
        (DocumentReport report, RecordingSink sink) =
            await Verify.FileAsync(Vectors.Path("fabric/sample_prod.blockfile"), selfDeclared: false);

        Assert.Equal(Verdict.Unanchored, report.Verdict);
        Assert.All(sink.Blocks.SelectMany(block => block.Transactions), one => Assert.NotEqual(Outcome.Genuine, one.Verdict.Outcome()));
    }

    [Theory]
    [InlineData("block3.pb")]
    [InlineData("mychannel.block")]
    public async Task A_single_block_without_its_signatures_or_chain_is_read_and_judged(string file)
    {
        (DocumentReport report, RecordingSink sink) = await Verify.FileAsync(Vectors.Path($"fabric/{file}"));

        Assert.Equal("fabric-block", report.Format);
        Assert.Null(report.DecodeError);
        CheckReport data = Assert.Single(Assert.Single(sink.Blocks).Checks, check => check.Kind == CheckKind.DataHash);
        Assert.Equal(Verdict.Valid, data.Verdict);
    }

    [Fact]
    public async Task Every_flipped_byte_of_a_ledger_is_noticed_or_lies_where_nothing_is_signed()
    {
        byte[] ledger = File.ReadAllBytes(Vectors.Path("fabric/sample_prod.blockfile"));
        int seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        int unnoticed = 0;
        for (int round = 0; round < 60; round++)
        {
            byte[] tampered = (byte[])ledger.Clone();
            int at = random.Next(tampered.Length);
            tampered[at] ^= (byte)(1 << random.Next(8));
            (DocumentReport report, _) = await Verify.BytesAsync(tampered);
            if (report.Verdict == Verdict.Genuine)
                unnoticed++;
        }

        // A peer's own metadata (commit hash) is signed by nobody, and a needless second endorsement may fail: under 2 % of the bytes.
        Assert.InRange(unnoticed, 0, 6);
    }

    private static void AssertBlock(JsonElement expected, BlockReport block)
    {
        Assert.Equal(expected.GetProperty("num").GetInt64(), block.Number);
        Assert.Equal(expected.GetProperty("header_hash").GetString(), Convert.ToHexStringLower(block.HeaderHash.Span));
        Assert.Equal(Verdict.Genuine, block.Verdict);
        Assert.Equal(expected.GetProperty("ntx").GetInt32(), block.Transactions.Count);
        Assert.Equal(
            expected.GetProperty("orderer").EnumerateArray().Select(one => one[0].GetString()),
            block.Checks.Where(check => check.Kind == CheckKind.OrdererSignature).Select(check => check.Signer!.Split('/')[0]));
        JsonElement[] transactions = [.. expected.GetProperty("txs").EnumerateArray()];
        for (int i = 0; i < transactions.Length; i++)
        {
            TransactionReport transaction = block.Transactions[i];
            Assert.StartsWith(transactions[i].GetProperty("txid").GetString()!, transaction.Id, StringComparison.Ordinal);
            Assert.Equal(Verdict.Genuine, transaction.Verdict);
            CheckReport creator = Assert.Single(transaction.Checks, check => check.Kind == CheckKind.CreatorSignature);
            Assert.Equal(Verdict.Valid, creator.Verdict);
            Assert.StartsWith(transactions[i].GetProperty("creator").GetString()! + "/", creator.Signer, StringComparison.Ordinal);
            if (!transactions[i].TryGetProperty("ends", out JsonElement endorsements))
                continue;
            CheckReport[] endorsed = [.. transaction.Checks.Where(check => check.Kind == CheckKind.EndorsementSignature)];
            Assert.Equal(endorsements.EnumerateArray().Select(one => one[0].GetString()), endorsed.Select(check => check.Signer!.Split('/')[0]));
            Assert.All(endorsed, check => Assert.Equal(Verdict.Valid, check.Verdict));
        }
    }
}
