using System.Formats.Asn1;
using Appliance.Formats.Asn1;
using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;
using CsCheck;

namespace Appliance.Formats.Tests.Asn1;

public sealed class DerReaderTests
{
    [Fact]
    public void Block_headers_are_written_as_the_platform_writes_them() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 300]).Sample((number, previous, data) =>
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteInteger(number);
                writer.WriteOctetString(previous);
                writer.WriteOctetString(data);
            }

            Assert.Equal(writer.Encode(), FabricBlockHeader.Encode(number, previous, data));
        });

    [Theory]
    [InlineData("0603550403", "2.5.4.3")]
    [InlineData("06082a8648ce3d030107", "1.2.840.10045.3.1.7")]
    [InlineData("060100", "0.0")]
    [InlineData("06018f", null)] // ends inside an arc
    [InlineData("0600", null)]
    [InlineData("0603558003", null)] // padded arc
    [InlineData("060b2affffffffffffffffff7f", null)] // an arc beyond 64 bits
    public void Object_identifiers_are_read(string hex, string? expected)
    {
        if (expected is not null)
            Assert.Equal(expected, new DerReader(Convert.FromHexString(hex), 0, "test").ObjectIdentifier("it"));
        else
            Assert.Throws<DecodeException>(() => new DerReader(Convert.FromHexString(hex), 0, "test").ObjectIdentifier("it"));
    }

    [Theory]
    [InlineData("", DecodeFault.Truncated, 0)]
    [InlineData("30", DecodeFault.Truncated, 0)]
    [InlineData("3001", DecodeFault.Truncated, 0)]
    [InlineData("3080", DecodeFault.NotCanonical, 0)] // indefinite
    [InlineData("30817f", DecodeFault.NotCanonical, 0)] // long form for a short length
    [InlineData("3082", DecodeFault.Truncated, 0)]
    [InlineData("30820001", DecodeFault.NotCanonical, 0)]
    [InlineData("3084ffffffff", DecodeFault.Truncated, 0)]
    [InlineData("308500ffffffff", DecodeFault.LimitExceeded, 0)]
    [InlineData("3100", DecodeFault.Malformed, 0)] // another tag
    [InlineData("300000", DecodeFault.TrailingBytes, 2)]
    public void Malformed_elements_name_offset_and_fault(string hex, DecodeFault fault, int offset)
    {
        DecodeException error = Assert.Throws<DecodeException>(() =>
        {
            var reader = new DerReader(Convert.FromHexString(hex), 50, "test");
            reader.Sequence("it");
            reader.End("it");
        });
        Assert.Equal((fault, 50L + offset), (error.Fault, error.Offset));
    }

    [Theory]
    [InlineData("020100", 0)]
    [InlineData("02047fffffff", int.MaxValue)]
    [InlineData("0200", -1)]
    [InlineData("02020001", -1)] // padded
    [InlineData("0201ff", -1)] // negative
    [InlineData("02050080000000", -1)] // beyond
    public void Small_integers_are_read(string hex, int expected)
    {
        byte[] der = Convert.FromHexString(hex);
        if (expected >= 0)
            Assert.Equal(expected, new DerReader(der, 0, "test").SmallInteger("it"));
        else
            Assert.Throws<DecodeException>(() => new DerReader(der, 0, "test").SmallInteger("it"));
    }
}
