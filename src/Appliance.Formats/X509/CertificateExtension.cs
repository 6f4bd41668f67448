using Appliance.Formats.Asn1;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.X509;

/// <summary>An extension of a certificate or revocation list (RFC 5280 section 4.2).</summary>
/// <param name="Oid">Object identifier in dotted form.</param>
/// <param name="Critical">Whether a reader that does not know it must refuse the certificate.</param>
/// <param name="Value">The DER inside its octet string.</param>
public sealed record CertificateExtension(string Oid, bool Critical, ReadOnlyMemory<byte> Value)
{
    // Certificates carry about ten; the bound keeps the search for repetitions cheap.
    private const int MaxExtensions = 64;

    internal long Offset { get; private init; }

    internal static List<CertificateExtension> ReadAll(DerReader list)
    {
        var extensions = new List<CertificateExtension>();
        if (list.IsEmpty)
            throw list.Fault(DecodeFault.Malformed, "the list of extensions is empty");
        while (!list.IsEmpty)
        {
            if (extensions.Count == MaxExtensions)
                throw list.Fault(DecodeFault.LimitExceeded, $"more than {MaxExtensions} extensions");
            DerReader start = list;
            DerReader extension = list.Sequence("an extension");
            string oid = extension.ObjectIdentifier("an extension's type");
            // DER leaves FALSE out; issuers that write it are common enough that Go, and so Fabric, accepts it.
            bool critical = extension.Peek(0x01) && extension.Boolean("an extension's criticality");
            ReadOnlyMemory<byte> value = extension.Element(0x04, "an extension's value");
            extension.End("an extension's value");
            if (extensions.Exists(earlier => earlier.Oid == oid))
                throw start.Fault(DecodeFault.Malformed, $"extension {oid} appears twice");
            extensions.Add(new CertificateExtension(oid, critical, value) { Offset = extension.Offset - value.Length });
        }

        return extensions;
    }

    /// <summary>Key identifier of an AuthorityKeyIdentifier { [0] keyIdentifier, [1] issuer, [2] serial }; empty where it has none.</summary>
    internal ReadOnlyMemory<byte> ReadAuthorityKeyIdentifier(string format)
    {
        var outer = new DerReader(Value, Offset, format);
        DerReader reader = outer.Sequence("the authority key identifier");
        outer.End("the authority key identifier");
        return reader.Peek(0x80) ? reader.Element(0x80, "the key identifier") : default;
    }
}
