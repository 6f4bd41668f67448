using System.Text;
using Appliance.Formats.Decoding;
using Appliance.Formats.X509;
using CsCheck;

namespace Appliance.Formats.Tests.X509;

public sealed class PemTests
{
    [Fact]
    public void Blocks_survive_writing_and_reading() =>
        Gen.Byte.Array[1, 300].Array[1, 4].Sample(blocks =>
        {
            byte[] text = [.. blocks.SelectMany(block => Pem.Encode("CERTIFICATE", block))];
            Assert.Equal(blocks, Pem.DecodeAll(text, "CERTIFICATE").Select(block => block.ToArray()));
        });

    [Fact]
    public void Text_around_blocks_and_carriage_returns_are_passed_over() =>
        Assert.Equal([1, 2, 3], Pem.Decode("subject: x\r\n-----BEGIN X-----\r\nAQID\r\n-----END X-----\r\nend"u8.ToArray(), "X").ToArray());

    [Theory]
    [InlineData("", 0, DecodeFault.Malformed)]
    [InlineData("nothing", 0, DecodeFault.Malformed)]
    [InlineData(" -----BEGIN Y-----\nAQID\n-----END Y-----", 1, DecodeFault.Malformed)]
    [InlineData("-----BEGIN X-----\nAQID\n", 0, DecodeFault.Truncated)]
    [InlineData("-----BEGIN X-----\nAQID\n-----END Y-----", 0, DecodeFault.Truncated)]
    [InlineData("-----BEGIN X-----\nAQ!D\n-----END X-----", 17, DecodeFault.Malformed)]
    [InlineData("-----BEGIN X-----\nAQI\n-----END X-----", 17, DecodeFault.Malformed)]
    [InlineData("-----BEGIN X-----\n-----END X-----", 17, DecodeFault.Malformed)]
    [InlineData("-----BEGIN X-----\nProc-Type: 4\n\nAQID\n-----END X-----", 17, DecodeFault.Malformed)]
    [InlineData("-----BEGIN X-----\nAQID\n-----END X----------BEGIN X-----\nAQID\n-----END X-----", 0, DecodeFault.Malformed)]
    public void Anything_but_one_block_is_refused(string text, int offset, DecodeFault fault)
    {
        DecodeException error = Assert.Throws<DecodeException>(() => Pem.Decode(Encoding.ASCII.GetBytes(text), "X"));
        Assert.Equal(fault, error.Fault);
        Assert.True(error.Offset >= offset, $"offset {error.Offset}");
    }
}
