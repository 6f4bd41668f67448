using System.Text;

namespace Appliance.Samples.Wire;

/// <summary>
/// A protobuf message under construction, in the one form that Fabric's own marshaller writes: fields in the order of the calls
/// (callers keep ascending numbers), proto3 defaults left out. Written apart from the decoder's side on purpose: a sample that
/// shared its code with the reader would share its mistakes.
/// </summary>
internal sealed class ProtobufMessage
{
    private const int WireVarint = 0;
    private const int WireLengthDelimited = 2;

    private readonly MemoryStream _bytes = new();

    /// <summary>A varint field; left out when zero.</summary>
    public ProtobufMessage Varint(int field, long value) => value == 0 ? this : VarintAlways(field, value);

    /// <summary>A varint field that is written even when zero: a member of a oneof.</summary>
    public ProtobufMessage VarintAlways(int field, long value)
    {
        WriteVarint(_bytes, (ulong)((field << 3) | WireVarint));
        WriteVarint(_bytes, unchecked((ulong)value));
        return this;
    }

    /// <summary>A bytes field; left out when empty.</summary>
    public ProtobufMessage Bytes(int field, ReadOnlySpan<byte> value) => value.IsEmpty ? this : BytesAlways(field, value);

    /// <summary>A bytes field that is written even when empty: an element of a repeated field, or a sub-message.</summary>
    public ProtobufMessage BytesAlways(int field, ReadOnlySpan<byte> value)
    {
        WriteVarint(_bytes, (ulong)((field << 3) | WireLengthDelimited));
        WriteVarint(_bytes, (ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>A string field; left out when empty.</summary>
    public ProtobufMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A sub-message; written even when it has no fields.</summary>
    public ProtobufMessage Message(int field, ProtobufMessage value) => BytesAlways(field, value.ToArray());

    /// <summary>One entry of a map with string keys. Callers write entries in ordinal order of their keys.</summary>
    public ProtobufMessage MapEntry(int field, string key, ProtobufMessage value) =>
        Message(field, new ProtobufMessage().Text(1, key).Message(2, value));

    /// <summary>The message's bytes.</summary>
    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>Writes a base-128 varint, least significant group first.</summary>
    public static void WriteVarint(Stream stream, ulong value)
    {
        while (value >= 0x80)
        {
            stream.WriteByte((byte)((value & 0x7F) | 0x80));
            value >>= 7;
        }

        stream.WriteByte((byte)value);
    }
}
