using Appliance.Formats.Decoding;

namespace Appliance.Formats.Wire;

/// <summary>
/// Reads the protobuf wire format (protobuf.dev, "Encoding") field by field, without copying. Every length is bounded by the
/// bytes that are left before it is used. Groups are refused: no format here has them. Whether a varint was longer than it needs
/// to be is recorded, not refused, because protobuf allows it; formats that demand one encoding ask <see cref="SawNonMinimal"/>.
/// </summary>
public ref struct ProtobufReader
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ReadOnlySpan<byte> _span;
    private readonly long _offset;
    private readonly string _format;
    private int _position;
    private int _tagPosition;
    private uint _seen;

    /// <summary>Reads one message.</summary>
    /// <param name="message">The bytes of the message.</param>
    /// <param name="offset">Offset of its first byte in the document, for errors.</param>
    /// <param name="format">Name of the format, for errors.</param>
    public ProtobufReader(ReadOnlyMemory<byte> message, long offset, string format)
    {
        _memory = message;
        _span = message.Span;
        _offset = offset;
        _format = format;
    }

    /// <summary>Offset in the document of the next byte to read.</summary>
    public readonly long Offset => _offset + _position;

    /// <summary>Position in this message of the next byte to read.</summary>
    public readonly int Position => _position;

    /// <summary>Position in this message of the field that was announced last.</summary>
    public readonly int FieldPosition => _tagPosition;

    /// <summary>Bytes left in this message.</summary>
    public readonly int Remaining => _span.Length - _position;

    /// <summary>Whether a tag, length or number used more bytes than needed.</summary>
    public bool SawNonMinimal { get; private set; }

    /// <summary>Announces the next field by its tag (field number times 8 plus wire type); false at the end of the message.</summary>
    public bool Next(out uint tag)
    {
        tag = 0;
        if (_position == _span.Length)
            return false;
        _tagPosition = _position;
        ulong value = Varint();
        uint type = (uint)(value & 7);
        if (value is < 8 or > uint.MaxValue || type is 3 or 4 or > 5)
            throw Fault(_tagPosition, DecodeFault.Malformed, $"protobuf tag {value} is not a field");
        tag = (uint)value;
        return true;
    }

    /// <summary>Refuses a field that must not repeat and was announced before. For field numbers below 32.</summary>
    public void Once(uint tag)
    {
        uint bit = 1u << (int)(tag >> 3);
        if ((_seen & bit) != 0)
            throw Fault(_tagPosition, DecodeFault.Malformed, $"field {tag >> 3} appears twice");
        _seen |= bit;
    }

    /// <summary>Reads the content of a length-delimited field.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        int at = _position;
        ulong length = Varint();
        if (length > (ulong)Remaining)
            throw Fault(at, DecodeFault.Truncated, $"a field claims {length} bytes where {Remaining} are left");
        int start = _position;
        _position += (int)length;
        return _memory.Slice(start, (int)length);
    }

    /// <summary>Reads the content of a length-delimited field and tells where it begins in the document.</summary>
    public ReadOnlyMemory<byte> Bytes(out long offset)
    {
        ReadOnlyMemory<byte> bytes = Bytes();
        offset = _offset + _position - bytes.Length;
        return bytes;
    }

    /// <summary>Opens the content of a length-delimited field as a message.</summary>
    public ProtobufReader Message()
    {
        ReadOnlyMemory<byte> bytes = Bytes(out long offset);
        return new ProtobufReader(bytes, offset, _format);
    }

    /// <summary>Reads a string field; refuses bytes that are not UTF-8, as proto3 demands.</summary>
    public string Text(Utf8Names? names = null)
    {
        ReadOnlyMemory<byte> bytes = Bytes(out long offset);
        if (!System.Text.Unicode.Utf8.IsValid(bytes.Span))
            throw new DecodeException(_format, offset, DecodeFault.Malformed, "a string is not UTF-8");
        return names is null ? System.Text.Encoding.UTF8.GetString(bytes.Span) : names.Get(bytes.Span);
    }

    /// <summary>Reads a varint of at most 64 bits.</summary>
    public ulong Varint()
    {
        ReadOnlySpan<byte> span = _span;
        int start = _position;
        if (start < span.Length && span[start] < 0x80)
        {
            _position = start + 1;
            return span[start];
        }

        ulong value = 0;
        for (int i = 0; i < 10; i++)
        {
            if (start + i >= span.Length)
                throw Fault(start, DecodeFault.Truncated, "the bytes end inside a varint");
            byte next = span[start + i];
            if (i == 9 && next > 1)
                break;
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                SawNonMinimal |= next == 0 && i > 0;
                _position = start + i + 1;
                return value;
            }
        }

        throw Fault(start, DecodeFault.Malformed, "a varint is longer than 64 bits");
    }

    /// <summary>Reads a varint as a 32-bit signed integer: the low 32 bits, as protobuf defines.</summary>
    public int Int32() => unchecked((int)Varint());

    /// <summary>Skips the value of the field that <paramref name="tag"/> announced.</summary>
    public void Skip(uint tag)
    {
        switch (tag & 7)
        {
            case 0:
                Varint();
                break;
            case 1:
                Advance(8);
                break;
            case 2:
                Bytes();
                break;
            default:
                Advance(4);
                break;
        }
    }

    /// <summary>Makes the error for a position in this message.</summary>
    public readonly DecodeException Fault(int position, DecodeFault fault, string detail) =>
        new(_format, _offset + position, fault, detail);

    private void Advance(int count)
    {
        if (count > Remaining)
            throw Fault(_position, DecodeFault.Truncated, $"a fixed field of {count} bytes has only {Remaining}");
        _position += count;
    }
}
