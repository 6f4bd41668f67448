using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Appliance.Formats.Asn1;

/// <summary>Writes DER elements (X.690) into one growing buffer.</summary>
public sealed class DerWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.WrittenSpan;

    /// <summary>A copy of what was written so far.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>Writes tag, shortest length and content.</summary>
    public DerWriter Element(byte tag, ReadOnlySpan<byte> content)
    {
        Span<byte> head = _buffer.GetSpan(6);
        head[0] = tag;
        int count = 2;
        if (content.Length < 0x80)
        {
            head[1] = (byte)content.Length;
        }
        else
        {
            int octets = content.Length < 0x100 ? 1 : content.Length < 0x1_0000 ? 2 : content.Length < 0x100_0000 ? 3 : 4;
            head[1] = (byte)(0x80 | octets);
            for (int i = 0; i < octets; i++)
                head[2 + i] = (byte)((content.Length >> (8 * (octets - 1 - i))) & 0xFF);
            count += octets;
        }

        _buffer.Advance(count);
        _buffer.Write(content);
        return this;
    }

    /// <summary>Writes INTEGER from a big-endian unsigned value.</summary>
    public DerWriter UnsignedInteger(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> digits = value.TrimStart((byte)0);
        if (digits.IsEmpty)
            return Element(0x02, [0]);
        if (digits[0] < 0x80)
            return Element(0x02, digits);
        byte[] padded = new byte[digits.Length + 1];
        digits.CopyTo(padded.AsSpan(1));
        return Element(0x02, padded);
    }

    /// <summary>Writes INTEGER.</summary>
    public DerWriter UnsignedInteger(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return UnsignedInteger(bytes);
    }

    /// <summary>Writes OBJECT IDENTIFIER from its dotted form.</summary>
    public DerWriter ObjectIdentifier(string dotted)
    {
        ulong[] arcs = [.. dotted.Split('.').Select(arc => ulong.Parse(arc, CultureInfo.InvariantCulture))];
        var content = new List<byte>();
        foreach (ulong arc in arcs[2..].Prepend((40 * arcs[0]) + arcs[1]))
        {
            int digits = 1;
            for (ulong rest = arc >> 7; rest != 0; rest >>= 7)
                digits++;
            for (int digit = digits - 1; digit >= 0; digit--)
                content.Add((byte)(((arc >> (7 * digit)) & 0x7F) | (digit > 0 ? 0x80u : 0u)));
        }

        return Element(0x06, [.. content]);
    }

    /// <summary>Writes OCTET STRING.</summary>
    public DerWriter OctetString(ReadOnlySpan<byte> value) => Element(0x04, value);
}
