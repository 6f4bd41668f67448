using Appliance.Formats.Cose;
using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;

namespace Appliance.Formats.Tests.Cose;

public sealed class CoseDocumentTests
{
    [Fact]
    public void Claims_and_headers_are_told_with_whether_they_are_signed()
    {
        var message = CoseSign1.DecodeDocument(CoseSamples.Statement([0x30, 0x00]));

        IReadOnlyList<CoseStatement> facts = CoseSummary.Of(message, null, null, []);

        Assert.Equal(
            [
                ("algorithm", "ES256", true), ("key id", "11", true), ("issuer", "https://archives.example", true),
                ("issued at", "2023-11-14T22:13:20Z", true), ("claim 'fonds'", "A-17", true), ("payload", "7 bytes", true),
            ],
            facts.Select(fact => (fact.Name, fact.Value, fact.Protected)));
    }

    [Fact]
    public void An_envelope_and_a_receipt_are_what_they_say()
    {
        var envelope = CoseHashEnvelope.Of(CoseSign1.DecodeDocument(CoseSamples.Envelope()));
        Assert.Equal((HashAlgorithm.Sha256, "application/pdf", "urn:archive:17"), (envelope!.Algorithm!.Value, envelope.ContentType, envelope.Location));

        var receipt = CoseReceipt.Of(CoseSign1.DecodeDocument(CoseSamples.Receipt()));
        Assert.Equal((2, 1), (receipt!.Inclusion.Single().TreeSize, receipt.Inclusion.Single().LeafIndex));
        Assert.Equal((1, 2), (receipt.Consistency.Single().FirstSize, receipt.Consistency.Single().SecondSize));

        Assert.Single(CoseReceipt.EmbeddedIn(CoseSign1.DecodeDocument(CoseSamples.Transparent())));
    }

    [Fact]
    public void Messages_are_recognised_tagged_or_not_and_other_documents_are_not()
    {
        foreach (byte[] message in CoseSamples.All([0x30, 0x00]))
        {
            Assert.True(CoseSign1.Recognise(message));
            Assert.True(CoseSign1.Recognise(message.AsSpan(1)));
            Assert.True(CoseSign1.Recognise(message.AsSpan(0, 12)));
            CoseSign1.DecodeDocument(message.AsMemory(1));
        }

        Assert.False(CoseSign1.Recognise([]));
        Assert.False(CoseSign1.Recognise([0xD2, 0x84]));
        Assert.False(CoseSign1.Recognise([0xD2, 0x83, 0x40, 0xA0]));
        Assert.False(CoseSign1.Recognise([0xD2, 0x84, 0x43, 0x01, 0x02, 0x03, 0xA0]));
        Assert.False(CoseSign1.Recognise("{\"algorithm\":1}"u8));
    }

    [Theory]
    [InlineData("D903E68443A10126A1044231315454", DecodeFault.Malformed)]
    [InlineData("D2", DecodeFault.Truncated)]
    [InlineData("D28340A04054", DecodeFault.Malformed)]
    [InlineData("D28440A04040FF", DecodeFault.TrailingBytes)]
    [InlineData("D28443A10126A2044131044131404040", DecodeFault.Malformed)]
    [InlineData("D28444A1012600A04040", DecodeFault.TrailingBytes)]
    [InlineData("9F40A04040FF", DecodeFault.NotCanonical)]
    public void Malformed_messages_are_refused_with_the_place(string hex, DecodeFault fault)
    {
        byte[] bytes = Convert.FromHexString(hex);
        DecodeException refusal = Assert.Throws<DecodeException>(() => CoseSign1.DecodeDocument(bytes));
        Assert.Equal(fault, refusal.Fault);
        Assert.InRange(refusal.Offset, 0, bytes.Length);
    }

    [Fact]
    public void Items_that_nest_deeply_or_are_large_are_refused_before_they_are_read()
    {
        byte[] deep = CoseSamples.Message(null, 0, writer => CoseSamples.Pair(writer, 99, () => writer.WriteEncodedValue([.. Enumerable.Repeat((byte)0x81, 17), 0x00])), 1, []);
        byte[] shallow = CoseSamples.Message(null, 0, writer => CoseSamples.Pair(writer, 99, () => writer.WriteEncodedValue([.. Enumerable.Repeat((byte)0x81, 16), 0x00])), 1, []);
        byte[] large = CoseSamples.Message(null, 0, writer => CoseSamples.Pair(writer, 99, () => writer.WriteByteString(new byte[CborCursor.MaxItemBytes])), 1, []);

        Assert.Equal(DecodeFault.LimitExceeded, Assert.Throws<DecodeException>(() => CoseSign1.DecodeDocument(deep)).Fault);
        Assert.Equal(DecodeFault.LimitExceeded, Assert.Throws<DecodeException>(() => CoseSign1.DecodeDocument(large)).Fault);
        Assert.Single(CoseSign1.DecodeDocument(shallow).Unprotected.All);
    }

    [Theory]
    [InlineData("8200A16161820102", 8)]
    [InlineData("9F01029F03FFFF00", 7)]
    [InlineData("5F4101420203FF00", 7)]
    [InlineData("C1D81801", 4)]
    [InlineData("BF6161018002FF", 7)]
    [InlineData("80", 1)]
    [InlineData("A0FF", 1)]
    [InlineData("FB4000000000000000AA", 9)]
    [InlineData("5BFFFFFFFFFFFFFFFF00", 10)]
    [InlineData("1C", 1)]
    public void An_item_is_measured_by_its_heads(string hex, int length) =>
        Assert.Equal(length, CborExtent.Measure(Convert.FromHexString(hex)));

    [Fact]
    public void What_is_signed_is_the_head_and_the_payload()
    {
        foreach (int length in (int[])[0, 23, 24, 255, 256, 65535, 65536])
        {
            byte[] payload = [.. Enumerable.Repeat((byte)7, length)];
            var writer = new System.Formats.Cbor.CborWriter(System.Formats.Cbor.CborConformanceMode.Canonical);
            writer.WriteStartArray(4);
            writer.WriteTextString("Signature1");
            writer.WriteByteString([0xA1, 0x01, 0x26]);
            writer.WriteByteString([]);
            writer.WriteByteString(payload);
            writer.WriteEndArray();

            Assert.Equal(writer.Encode(), CoseSign1.SigStructure([0xA1, 0x01, 0x26], payload));
        }
    }
}
