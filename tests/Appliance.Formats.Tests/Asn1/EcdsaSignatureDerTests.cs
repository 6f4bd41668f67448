using Appliance.Formats.Asn1;
using CsCheck;

namespace Appliance.Formats.Tests.Asn1;

public sealed class EcdsaSignatureDerTests
{
    private const string FullWidth = "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    [Theory]
    [InlineData("3006020101020102", DerSignatureResult.Ok)]
    [InlineData("3006020100020100", DerSignatureResult.Ok)] // zero is the verifier's question
    [InlineData("3046022100ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff022100ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", DerSignatureResult.Ok)]
    [InlineData("", DerSignatureResult.Malformed)]
    [InlineData("30", DerSignatureResult.Malformed)]
    [InlineData("3000", DerSignatureResult.Malformed)]
    [InlineData("3003020101", DerSignatureResult.Malformed)] // one integer
    [InlineData("300602010102010200", DerSignatureResult.Malformed)] // behind the sequence
    [InlineData("300702010102010200", DerSignatureResult.Malformed)] // behind the integers
    [InlineData("30070202000102010200", DerSignatureResult.Malformed)] // padded r
    [InlineData("300702020001020102", DerSignatureResult.Malformed)] // padded r
    [InlineData("308106020101020102", DerSignatureResult.Malformed)] // long length for a short one
    [InlineData("3080020101020102", DerSignatureResult.Malformed)] // indefinite
    [InlineData("308080020101020102", DerSignatureResult.Malformed)]
    [InlineData("30820006020101020102", DerSignatureResult.Malformed)]
    [InlineData("3005020002010200", DerSignatureResult.Malformed)] // empty integer
    [InlineData("30050200020102", DerSignatureResult.Malformed)] // empty integer
    [InlineData("3106020101020102", DerSignatureResult.Malformed)] // a set
    [InlineData("3006030101020102", DerSignatureResult.Malformed)] // a bit string
    [InlineData("3007020101020200ff", DerSignatureResult.Ok)]
    [InlineData("30060201ff020101", DerSignatureResult.OutOfRange)] // negative
    [InlineData("3007020200ff0201ff", DerSignatureResult.OutOfRange)]
    [InlineData("30080202ff80020101", DerSignatureResult.Malformed)]
    [InlineData("30070202ff80020101", DerSignatureResult.Malformed)] // padded negative
    public void Only_the_one_encoding_is_read(string hex, DerSignatureResult expected)
    {
        byte[] rs = [.. Enumerable.Repeat((byte)0xAA, 64)];
        Assert.Equal(expected, EcdsaSignatureDer.TryDecode(Convert.FromHexString(hex), rs));
        if (expected != DerSignatureResult.Ok)
            Assert.All(rs, next => Assert.Equal(0, next));
    }

    [Fact]
    public void A_value_of_33_octets_is_out_of_range()
    {
        byte[] big = Convert.FromHexString(FullWidth);
        big[0] = 1;
        var body = new DerWriter().UnsignedInteger(big).UnsignedInteger(1);
        byte[] der = new DerWriter().Element(0x30, body.WrittenSpan).ToArray();
        Assert.Equal(DerSignatureResult.OutOfRange, EcdsaSignatureDer.TryDecode(der, new byte[64]));
    }

    [Fact]
    public void Long_form_lengths_are_read_where_they_are_needed()
    {
        // A sequence of more than 127 bytes can only hold values that are out of range; its length must still be understood.
        byte[] big = new byte[70];
        big[0] = 1;
        var body = new DerWriter().UnsignedInteger(big).UnsignedInteger(big);
        Assert.Equal(DerSignatureResult.OutOfRange, EcdsaSignatureDer.TryDecode(new DerWriter().Element(0x30, body.WrittenSpan).ToArray(), new byte[64]));
    }

    [Fact]
    public void Signatures_survive_writing_and_reading() =>
        Gen.Byte.Array[64].Sample(rs =>
        {
            byte[] read = new byte[64];
            Assert.Equal(DerSignatureResult.Ok, EcdsaSignatureDer.TryDecode(EcdsaSignatureDer.Encode(rs), read));
            Assert.Equal(rs, read);
        });

    [Fact]
    public void Every_accepted_encoding_is_the_one_that_is_written() =>
        Gen.Byte.Array[8, 72].Sample(noise =>
        {
            // Steer random bytes into the shape of a signature, so that the interesting branches are reached.
            noise[0] = 0x30;
            noise[1] = (byte)(noise.Length - 2);
            noise[2] = 0x02;
            noise[3] = (byte)((noise.Length - 6) / 2);
            noise[4 + noise[3]] = 0x02;
            noise[5 + noise[3]] = (byte)(noise.Length - 6 - noise[3]);
            byte[] rs = new byte[64];
            if (EcdsaSignatureDer.TryDecode(noise, rs) == DerSignatureResult.Ok)
                Assert.Equal(noise, EcdsaSignatureDer.Encode(rs));
        });
}
