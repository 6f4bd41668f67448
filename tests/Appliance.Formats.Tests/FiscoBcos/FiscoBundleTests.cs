using System.Text;
using System.Text.Json.Nodes;
using Appliance.Formats.Decoding;
using Appliance.Formats.FiscoBcos;

namespace Appliance.Formats.Tests.FiscoBcos;

public sealed class FiscoBundleTests
{
    [Fact]
    public void A_block_an_envelope_and_an_array_are_read()
    {
        JsonObject block = FiscoSample.Header(new JsonArray(FiscoSample.Transaction(), FiscoSample.Transaction(2)));
        var bundle = FiscoBundle.Decode(FiscoSample.Bytes(new JsonArray(FiscoSample.Answer(block), FiscoSample.WithProof(FiscoSample.Transaction(1)))));

        FiscoHeader header = Assert.Single(bundle.Headers);
        Assert.Equal(9, header.Number);
        Assert.Equal(8, Assert.Single(header.Parents).Number);
        Assert.Equal([1L, 2L], header.Weights);
        Assert.Equal([65, 128], header.Signatures.Select(one => one.Signature.Length));
        Assert.Equal(2, header.Transactions.Count);
        Assert.Equal(header.Transactions.Select(one => one.Hash), header.TransactionHashes);
        Assert.Equal([255, 0, 7], header.Transactions[1].Extension.ToArray());
        FiscoTransaction beside = Assert.Single(bundle.Transactions);
        Assert.Equal(3, beside.Proof!.Count);
        Assert.Equal("0x5", Encoding.UTF8.GetString(beside.Fees!.Value.Span));
        Assert.Equal(FiscoFormat.BlockName, bundle.FormatName);
    }

    [Fact]
    public void The_name_of_the_format_says_what_the_document_holds()
    {
        Assert.Equal(FiscoFormat.HeaderName, FiscoBundle.Decode(FiscoSample.Bytes(FiscoSample.Header())).FormatName);
        Assert.Equal(FiscoFormat.TransactionName, FiscoBundle.Decode(FiscoSample.Bytes(FiscoSample.Transaction())).FormatName);
        Assert.Equal(FiscoFormat.BlockName, FiscoBundle.Decode(FiscoSample.Bytes(FiscoSample.Header(new JsonArray()))).FormatName);
    }

