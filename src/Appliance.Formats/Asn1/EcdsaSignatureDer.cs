namespace Appliance.Formats.Asn1;

/// <summary>
/// ECDSA signatures of 256-bit curves in DER: SEQUENCE { INTEGER r, INTEGER s } (RFC 3279 section 2.2.3, X.690 DER). Strict:
/// shortest lengths, shortest integers, nothing behind.
/// </summary>
public static class EcdsaSignatureDer
{
    private const byte Sequence = 0x30;
    private const byte Integer = 0x02;
    private const int ValueSize = 32;

    /// <summary>Reads r and s.</summary>
    /// <param name="der">The signature.</param>
    /// <param name="rs64">Receives r || s, 32 bytes each, big-endian; zero unless the result is Ok.</param>
    /// <exception cref="ArgumentException"><paramref name="rs64"/> is not 64 bytes.</exception>
    public static DerSignatureResult TryDecode(ReadOnlySpan<byte> der, Span<byte> rs64)
    {
        if (rs64.Length != 2 * ValueSize)
            throw new ArgumentException("r || s needs 64 bytes", nameof(rs64));
        rs64.Clear();
        if (!TakeElement(ref der, Sequence, out ReadOnlySpan<byte> body)
            || !der.IsEmpty
            || !TakeInteger(ref body, out ReadOnlySpan<byte> r)
            || !TakeInteger(ref body, out ReadOnlySpan<byte> s)
            || !body.IsEmpty)
        {
            return DerSignatureResult.Malformed;
        }

        if (!Place(r, rs64[..ValueSize]) || !Place(s, rs64[ValueSize..]))
        {
            rs64.Clear();
            return DerSignatureResult.OutOfRange;
        }

        return DerSignatureResult.Ok;
    }

    /// <summary>Writes r || s (64 bytes) as DER.</summary>
    /// <exception cref="ArgumentException">Not 64 bytes.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> rs64)
    {
        if (rs64.Length != 2 * ValueSize)
            throw new ArgumentException("r || s has 64 bytes", nameof(rs64));
        var body = new DerWriter();
        body.UnsignedInteger(rs64[..ValueSize]);
        body.UnsignedInteger(rs64[ValueSize..]);
        return new DerWriter().Element(Sequence, body.WrittenSpan).ToArray();
    }

    private static bool TakeInteger(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        if (!TakeElement(ref rest, Integer, out value) || value.IsEmpty)
            return false;
        // X.690 8.3.2: the first nine bits are neither all zero nor all one.
        return value.Length == 1 || !((value[0] == 0 && value[1] < 0x80) || (value[0] == 0xFF && value[1] >= 0x80));
    }

    private static bool TakeElement(ref ReadOnlySpan<byte> rest, byte tag, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (rest.Length < 2 || rest[0] != tag)
            return false;
        int length = rest[1];
        int header = 2;
        if (length >= 0x80)
        {
            int octets = length & 0x7F;
            if (octets is 0 or > 3 || rest.Length < 2 + octets || rest[2] == 0)
                return false;
            length = 0;
            for (int i = 0; i < octets; i++)
                length = (length << 8) | rest[2 + i];
            if (length < 0x80)
                return false;
            header = 2 + octets;
        }

        if (length > rest.Length - header)
            return false;
        content = rest.Slice(header, length);
        rest = rest[(header + length)..];
        return true;
    }

    private static bool Place(ReadOnlySpan<byte> integer, Span<byte> value)
    {
        if (integer[0] >= 0x80)
            return false;
        if (integer[0] == 0)
            integer = integer[1..];
        if (integer.Length > ValueSize)
            return false;
        integer.CopyTo(value[(ValueSize - integer.Length)..]);
        return true;
    }
}
