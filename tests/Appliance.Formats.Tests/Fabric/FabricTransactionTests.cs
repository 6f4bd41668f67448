using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Tests.Fabric;

public sealed class FabricTransactionTests
{
    [Fact]
    public void A_transaction_survives_writing_and_reading()
    {
        FabricTransaction transaction = Decode(FabricSample.Endorsed(1));
        Assert.Null(transaction.Fault);
        Assert.Equal(FabricHeaderType.EndorserTransaction, transaction.Type);
        Assert.Equal(FabricSample.Channel, transaction.ChannelId);
        Assert.Equal("Org1MSP", transaction.CreatorMspId);
        Assert.Equal(FabricSample.Creator, transaction.Creator.ToArray());
        Assert.Equal("nonce 1"u8.ToArray(), transaction.Nonce.ToArray());
        Assert.Equal(new DateTimeOffset(2024, 5, 6, 7, 8, 9, 100, TimeSpan.Zero), transaction.Timestamp);
        Assert.Equal(64, transaction.Id.Length);
        FabricAction action = transaction.Action!;
        Assert.Equal(("archive", "1.0"), (action.ChaincodeName, action.ChaincodeVersion));
        Assert.Equal([("_lifecycle", false), ("archive", true)], action.Namespaces.Select(n => (n.Name, n.Writes)));
        FabricWrite write = Assert.Single(action.Find("archive")!.Value.ReadWrites());
        Assert.Equal(("record 1", false, "value"), (write.Key, write.IsDelete, System.Text.Encoding.ASCII.GetString(write.Value.Span)));
        Assert.Equal(2, action.Endorsements.Count);
    }

    [Fact]
    public void Private_and_metadata_writes_count_as_writes()
    {
        byte[] hashedWrite = new ProtobufWriter().BytesAlways(2, []).ToArray();
        byte[] collection = new ProtobufWriter().Text(1, "secret").Bytes(2, hashedWrite).ToArray();
        byte[] results = new ProtobufWriter()
            .BytesAlways(2, new ProtobufWriter().Text(1, "private").BytesAlways(3, collection).ToArray())
            .BytesAlways(2, new ProtobufWriter().Text(1, "metadata").Bytes(2, new ProtobufWriter().BytesAlways(4, []).ToArray()).ToArray())
            .BytesAlways(2, new ProtobufWriter().Text(1, "reading").Bytes(2, new ProtobufWriter().BytesAlways(1, []).ToArray()).ToArray())
            .ToArray();
        FabricTransaction transaction = Decode(FabricSample.Endorsed(1, o =>
        {
            o.Namespaces.Clear();
            // TxReadWriteSet concatenated by hand: the writer knows public writes only.
            o.Namespaces.Add(("archive", []));
        }));
        Assert.Null(transaction.Fault);
        var action = new FabricAction { Results = results };
        FabricNamespaceDecoder.Decode(action, 0, new FabricDecodeContext("test", DecodeLimits.Default));
        Assert.Equal([("private", true), ("metadata", true), ("reading", false)], action.Namespaces.Select(n => (n.Name, n.Writes)));
    }

    [Fact]
    public void Glued_transactions_share_a_data_hash_but_are_not_canonical()
    {
        byte[] first = FabricSample.Endorsed(1);
        byte[] second = FabricSample.Endorsed(2);
        byte[] glued = [.. first, .. second];
        Assert.Equal(FabricSample.DataHash(first, second), FabricSample.DataHash(glued));
        FabricTransaction transaction = Decode(glued);
        Assert.Null(transaction.Fault);
        Assert.Equal("nonce 2"u8.ToArray(), transaction.Nonce.ToArray());
        Assert.Equal(second, transaction.CanonicalEnvelope.ToArray());
    }