    [Fact]
    public void Every_sample_is_recognised_by_its_first_bytes_and_other_json_is_not()
    {
        Assert.All(FiscoSample.All(), sample => Assert.True(FiscoFormat.Recognise(sample)));
        byte[] deployment = Encoding.UTF8.GetBytes("{ \"abi\" : \"" + new string('a', 4_000));
        Assert.True(FiscoFormat.Recognise(deployment));
        Assert.All(
            ["", "7", "{}", "[]", "{\"abi\":[]}", "{\"algorithm\":\"ECDSA\",\"numberOfTests\":1}", "\"sealerList\""],
            text => Assert.False(FiscoFormat.Recognise(Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [InlineData("", DecodeFault.Empty, 0)]
    [InlineData("[]", DecodeFault.Empty, 0)]
    [InlineData("{", DecodeFault.Truncated, 1)]
    [InlineData("7", DecodeFault.Malformed, 0)]
    [InlineData("{} 7", DecodeFault.Unrecognised, 0)]
    [InlineData("{\"hash\":1}", DecodeFault.Malformed, 8)]
    [InlineData("{\"hash\":\"0x00\"}", DecodeFault.Malformed, 8)]
    [InlineData("{\"number\":-1}", DecodeFault.Malformed, 10)]
    [InlineData("{\"number\":1.0}", DecodeFault.Malformed, 10)]
    [InlineData("{\"number\":1e3}", DecodeFault.Malformed, 10)]
    [InlineData("{\"number\":9223372036854775808}", DecodeFault.LimitExceeded, 10)]
    [InlineData("{\"version\":2147483648}", DecodeFault.LimitExceeded, 11)]
    [InlineData("{\"number\":1,\"number\":1}", DecodeFault.NotCanonical, 12)]
    [InlineData("{\"number\":1,\"n\\u0075mber\":1}", DecodeFault.NotCanonical, 12)]
    [InlineData("{\"input\":\"0xABCD\"}", DecodeFault.Malformed, 9)]
    [InlineData("{\"input\":\"abcd\"}", DecodeFault.Malformed, 9)]
    [InlineData("{\"input\":\"0xabc\"}", DecodeFault.Malformed, 9)]
    [InlineData("{\"from\":\"0xabcd\"}", DecodeFault.Malformed, 8)]
    [InlineData("{\"nonce\":\"\\ud800\"}", DecodeFault.Malformed, 9)]
    [InlineData("{\"error\":{\"code\":-1}}", DecodeFault.Malformed, 9)]
    [InlineData("{\"other\":7,\"another\":[]}", DecodeFault.Malformed, 21)]
    [InlineData("{\"other\":{}}", DecodeFault.Malformed, 9)]
    [InlineData("{\"id\":1,\"result\":null}", DecodeFault.Malformed, 17)]
    [InlineData("{\"blockNumber\":1,\"logEntries\":[],\"gasUsed\":\"1\"}", DecodeFault.Unrecognised, 0)]
    [InlineData("{\"parentInfo\":[{\"blockNumber\":1}]}", DecodeFault.Malformed, 15)]
    [InlineData("{\"parentInfo\":[{\"blockNumber\":1,\"blockNumber\":1}]}", DecodeFault.NotCanonical, 32)]
    [InlineData("{\"parentInfo\":[{\"other\":1}]}", DecodeFault.Malformed, 24)]
    [InlineData("{\"extension\":[256]}", DecodeFault.LimitExceeded, 14)]
    [InlineData("{\"transactions\":[1]}", DecodeFault.Malformed, 17)]
    public void A_refusal_names_its_place(string text, DecodeFault fault, long offset)
    {
        DecodeException refusal = Assert.Throws<DecodeException>(() => FiscoBundle.Decode(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((fault, offset), (refusal.Fault, refusal.Offset));
    }

    [Fact]
    public void What_follows_the_document_is_refused()
    {
        byte[] document = FiscoSample.Bytes(FiscoSample.Header());
        FiscoBundle.Decode((byte[])[.. document, (byte)'\n']);
        foreach (string tail in new[] { "{}", "x", "," })
        {
            DecodeException refusal = Assert.Throws<DecodeException>(() => FiscoBundle.Decode((byte[])[.. document, .. Encoding.UTF8.GetBytes(tail)]));
            Assert.Equal((DecodeFault.TrailingBytes, (long)document.Length), (refusal.Fault, refusal.Offset));
        }
    }

    [Theory]
    [InlineData("hash")]
    [InlineData("version")]
    [InlineData("extraData")]
    [InlineData("parentInfo")]
    [InlineData("txsRoot")]
    [InlineData("receiptsRoot")]
    [InlineData("stateRoot")]
    [InlineData("number")]
    [InlineData("gasUsed")]
    [InlineData("timestamp")]
    [InlineData("sealer")]
    [InlineData("sealerList")]
    [InlineData("consensusWeights")]
    [InlineData("signatureList")]
    public void A_header_without_one_of_its_members_is_refused(string member)
    {
        JsonObject header = FiscoSample.Header();
        Assert.True(header.Remove(member));
        DecodeException refusal = Assert.Throws<DecodeException>(() => FiscoBundle.Decode(FiscoSample.Bytes(header)));
        Assert.Contains(member, refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hash")]
    [InlineData("version")]
    [InlineData("chainID")]
    [InlineData("groupID")]
    [InlineData("blockLimit")]
    [InlineData("nonce")]
    [InlineData("to")]
    [InlineData("input")]
    [InlineData("signature")]
    [InlineData("value")]
    [InlineData("gasPrice")]
    [InlineData("gasLimit")]
    [InlineData("maxFeePerGas")]
    [InlineData("maxPriorityFeePerGas")]
    public void A_transaction_without_one_of_its_members_is_refused(string member)
    {
        JsonObject transaction = FiscoSample.Transaction(1);
        Assert.True(transaction.Remove(member));
        DecodeException refusal = Assert.Throws<DecodeException>(() => FiscoBundle.Decode(FiscoSample.Bytes(transaction)));
        Assert.Contains(member, refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("0x1")]
    [InlineData("-1")]
    [InlineData("1000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    public void Gas_is_one_decimal_number_written_one_way(string gas)
    {
        JsonObject header = FiscoSample.Header();
        header["gasUsed"] = gas;
        Assert.Throws<DecodeException>(() => FiscoBundle.Decode(FiscoSample.Bytes(header)));
    }

    [Fact]
    public void Objects_of_two_kinds_are_refused()
    {
        JsonObject mixed = FiscoSample.Header();
        mixed["chainID"] = "chain0";
        Assert.Throws<DecodeException>(() => FiscoBundle.Decode(FiscoSample.Bytes(mixed)));
        JsonObject answer = FiscoSample.Answer(FiscoSample.Header());
        answer["number"] = 1;
        Assert.Throws<DecodeException>(() => FiscoBundle.Decode(FiscoSample.Bytes(answer)));
        JsonObject nested = FiscoSample.Transaction();
        nested["result"] = FiscoSample.Transaction();
        Assert.Throws<DecodeException>(() => FiscoBundle.Decode(FiscoSample.Bytes(FiscoSample.Header(new JsonArray(nested)))));
        var both = new JsonArray(FiscoSample.Hex(1, 32), FiscoSample.Transaction());
        Assert.Throws<DecodeException>(() => FiscoBundle.Decode(FiscoSample.Bytes(FiscoSample.Header(both))));
        both = [FiscoSample.Transaction(), FiscoSample.Hex(1, 32)];
        Assert.Throws<DecodeException>(() => FiscoBundle.Decode(FiscoSample.Bytes(FiscoSample.Header(both))));
    }

    [Fact]
    public void A_list_of_sealers_is_read_with_and_without_its_envelope()
    {
        foreach (JsonNode node in new JsonNode[] { FiscoSample.SealerList(), FiscoSample.Answer(FiscoSample.SealerList()) })
            Assert.Equal([(4, 1L), (5, 2L)], FiscoSealerList.Decode(FiscoSample.Bytes(node)).Select(one => ((int)one.NodeId.Span[63], one.Weight)));
        Assert.All(
            ["", "{}", "[7]", "[{}]", "{\"result\":[],\"result\":[]}", "[] 7", "[{\"nodeID\":\"00\",\"weight\":1}]"],
            text => Assert.Throws<DecodeException>(() => FiscoSealerList.Decode(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Limits_hold()
    {
        var limits = new DecodeLimits { MaxSignatures = 1, MaxTransactionsPerBlock = 1, MaxDepth = 4, MaxDocumentBytes = 10_000 };
        DecodeException sealers = Assert.Throws<DecodeException>(() => FiscoBundle.Decode(FiscoSample.Bytes(FiscoSample.Header()), limits));
        Assert.Equal(DecodeFault.LimitExceeded, sealers.Fault);
        byte[] hashes = Encoding.UTF8.GetBytes($"{{\"transactions\":[\"{FiscoSample.Hex(1, 32)}\",\"{FiscoSample.Hex(2, 32)}\"]}}");
        Assert.Equal(DecodeFault.LimitExceeded, Assert.Throws<DecodeException>(() => FiscoBundle.Decode(hashes, limits)).Fault);
        byte[] deep = Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 40) + new string(']', 40) + "}");
        Assert.Equal(DecodeFault.Malformed, Assert.Throws<DecodeException>(() => FiscoBundle.Decode(deep, limits)).Fault);
        Assert.Equal(DecodeFault.LimitExceeded, Assert.Throws<DecodeException>(() => FiscoBundle.Decode(new byte[10_001], limits)).Fault);
        JsonArray many = [.. Enumerable.Range(0, 1_025).Select(_ => (JsonNode)FiscoSample.Header())];
        Assert.Equal(DecodeFault.LimitExceeded, Assert.Throws<DecodeException>(() => FiscoBundle.Decode(FiscoSample.Bytes(many))).Fault);
    }
}
