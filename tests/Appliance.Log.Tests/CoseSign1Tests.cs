using Appliance.Formats.Cose;
using Appliance.Formats.Decoding;

namespace Appliance.Log.Tests;

public sealed class CoseSign1Tests
{
    private const int Depth = 60_000;

    // 18([h'', {1: [[[…0…]]]}, null, h''])
    private static readonly byte[] Deep = [0xD2, 0x84, 0x40, 0xA1, 0x01, .. Enumerable.Repeat((byte)0x81, Depth), 0x00, 0xF6, 0x40];

    [Fact]
    public void Nesting_without_end_is_refused_before_it_costs_anything()
    {
        DecodeException refusal = Assert.Throws<DecodeException>(() => CoseSign1.Decode(Deep));
        Assert.Equal((DecodeFault.LimitExceeded, 5L), (refusal.Fault, refusal.Offset));
        Assert.Contains("deeper", refusal.Detail);
    }

    [Theory]
    [InlineData("", DecodeFault.Truncated, 0)]
    [InlineData("D2", DecodeFault.Truncated, 1)]
    [InlineData("D28340A0F6", DecodeFault.Malformed, 1)] // three fields
    [InlineData("D29F40A0F640FF", DecodeFault.NotCanonical, 1)] // indefinite length
    [InlineData("D28441FFA0F640", DecodeFault.Malformed, 3)] // protected headers that are no map
    [InlineData("D28443A10100A0F64000", DecodeFault.TrailingBytes, 9)]
    [InlineData("D28444A1010000A0F640", DecodeFault.TrailingBytes, 6)] // inside the protected headers
    [InlineData("D28440A20100010000F640", DecodeFault.Malformed, 6)] // a header twice
    [InlineData("D28440BB7FFFFFFFFFFFFFFF", DecodeFault.Malformed, 3)] // more headers than there are bytes
    [InlineData("D284405B7FFFFFFFFFFFFFFF", DecodeFault.Malformed, 3)] // bytes where a map belongs
    public void Bytes_that_are_no_Sign1_are_refused_where_they_go_wrong(string hex, DecodeFault fault, long offset)
    {
        DecodeException refusal = Assert.Throws<DecodeException>(() => CoseSign1.Decode(Convert.FromHexString(hex)));
        Assert.Equal((fault, offset), (refusal.Fault, refusal.Offset));
    }
}