    [Fact]
    public void Other_spellings_of_one_envelope_are_not_canonical()
    {
        byte[] envelope = FabricSample.Endorsed(1);
        FabricTransaction plain = Decode(envelope);
        byte[] payload = plain.Payload.ToArray();
        byte[] signature = plain.Signature.ToArray();
        byte[][] spellings =
        [
            new ProtobufWriter().Bytes(2, signature).Bytes(1, payload).ToArray(),
            new ProtobufWriter().BytesAlways(1, []).Bytes(1, payload).Bytes(2, signature).ToArray(),
            [0x8A, 0x00, .. envelope.AsSpan(1)],
        ];
        foreach (byte[] spelling in spellings)
        {
            FabricTransaction other = Decode(spelling);
            Assert.Equal(payload, other.Payload.ToArray());
            Assert.Equal(envelope, other.CanonicalEnvelope.ToArray());
        }
    }

    [Fact]
    public void Unknown_fields_follow_the_known_ones()
    {
        byte[] envelope = FabricSample.Endorsed(1);
        byte[] behind = [.. envelope, 0x18, 0x05];
        byte[] before = [0x18, 0x05, .. envelope];
        Assert.Equal(behind, Decode(behind).CanonicalEnvelope.ToArray());
        Assert.Equal(behind, Decode(before).CanonicalEnvelope.ToArray());
    }

    [Fact]
    public void Faults_name_the_offset_in_the_document()
    {
        // A channel header whose name is not UTF-8: the offset points at its first byte.
        byte[] envelope = FabricSample.Endorsed(1);
        int at = envelope.AsSpan().IndexOf("records"u8);
        envelope[at] = 0xFF;
        byte[] ledger = FabricWriter.LedgerFile([FabricSample.Record(0, [], FabricSample.Endorsed(0), envelope)]);
        FabricBlock block = FabricVectorTests.ReadAll(ledger)[0];
        Assert.Null(block.Transactions[0].Fault);
        DecodeException fault = block.Transactions[1].Fault!;
        Assert.Equal((DecodeFault.Malformed, block.Transactions[1].Offset + at), (fault.Fault, fault.Offset));
        Assert.Equal(0xFF, ledger[fault.Offset]);
    }

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "is not a field", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01] },
        { "has no payload", [] },
        { "has no payload", [0x12, 0x01, 0x00] },
        { "where 0 are left", [0x0A, 0x05] },
        { "has no header", FabricWriter.Envelope([0x12, 0x01, 0x00], [1]) },
        { "has no channel header", FabricWriter.Envelope(FabricWriter.Payload([], [1]), [1]) },
        { "appears twice", FabricWriter.Envelope([.. FabricWriter.Payload([0x0A, 0], []), .. FabricWriter.Payload([0x0A, 0], [])], [1]) },
        { "another chaincode", FabricSample.Endorsed(1, o => o.Invoked = "other") },
        { "appears twice", FabricSample.Endorsed(1, o => o.Namespaces.Add(o.Namespaces[0])) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_does_not_parse_is_a_finding_on_the_transaction(string detail, byte[] envelope)
    {
        FabricTransaction transaction = Decode(envelope);
        Assert.NotNull(transaction.Fault);
        if (detail != "another chaincode")
            Assert.Contains(detail, transaction.Fault.Detail, StringComparison.Ordinal);
        else
            Assert.Contains("'other'", transaction.Fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_endorsements_are_refused()
    {
        byte[] envelope = FabricSample.Endorsed(1, o => o.Endorsements = [.. Enumerable.Repeat(o.Endorsements[0], 5)]);
        byte[] record = FabricSample.Record(0, [], envelope);
        FabricTransaction transaction = FabricBlock.DecodeLedgerRecord(record, 0, new DecodeLimits { MaxSignatures = 4 }).Transactions[0];
        Assert.Equal(DecodeFault.LimitExceeded, transaction.Fault!.Fault);
        Assert.Null(FabricBlock.DecodeLedgerRecord(record, 0, new DecodeLimits { MaxSignatures = 5 }).Transactions[0].Fault);
    }

    private static FabricTransaction Decode(byte[] envelope) =>
        FabricBlock.DecodeLedgerRecord(FabricSample.Record(0, [], envelope), 0).Transactions[0];
}
