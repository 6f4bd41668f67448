using System.Text;
using System.Text.Json.Nodes;
using Appliance.Formats.Plans;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.FiscoBcos;

/// <summary>
/// The hash covers a transaction's fields without lengths. Each case moves bytes of a signed transaction over a boundary between fields: hash and
/// signature stay, the meaning does not.
/// </summary>
public sealed class FiscoDivisionTests
{
    private const string Address = "0xc8ead4b26b2c6ac14c9fd90d9684c9bc2cc40085";

    public static TheoryData<string, int, string[], string[]> Cases => new()
    {
        // chainID, nonce, to, input as text, abi, value, gasPrice; what was signed, then what is shown.
        { "call shown as deployment, receiver in the input", 0, ["chain0", "77", Address, "call", "", "", ""], ["chain0", "77", "", Address + "call", "", "", ""] },
        { "call shown as deployment, receiver in the nonce", 0, ["chain0", "77", Address, "call", "", "", ""], ["chain0", "77" + Address, "", "call", "", "", ""] },
        { "receiver without 0x taken from the nonce", 0, ["chain0", "7712345678901234567890123456789012345678901", "", "`code", "", "", ""], ["chain0", "771", "2345678901234567890123456789012345678901", "`code", "", "", ""] },
        { "path cut short", 0, ["chain0", "77", "/apps/hello", "call", "", "", ""], ["chain0", "77", "/apps/hell", "ocall", "", "", ""] },
        { "path grown", 0, ["chain0", "77", "/apps/hell", "ocall", "", "", ""], ["chain0", "77", "/apps/hello", "call", "", "", ""] },
        { "interface hidden in the code", 0, ["chain0", "77", "", "`code", "[{\"type\":1}]", "", ""], ["chain0", "77", "", "`code[{\"type\":1}]", "", "", ""] },
        { "interface cut out of the code", 0, ["chain0", "77", "", "`code[1]", "", "", ""], ["chain0", "77", "", "`code", "[1]", "", ""] },
        { "interface cut out of a call", 0, ["chain0", "77", Address, "call[1]", "", "", ""], ["chain0", "77", Address, "call", "[1]", "", ""] },
        { "value hidden in the input", 1, ["chain0", "77", Address, "call", "", "0x5", "0x1"], ["chain0", "77", Address, "call0x5", "", "", "0x1"] },
        { "value and price hidden in the input", 1, ["chain0", "77", Address, "call", "", "0x5", "0x1"], ["chain0", "77", Address, "call0x50x1", "", "", ""] },
        { "price shown as value", 1, ["chain0", "77", Address, "call", "", "", "0x5"], ["chain0", "77", Address, "call", "", "0x5", ""] },
        { "value shown as price", 1, ["chain0", "77", Address, "call", "", "0x5", ""], ["chain0", "77", Address, "call", "", "", "0x5"] },
        { "value shown as price, and none as zero", 1, ["chain0", "77", Address, "call", "", "0x5", ""], ["chain0", "77", Address, "call", "", "0x0", "0x5"] },
        { "group's name begun in the chain's", 0, ["chain0", "77", Address, "call", "", "", ""], ["chain0g", "77", Address, "call", "", "", ""] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Bytes_moved_between_fields_are_noticed(string what, int version, string[] signed, string[] shown)
    {
        foreach (bool national in new[] { false, true })
        {
            var chain = new FiscoChain(national, sealers: 1);
            JsonObject transaction = chain.Transaction(version: version, change: one => Set(one, signed));
            JsonObject forged = transaction.DeepClone().AsObject();
            Set(forged, shown);
            if (shown[0] != "chain0")
                forged["groupID"] = "roup0";

            (DocumentReport report, RecordingSink sink) = await Verify.BytesAsync(FiscoChain.Bytes(chain.Block(9, forged)), chain.Anchors(), selfDeclared: false);

            IReadOnlyList<CheckReport> checks = Assert.Single(sink.Blocks[0].Transactions).Checks;
            if (!shown.Contains("0x0"))
                Assert.Equal(Convert.ToHexString(chain.HashOf(forged)), Convert.ToHexString(chain.HashOf(transaction)));
            Assert.Contains(checks, check => check is { Kind: CheckKind.SenderAddress, Verdict: Verdict.Valid });
            Assert.True(report.Verdict != Verdict.Genuine, what);
        }
    }

    [Theory]
    [InlineData("", "`deployed code", "[{\"type\":\"constructor\"}]")]
    [InlineData("/apps/hello", "\u0001call", "")]
    [InlineData("c8ead4b26b2c6ac14c9fd90d9684c9bc2cc40085", "call", "")]
    public async Task Transactions_of_every_usual_shape_are_genuine(string to, string input, string abi)
    {
        var chain = new FiscoChain(national: true, sealers: 1);
        JsonObject transaction = chain.Transaction(change: one =>
        {
            one["to"] = to;
            one["input"] = FiscoChain.Hex(Encoding.UTF8.GetBytes(input));
            one["abi"] = abi;
        });
        Assert.Equal(Verdict.Genuine, await FiscoDocumentTests.VerdictAsync(chain, chain.Block(9, transaction)));
    }

    [Theory]
    [MemberData(nameof(FiscoDocumentTests.Suites), MemberType = typeof(FiscoDocumentTests))]
    public async Task A_sealer_moved_into_the_extra_data_lowers_no_pinned_quorum(bool national)
    {
        var chain = new FiscoChain(national);
        JsonObject header = chain.Header(signers: [0, 1, 2]);
        JsonArray sealers = header["sealerList"]!.AsArray();
        string moved = sealers[3]!.GetValue<string>();
        sealers.RemoveAt(3);
        header["consensusWeights"]!.AsArray().RemoveAt(0);
        header["extraData"] = moved + "0000000000000001";

        (DocumentReport report, RecordingSink sink) = await Verify.BytesAsync(FiscoChain.Bytes(header), chain.Anchors());

        Assert.Contains(sink.Blocks[0].Checks, check => check is { Kind: CheckKind.HeaderHash, Verdict: Verdict.Valid });
        Assert.Equal(Verdict.AnchorMismatch, report.Verdict);
    }

    private static void Set(JsonObject transaction, string[] fields)
    {
        transaction["chainID"] = fields[0];
        transaction["nonce"] = fields[1];
        transaction["to"] = fields[2];
        transaction["input"] = FiscoChain.Hex(Encoding.UTF8.GetBytes(fields[3]));
        transaction["abi"] = fields[4];
        if (transaction["version"]!.GetValue<int>() == 0)
            return;
        transaction["value"] = fields[5];
        transaction["gasPrice"] = fields[6];
    }
}
