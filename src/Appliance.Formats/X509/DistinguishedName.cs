using System.Text;
using Appliance.Formats.Asn1;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.X509;

/// <summary>A name of an issuer or subject (RFC 5280 section 4.1.2.4). Names are compared by their DER bytes.</summary>
public sealed class DistinguishedName
{
    private const byte BmpString = 0x1E;
    private const byte Utf8String = 0x0C;

    private readonly List<(string Type, string Value)> _attributes;

    private DistinguishedName(ReadOnlyMemory<byte> raw, List<(string Type, string Value)> attributes)
    {
        Raw = raw;
        _attributes = attributes;
        OrganizationalUnits = [.. attributes.Where(a => a.Type == X509Names.OrganizationalUnit).Select(a => a.Value)];
        Organizations = [.. attributes.Where(a => a.Type == X509Names.Organization).Select(a => a.Value)];
        CommonName = attributes.Where(a => a.Type == X509Names.CommonName).Select(a => a.Value).LastOrDefault();
    }

    /// <summary>The whole name in DER.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The last common name, or null.</summary>
    public string? CommonName { get; }

    /// <summary>Organisational units in order.</summary>
    public IReadOnlyList<string> OrganizationalUnits { get; }

    /// <summary>Organisations in order.</summary>
    public IReadOnlyList<string> Organizations { get; }

    /// <summary>For display: attribute types as object identifiers or CN, O, OU.</summary>
    public override string ToString() => string.Join(", ", _attributes.Select(a => $"{ShortName(a.Type)}={a.Value}"));

    internal static DistinguishedName Read(ref DerReader reader, string what, string format)
    {
        long offset = reader.Offset;
        ReadOnlyMemory<byte> content = reader.Element(0x30, what, out ReadOnlyMemory<byte> raw);
        var sets = new DerReader(content, offset + raw.Length - content.Length, format);
        var attributes = new List<(string Type, string Value)>();
        while (!sets.IsEmpty)
        {
            DerReader set = sets.Open(0x31, "a relative distinguished name");
            if (set.IsEmpty)
                throw set.Fault(DecodeFault.Malformed, "a relative distinguished name is empty");
            while (!set.IsEmpty)
            {
                DerReader attribute = set.Sequence("an attribute");
                string type = attribute.ObjectIdentifier("an attribute's type");
                long at = attribute.Offset;
                ReadOnlyMemory<byte> value = attribute.Any(out byte tag, out _);
                attribute.End("an attribute");
                attributes.Add((type, Text(tag, value.Span, at, format)));
            }
        }

        return new DistinguishedName(raw, attributes);
    }

    private static string Text(byte tag, ReadOnlySpan<byte> value, long offset, string format)
    {
        switch (tag)
        {
            case Utf8String when System.Text.Unicode.Utf8.IsValid(value):
                return Encoding.UTF8.GetString(value);
            case BmpString when value.Length % 2 == 0:
                return Encoding.BigEndianUnicode.GetString(value);
            case Utf8String or BmpString:
                throw new DecodeException(format, offset, DecodeFault.Malformed, "a name is not in the encoding that its tag claims");
            default:
                // PrintableString, IA5String, NumericString and TeletexString as certificates use them: one octet, one character.
                return Encoding.Latin1.GetString(value);
        }
    }

    private static string ShortName(string type) => type switch
    {
        X509Names.CommonName => "CN",
        X509Names.Organization => "O",
        X509Names.OrganizationalUnit => "OU",
        X509Names.Country => "C",
        X509Names.Province => "ST",
        X509Names.Locality => "L",
        _ => type,
    };
}
