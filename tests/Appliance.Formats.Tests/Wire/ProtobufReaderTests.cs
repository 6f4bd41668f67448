using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;
using CsCheck;

namespace Appliance.Formats.Tests.Wire;

public sealed class ProtobufReaderTests
{
    [Fact]
    public void Numbers_survive_writing_and_reading() =>
        Gen.ULong.Sample(value =>
        {
            var reader = new ProtobufReader(new ProtobufWriter().RawVarint(value).ToArray(), 0, "test");
            Assert.Equal(value, reader.Varint());
            Assert.Equal(0, reader.Remaining);
            Assert.False(reader.SawNonMinimal);
        });

    [Fact]
    public void Fields_survive_writing_and_reading() =>
        Gen.Select(Gen.Int[1, 31], Gen.Byte.Array[0, 200], Gen.ULong[1, ulong.MaxValue], Gen.String).Sample((field, bytes, number, text) =>
        {
            text = string.Concat(text.Where(c => !char.IsSurrogate(c)));
            byte[] message = new ProtobufWriter().BytesAlways(field, bytes).Number(field, number).Text(field, text).ToArray();
            var reader = new ProtobufReader(message, 1_000, "test");
            Assert.True(reader.Next(out uint tag));
            Assert.Equal((uint)(field << 3) | 2, tag);
            Assert.Equal(bytes, reader.Bytes(out long offset).ToArray());
            Assert.Equal(1_000 + reader.Position - bytes.Length, offset);
            Assert.True(reader.Next(out _));
            Assert.Equal(number, reader.Varint());
            if (text.Length > 0)
            {
                Assert.True(reader.Next(out _));
                Assert.Equal(text, reader.Text());
            }

            Assert.False(reader.Next(out _));
        });

    public static TheoryData<string, DecodeFault, int> Malformed => new()
    {
        { "80", DecodeFault.Truncated, 0 }, // a tag that does not end
        { "ffffffffffffffffff02", DecodeFault.Malformed, 0 }, // 65 bits
        { "00", DecodeFault.Malformed, 0 }, // field 0
        { "0b", DecodeFault.Malformed, 0 }, // a group
        { "0e", DecodeFault.Malformed, 0 }, // no such wire type
        { "808080801000", DecodeFault.Malformed, 0 }, // a field number beyond 2^29 - 1
        { "0a05", DecodeFault.Truncated, 1 },
        { "0affffffffffffffffff01", DecodeFault.Truncated, 1 },
        { "0d000000", DecodeFault.Truncated, 1 },
        { "0900000000000000", DecodeFault.Truncated, 1 },
        { "0880", DecodeFault.Truncated, 1 },
        { "0a000880", DecodeFault.Truncated, 3 },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Malformed_messages_name_offset_and_fault(string hex, DecodeFault fault, int offset)
    {
        byte[] message = Convert.FromHexString(hex);
        DecodeException error = Assert.Throws<DecodeException>(() =>
        {
            var reader = new ProtobufReader(message, 100, "test");
            while (reader.Next(out uint tag))
                reader.Skip(tag);
        });
        Assert.Equal((fault, 100L + offset), (error.Fault, error.Offset));
    }

    [Fact]
    public void Numbers_in_more_octets_than_needed_are_noted()
    {
        var reader = new ProtobufReader(new byte[] { 0x81, 0x00 }, 0, "test");
        Assert.Equal(1UL, reader.Varint());
        Assert.True(reader.SawNonMinimal);
    }
}
