using System.Globalization;
using System.Text;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.Asn1;

/// <summary>
/// Reads DER (X.690) element by element, without copying. Strict: shortest lengths, definite only, shortest integers, and
/// <see cref="End"/> refuses what follows. Errors name the offset of the offending element.
/// </summary>
public ref struct DerReader
{
    // The longest object identifier of any use is far below this; the bound keeps the dotted form from growing with the input.
    private const int MaxObjectIdentifier = 64;

    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ReadOnlySpan<byte> _span;
    private readonly long _offset;
    private readonly string _format;
    private int _position;

    /// <summary>Reads the elements of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The elements.</param>
    /// <param name="offset">Offset of the first byte in the document, for errors.</param>
    /// <param name="format">Name of the format, for errors.</param>
    public DerReader(ReadOnlyMemory<byte> bytes, long offset, string format)
    {
        _memory = bytes;
        _span = bytes.Span;
        _offset = offset;
        _format = format;
    }

    /// <summary>Offset in the document of the next byte.</summary>
    public readonly long Offset => _offset + _position;

    /// <summary>Whether all elements were read.</summary>
    public readonly bool IsEmpty => _position == _span.Length;

    /// <summary>Whether the next element has this tag.</summary>
    public readonly bool Peek(byte tag) => !IsEmpty && _span[_position] == tag;

    /// <summary>Reads the content of an element with this tag.</summary>
    public ReadOnlyMemory<byte> Element(byte tag, string what) => Element(tag, what, out _);

    /// <summary>Reads the content of an element with this tag; gives the whole element too.</summary>
    public ReadOnlyMemory<byte> Element(byte tag, string what, out ReadOnlyMemory<byte> whole)
    {
        int start = _position;
        if (IsEmpty)
            throw Fault(start, DecodeFault.Truncated, $"{what} is missing");
        if (_span[start] != tag)
            throw Fault(start, DecodeFault.Malformed, $"tag 0x{_span[start]:x2} stands where {what} (0x{tag:x2}) belongs");
        return Any(out _, out whole);
    }

    /// <summary>Reads the content of the next element, whatever its tag.</summary>
    public ReadOnlyMemory<byte> Any(out byte tag, out ReadOnlyMemory<byte> whole)
    {
        int start = _position;
        ReadOnlySpan<byte> rest = _span[start..];
        if (rest.Length < 2)
            throw Fault(start, DecodeFault.Truncated, "the bytes end inside an element's head");
        tag = rest[0];
        if ((tag & 0x1F) == 0x1F)
            throw Fault(start, DecodeFault.Malformed, "tag numbers above 30 have no place here");
        int length = rest[1];
        int head = 2;
        if (length >= 0x80)
        {
            int octets = length & 0x7F;
            if (octets is 0 or > 4)
                throw Fault(start, octets == 0 ? DecodeFault.NotCanonical : DecodeFault.LimitExceeded, "an element's length is indefinite or absurd");
            if (rest.Length < 2 + octets)
                throw Fault(start, DecodeFault.Truncated, "the bytes end inside an element's length");
            long value = 0;
            for (int i = 0; i < octets; i++)
                value = (value << 8) | rest[2 + i];
            if (rest[2] == 0 || value < 0x80)
                throw Fault(start, DecodeFault.NotCanonical, "an element's length is not in its shortest form");
            head = 2 + octets;
            if (value > rest.Length - head)
                throw Fault(start, DecodeFault.Truncated, $"an element claims {value} bytes where {rest.Length - head} are left");
            length = (int)value;
        }
        else if (length > rest.Length - head)
        {
            throw Fault(start, DecodeFault.Truncated, $"an element claims {length} bytes where {rest.Length - head} are left");
        }

        _position = start + head + length;
        whole = _memory.Slice(start, head + length);
        return _memory.Slice(start + head, length);
    }

    /// <summary>Opens an element with this tag as a list of elements.</summary>
    public DerReader Open(byte tag, string what)
    {
        ReadOnlyMemory<byte> content = Element(tag, what);
        return new DerReader(content, _offset + _position - content.Length, _format);
    }

    /// <summary>Opens a SEQUENCE.</summary>
    public DerReader Sequence(string what) => Open(0x30, what);

    /// <summary>Reads an OBJECT IDENTIFIER in dotted form.</summary>
    public string ObjectIdentifier(string what)
    {
        int start = _position;
        ReadOnlySpan<byte> bytes = Element(0x06, what).Span;
        if (bytes.IsEmpty || bytes.Length > MaxObjectIdentifier || bytes[^1] >= 0x80)
            throw Fault(start, DecodeFault.Malformed, $"{what} is no object identifier");
        var text = new StringBuilder();
        ulong arc = 0;
        bool first = true;
        bool within = false;
        foreach (byte next in bytes)
        {
            if ((!within && next == 0x80) || arc > ulong.MaxValue >> 7)
                throw Fault(start, DecodeFault.NotCanonical, $"{what} has an arc that is padded or too long");
            arc = (arc << 7) | (next & 0x7Fu);
            within = next >= 0x80;
            if (within)
                continue;
            if (first)
            {
                ulong root = Math.Min(arc / 40, 2);
                text.Append(root).Append('.');
                arc -= root * 40;
                first = false;
            }
            else
            {
                text.Append('.');
            }

            text.Append(arc.ToString(CultureInfo.InvariantCulture));
            arc = 0;
        }

        return text.ToString();
    }

    /// <summary>Reads the content of an INTEGER in its shortest form.</summary>
    public ReadOnlyMemory<byte> Integer(string what)
    {
        int start = _position;
        ReadOnlyMemory<byte> content = Element(0x02, what);
        ReadOnlySpan<byte> bytes = content.Span;
        if (bytes.IsEmpty)
            throw Fault(start, DecodeFault.Malformed, $"{what} is an empty integer");
        if (bytes.Length > 1 && ((bytes[0] == 0 && bytes[1] < 0x80) || (bytes[0] == 0xFF && bytes[1] >= 0x80)))
            throw Fault(start, DecodeFault.NotCanonical, $"{what} is not in its shortest form");
        return content;
    }

    /// <summary>Reads an INTEGER between 0 and 2^31 - 1.</summary>
    public int SmallInteger(string what)
    {
        int start = _position;
        ReadOnlySpan<byte> bytes = Integer(what).Span;
        if (bytes.Length > 4 || bytes[0] >= 0x80)
            throw Fault(start, DecodeFault.Malformed, $"{what} is out of range");
        int value = 0;
        foreach (byte next in bytes)
            value = (value << 8) | next;
        return value;
    }

    /// <summary>Reads a BOOLEAN.</summary>
    public bool Boolean(string what)
    {
        int start = _position;
        ReadOnlySpan<byte> bytes = Element(0x01, what).Span;
        if (bytes.Length != 1 || bytes[0] is not (0x00 or 0xFF))
            throw Fault(start, DecodeFault.NotCanonical, $"{what} is neither TRUE nor FALSE");
        return bytes[0] != 0;
    }

    /// <summary>Reads a BIT STRING of whole octets.</summary>
    public ReadOnlyMemory<byte> BitString(string what)
    {
        int start = _position;
        ReadOnlyMemory<byte> content = Element(0x03, what);
        if (content.IsEmpty || content.Span[0] != 0)
            throw Fault(start, DecodeFault.Malformed, $"{what} is not a string of whole octets");
        return content[1..];
    }

    /// <summary>Refuses further elements.</summary>
    public readonly void End(string what)
    {
        if (!IsEmpty)
            throw Fault(_position, DecodeFault.TrailingBytes, $"{_span.Length - _position} bytes follow {what}");
    }

    /// <summary>Makes the error for a position in these bytes.</summary>
    public readonly DecodeException Fault(int position, DecodeFault fault, string detail) =>
        new(_format, _offset + position, fault, detail);

    /// <summary>Makes the error for the next byte.</summary>
    public readonly DecodeException Fault(DecodeFault fault, string detail) => Fault(_position, fault, detail);
}
