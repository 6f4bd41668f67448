using Appliance.Formats.Cose;
using Appliance.Formats.Decoding;
using CsCheck;

namespace Appliance.Formats.Tests.Cose;

public sealed class CoseReceiptTests
{
    [Fact]
    public void Example_of_RFC_9942_decodes()
    {
        byte[] bytes = Vectors.Read("cose/rfc9942_inclusion-receipt.cbor");
        Assert.True(CoseReceipt.Recognise(bytes));
        var receipt = CoseReceipt.Decode(bytes);
        Assert.Equal("test-key-1", System.Text.Encoding.ASCII.GetString(receipt.KeyId.Span));
        Assert.Equal("https://transparency-service.example.com", receipt.Issuer);
        Assert.Equal(5, receipt.TreeSize);
        Assert.Equal(3, receipt.LeafIndex);
        Assert.Equal(3, receipt.Path.Count);
        Assert.Equal(64, receipt.Signature.Length);
        Assert.Equal(bytes, CoseReceipt.Encode(receipt.Protected.Span, 5, 3, receipt.Path, receipt.Signature.Span));
    }

    [Fact]
    public void Receipts_survive_writing_and_reading() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.String.Null(), Gen.Long[1, long.MaxValue], Gen.Long[0, long.MaxValue], Gen.Byte.Array[64, 64])
            .Sample((keyId, issuer, size, at, signature) =>
            {
                issuer = issuer is null ? null : Convert.ToHexString(System.Text.Encoding.Unicode.GetBytes(issuer));
                long index = at % size;
                var path = Enumerable.Range(0, PathLength(index, size)).Select(i => (ReadOnlyMemory<byte>)Enumerable.Repeat((byte)i, 32).ToArray()).ToList();
                byte[] header = CoseReceipt.EncodeProtected(keyId, issuer);
                var receipt = CoseReceipt.Decode(CoseReceipt.Encode(header, size, index, path, signature));
                Assert.Equal(header, receipt.Protected.ToArray());
                Assert.Equal(keyId, receipt.KeyId.ToArray());
                Assert.Equal(issuer, receipt.Issuer);
                Assert.Equal((size, index), (receipt.TreeSize, receipt.LeafIndex));
                Assert.Equal(path.Select(node => node.ToArray()), receipt.Path.Select(node => node.ToArray()));
                Assert.Equal(signature, receipt.Signature.ToArray());
            });

    [Fact]
    public void Signed_bytes_are_the_Sig_structure_of_RFC_9052() =>
        Assert.Equal(
            "846a5369676e61747572653143a10126404501020304ff",
            Convert.ToHexStringLower(CoseReceipt.ToBeSigned([0xA1, 0x01, 0x26], [1, 2, 3, 4, 0xFF])));

    public static TheoryData<string, int, DecodeFault> Malformed => new()
    {
        // nothing; not tagged; trailing byte; no proof; other algorithm; other structure; repeated header; critical header; index
        // beyond the tree; path too short; payload present; short signature
        { "", 0, DecodeFault.Empty },
        { "84", 0, DecodeFault.Malformed },
        { Receipt() + "00", 124, DecodeFault.TrailingBytes },
        { Receipt(unprotected: "a0"), 11, DecodeFault.Malformed },
        { Receipt(protectedHeader: "a2013819" + "19018b01"), 3, DecodeFault.Malformed },
        { Receipt(protectedHeader: "a20126" + "19018b02"), 3, DecodeFault.Malformed },
        { Receipt(protectedHeader: "a301260126" + "19018b01"), 6, DecodeFault.Malformed },
        { Receipt(protectedHeader: "a3012602810119018b01"), 7, DecodeFault.Malformed },
        { Receipt(proof: "830202815820" + new string('0', 64)), 19, DecodeFault.Malformed },
        { Receipt(proof: "83020180"), 18, DecodeFault.Malformed },
        { Receipt(payload: "40"), 57, DecodeFault.Malformed },
        { Receipt(signature: "4100"), 60, DecodeFault.Malformed },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Malformed_receipts_name_offset_and_fault(string hex, int offset, DecodeFault fault)
    {
        DecodeException error = Assert.Throws<DecodeException>(() => CoseReceipt.Decode(Convert.FromHexString(hex)));
        Assert.Equal((fault, (long)offset), (error.Fault, error.Offset));
        Assert.Equal(CoseReceipt.Format, error.Format);
    }

    private static string Receipt(
        string protectedHeader = "a2012619018b01",
        string? proof = null,
        string? unprotected = null,
        string payload = "f6",
        string? signature = null)
    {
        proof ??= "830201815820" + new string('0', 64);
        string length = proof.Length / 2 < 24 ? $"{0x40 + (proof.Length / 2):x2}" : $"58{proof.Length / 2:x2}";
        unprotected ??= $"a119018ca12081{length}{proof}";
        return $"d284{0x40 + (protectedHeader.Length / 2):x2}{protectedHeader}{unprotected}{payload}{signature ?? "5840" + new string('1', 128)}";
    }

    // RFC 9162 section 2.1.3.2, followed step by step.
    private static int PathLength(long index, long size)
    {
        int length = 0;
        for (long node = index, last = size - 1; last > 0; node >>= 1, last >>= 1)
        {
            if ((node & 1) == 1 || node < last)
                length++;
        }

        return length;
    }
}
