namespace Appliance.Samples.Tests;

/// <summary>The fields of a protobuf message, read without the product's decoder, so that a shared mistake cannot hide.</summary>
internal sealed class ProtobufFields
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtobufFields(ReadOnlyMemory<byte> message)
    {
        int offset = 0;
        while (offset < message.Length)
        {
            ulong tag = Varint(message.Span, ref offset);
            if ((tag & 7) == 0)
            {
                _fields.Add(((int)(tag >> 3), Varint(message.Span, ref offset), default));
                continue;
            }

            Assert.Equal(2u, tag & 7);
            int length = (int)Varint(message.Span, ref offset);
            _fields.Add(((int)(tag >> 3), 0, message.Slice(offset, length)));
            offset += length;
        }
    }

    public ReadOnlyMemory<byte> Bytes(int field) => All(field).LastOrDefault();

    public ulong Number(int field) => _fields.LastOrDefault(item => item.Field == field).Number;

    public IEnumerable<ReadOnlyMemory<byte>> All(int field) => _fields.Where(item => item.Field == field).Select(item => item.Bytes);

    /// <summary>Follows single sub-messages down a path of field numbers.</summary>
    public static ReadOnlyMemory<byte> Down(ReadOnlyMemory<byte> message, params ReadOnlySpan<int> path)
    {
        foreach (int field in path)
            message = new ProtobufFields(message).Bytes(field);
        return message;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int offset)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[offset++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
