using System.Buffers;
using System.Text;

namespace Appliance.Formats.Wire;

/// <summary>
/// Writes the protobuf wire format as the canonical proto3 encoders do: fields in the caller's order, shortest varints, zero and
/// empty values left out unless asked for.
/// </summary>
public sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What was written so far.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>Writes an unsigned or non-negative number; left out when 0.</summary>
    public ProtobufWriter Number(int field, ulong value)
    {
        if (value == 0)
            return this;
        RawVarint((uint)field << 3);
        RawVarint(value);
        return this;
    }

    /// <summary>Writes a signed number; left out when 0.</summary>
    public ProtobufWriter Signed(int field, long value) => Number(field, unchecked((ulong)value));

    /// <summary>Writes a number even when it is 0: members of a oneof are present by being written.</summary>
    public ProtobufWriter NumberAlways(int field, ulong value)
    {
        RawVarint((uint)field << 3);
        RawVarint(value);
        return this;
    }

    /// <summary>Writes bytes; left out when empty.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value) => value.IsEmpty ? this : BytesAlways(field, value);

    /// <summary>Writes bytes even when empty: elements of repeated fields and embedded messages.</summary>
    public ProtobufWriter BytesAlways(int field, ReadOnlySpan<byte> value)
    {
        RawVarint(((uint)field << 3) | 2);
        return RawLengthPrefixed(value);
    }

    /// <summary>Writes a string; left out when empty.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes a varint without a tag.</summary>
    public ProtobufWriter RawVarint(ulong value)
    {
        Span<byte> span = _buffer.GetSpan(10);
        int count = 0;
        while (value >= 0x80)
        {
            span[count++] = (byte)(value & 0x7F | 0x80);
            value >>= 7;
        }

        span[count++] = (byte)value;
        _buffer.Advance(count);
        return this;
    }

    /// <summary>Writes a length and the bytes, without a tag.</summary>
    public ProtobufWriter RawLengthPrefixed(ReadOnlySpan<byte> value)
    {
        RawVarint((ulong)value.Length);
        return Raw(value);
    }

    /// <summary>Writes bytes as they are.</summary>
    public ProtobufWriter Raw(ReadOnlySpan<byte> value)
    {
        _buffer.Write(value);
        return this;
    }
}
