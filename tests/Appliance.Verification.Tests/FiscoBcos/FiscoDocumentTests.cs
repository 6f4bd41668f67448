using System.Text.Json.Nodes;
using Appliance.Formats.Plans;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.FiscoBcos;

/// <summary>True documents of both suites, and documents that are not true in one place.</summary>
public sealed class FiscoDocumentTests
{
    public static TheoryData<bool> Suites => [false, true];

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_header_a_block_and_a_transaction_with_its_proof_are_genuine(bool national)
    {
        var chain = new FiscoChain(national);
        JsonObject[] transactions = [.. Enumerable.Range(1, 5).Select(number => chain.Transaction(number, number % 3))];
        byte[][] hashes = [.. transactions.Select(one => FiscoChain.FromHex(one["hash"]!))];

        (DocumentReport header, _) = await Verify.BytesAsync(FiscoChain.Bytes(chain.Header()), chain.Anchors(), selfDeclared: false);
        Assert.Equal((Verdict.Genuine, "fisco-header", AnchorKind.Pinned, "group0"), (header.Verdict, header.Format, header.Anchor.Kind, header.Chain));

        (DocumentReport block, RecordingSink sink) = await Verify.BytesAsync(FiscoChain.Bytes(chain.Block(9, transactions)), chain.Anchors(), selfDeclared: false);
        Assert.Equal((Verdict.Genuine, "fisco-block", 5L, 5L), (block.Verdict, block.Format, block.Transactions, block.GenuineTransactions));
        Assert.Equal(4, sink.Blocks[0].Checks.Count(check => check is { Kind: CheckKind.SealerSignature, Verdict: Verdict.Valid }));
        Assert.All(sink.Indexed, Assert.Null);
        Assert.False(sink.Ledger!.IsIndexable);

        for (int i = 0; i < transactions.Length; i++)
        {
            JsonObject transaction = transactions[i].DeepClone().AsObject();
            transaction["txProof"] = chain.Proof(hashes, i);
            var both = new JsonArray(Answer(chain.Header(9, hashes)), Answer(transaction));
            (DocumentReport proven, _) = await Verify.BytesAsync(FiscoChain.Bytes(both), chain.Anchors(), selfDeclared: false);
            Assert.Equal((Verdict.Genuine, 1L), (proven.Verdict, proven.GenuineTransactions));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_transaction_is_also_in_a_block_that_lists_its_hash_and_alone_in_one_that_it_fills(bool national)
    {
        var chain = new FiscoChain(national, sealers: 1);
        JsonObject transaction = chain.Transaction();
        byte[][] hashes = [FiscoChain.FromHex(transaction["hash"]!)];
        JsonObject listing = chain.Header(9, hashes);
        listing["transactions"] = new JsonArray(FiscoChain.Hex(hashes[0]));
        Assert.Equal(Verdict.Genuine, await VerdictAsync(chain, new JsonArray(listing, transaction.DeepClone())));

        JsonObject proven = transaction.DeepClone().AsObject();
        proven["txProof"] = chain.Proof(hashes, 0);
        Assert.Equal(Verdict.Genuine, await VerdictAsync(chain, new JsonArray(chain.Header(9, hashes), proven)));

        Assert.Equal(Verdict.PartsNotVerified, await VerdictAsync(chain, new JsonArray(chain.Header(9, hashes), transaction.DeepClone())));
        Assert.Equal(Verdict.PartsNotGenuine, await VerdictAsync(chain, new JsonArray(chain.Header(9, [new byte[32]]), proven.DeepClone())));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_transaction_alone_is_vouched_for_by_nobody(bool national)
    {
        var chain = new FiscoChain(national);
        (DocumentReport report, _) = await Verify.BytesAsync(FiscoChain.Bytes(chain.Transaction()), chain.Anchors());
        Assert.Equal((Verdict.Unanchored, "fisco-transaction"), (report.Verdict, report.Format));
        Assert.Contains(report.Checks, check => check is { Kind: CheckKind.SenderAddress, Verdict: Verdict.Valid });
        Assert.Contains(report.Checks, check => check is { Kind: CheckKind.TransactionInclusion, Verdict: Verdict.NotChecked });
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task Blocks_of_one_document_are_linked(bool national)
    {
        var chain = new FiscoChain(national);
        JsonObject first = chain.Header(9);
        JsonObject second = chain.Header(10, parent: FiscoChain.FromHex(first["hash"]!));
        Assert.Equal(Verdict.Genuine, await VerdictAsync(chain, new JsonArray(second.DeepClone(), first.DeepClone())));
        Assert.Equal(Verdict.PartsNotGenuine, await VerdictAsync(chain, new JsonArray(first.DeepClone(), chain.Header(10))));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task An_empty_block_has_a_root_of_zeros(bool national)
    {
        var chain = new FiscoChain(national);
        Assert.Equal(Verdict.Genuine, await VerdictAsync(chain, chain.Block(9)));
        JsonObject hidden = chain.Header(9, [FiscoChain.FromHex(chain.Transaction()["hash"]!)]);
        hidden["transactions"] = new JsonArray();
        Assert.Equal(Verdict.PartsNotGenuine, await VerdictAsync(chain, hidden));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task The_nonce_may_be_written_in_hexadecimal_digits_and_no_value_as_zero(bool national)
    {
        var chain = new FiscoChain(national);
        JsonObject transaction = chain.Transaction(version: 1, change: one => (one["value"], one["gasPrice"]) = ("", ""));
        transaction["nonce"] = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(transaction["nonce"]!.GetValue<string>()));
        transaction["value"] = "0x0";
        Assert.Equal(Verdict.Genuine, await VerdictAsync(chain, chain.Block(9, transaction)));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task Quorum_is_counted_by_weight(bool national)
    {
        var chain = new FiscoChain(national);
        Assert.Equal(Verdict.Genuine, await VerdictAsync(chain, chain.Header(signers: [0, 2, 3])));
        Assert.Equal(Verdict.PartsNotGenuine, await VerdictAsync(chain, chain.Header(signers: [1, 2])));
        Assert.Equal(Verdict.PartsNotGenuine, await VerdictAsync(chain, chain.Header(signers: [])));

        // Weights 1, 1, 1, 5: 8 - floor(7 / 3) = 6.
        Action<JsonObject> weigh = header => header["consensusWeights"] = new JsonArray(1, 1, 1, 5);
        Assert.Equal(Verdict.Genuine, await OwnVerdictAsync(chain.Header(change: weigh, signers: [3, 0])));
        Assert.Equal(Verdict.PartsNotGenuine, await OwnVerdictAsync(chain.Header(change: weigh, signers: [3])));
        Assert.Equal(Verdict.PartsNotGenuine, await OwnVerdictAsync(chain.Header(change: weigh, signers: [0, 1, 2])));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_sealer_counts_once(bool national)
    {
        var chain = new FiscoChain(national);
        JsonObject header = chain.Header(signers: [0, 1]);
        header["signatureList"]!.AsArray().Add(header["signatureList"]![0]!.DeepClone());
        Assert.Equal(Verdict.PartsNotGenuine, await VerdictAsync(chain, header));
    }

    [Fact]
    public async Task Any_s_is_accepted_with_the_recovery_id_that_belongs_to_it_and_no_other()
    {
        var chain = new FiscoChain(national: false, sealers: 1);
        JsonObject header = chain.Header();
        byte[] signature = FiscoChain.FromHex(header["signatureList"]![0]!["signature"]!);
        byte[] mirrored = chain.Sealers[0].Mirror(signature);
        header["signatureList"]![0]!["signature"] = FiscoChain.Hex(mirrored);
        Assert.Equal(Verdict.Genuine, await VerdictAsync(chain, header.DeepClone()));
        for (byte v = 0; v < 5; v++)
        {
            if (v == mirrored[64])
                continue;
            header["signatureList"]![0]!["signature"] = FiscoChain.Hex([.. mirrored[..64], v]);
            Assert.Equal(Verdict.PartsNotGenuine, await VerdictAsync(chain, header.DeepClone()));
        }
    }

    [Fact]
    public async Task A_national_sealer_may_add_its_own_key_to_its_signature_and_no_other()
    {
        var chain = new FiscoChain(national: true);
        JsonObject header = chain.Header();
        string signature = header["signatureList"]![0]!["signature"]!.GetValue<string>();
        header["signatureList"]![0]!["signature"] = signature + Convert.ToHexStringLower(chain.Sealers[0].PublicKey);
        Assert.Equal(Verdict.Genuine, await VerdictAsync(chain, header.DeepClone()));
        header["signatureList"]![0]!["signature"] = signature + Convert.ToHexStringLower(chain.Sealers[1].PublicKey);
        Assert.Equal(Verdict.PartsNotGenuine, await VerdictAsync(chain, header.DeepClone()));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_document_of_one_suite_with_signatures_of_the_other_is_not_genuine(bool national)
    {
        var chain = new FiscoChain(national);
        var other = new FiscoChain(!national);
        JsonObject header = chain.Header();
        for (int i = 0; i < 4; i++)
            header["signatureList"]![i]!["signature"] = FiscoChain.Hex(other.Sealers[i].Sign(FiscoChain.FromHex(header["hash"]!)));
        Assert.Equal(Verdict.PartsNotGenuine, await VerdictAsync(chain, header));
        JsonObject transaction = chain.Transaction();
        transaction["signature"] = FiscoChain.Hex(other.Sender.SignAsSender(FiscoChain.FromHex(transaction["hash"]!)));
        Assert.Equal(Verdict.PartsNotGenuine, await VerdictAsync(chain, chain.Block(9, transaction)));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_transaction_without_a_sender_or_of_another_shape_is_not_verified(bool national)
    {
        var chain = new FiscoChain(national);
        JsonObject nameless = chain.Transaction();
        nameless["from"] = "0x";
        Assert.Equal(Verdict.PartsNotVerified, await VerdictAsync(chain, chain.Block(9, nameless)));
        JsonObject web3 = chain.Transaction();
        (web3["value"], web3["gasPrice"], web3["gasLimit"]) = ("0x0", "0x0", 21000);
        Assert.Equal(Verdict.PartsNotVerified, await VerdictAsync(chain, chain.Block(9, web3)));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task A_proof_of_another_shape_proves_nothing(bool national)
    {
        var chain = new FiscoChain(national, sealers: 1);
        JsonObject[] transactions = [.. Enumerable.Range(1, 3).Select(number => chain.Transaction(number))];
        byte[][] hashes = [.. transactions.Select(one => FiscoChain.FromHex(one["hash"]!))];
        JsonArray proof = chain.Proof(hashes, 0);
        Action<JsonArray>[] damages =
        [
            one => one.Clear(),
            one => one.RemoveAt(one.Count - 1),
            one => one.RemoveAt(0),
            one => one[0] = $"00000003{new string('0', 56)}",
            one => one[0] = $"00000000{new string('0', 56)}",
            one => one[0] = $"00000002{new string('0', 55)}1",
            one => one[2] = new string('0', 64),
            one => one.Add(one[0]!.DeepClone()),
            one =>
            {
                one.Clear();
                one.Add(Convert.ToHexStringLower(chain.Root(hashes)));
            },
        ];
        foreach (Action<JsonArray> damage in damages)
        {
            JsonObject transaction = transactions[0].DeepClone().AsObject();
            JsonArray damaged = proof.DeepClone().AsArray();
            damage(damaged);
            transaction["txProof"] = damaged;
            Assert.Equal(Verdict.PartsNotGenuine, await VerdictAsync(chain, new JsonArray(chain.Header(9, hashes), transaction)));
        }
    }

    internal static async Task<Verdict> VerdictAsync(FiscoChain chain, JsonNode document) =>
        (await Verify.BytesAsync(FiscoChain.Bytes(document), chain.Anchors(), selfDeclared: false)).Report.Verdict;

    private static async Task<Verdict> OwnVerdictAsync(JsonNode document) => (await Verify.BytesAsync(FiscoChain.Bytes(document))).Report.Verdict;

    private static JsonObject Answer(JsonNode result) => new() { ["id"] = 1, ["jsonrpc"] = "2.0", ["result"] = result };
}
