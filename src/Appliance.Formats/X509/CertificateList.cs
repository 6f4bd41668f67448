using Appliance.Formats.Asn1;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.X509;

/// <summary>A certificate revocation list (RFC 5280 section 5), parsed once. Immutable; refers to the bytes it was read from.</summary>
public sealed class CertificateList
{
    // The largest public lists hold some hundred thousand entries.
    private const int MaxEntries = 1_000_000;

    private readonly HashSet<string> _serials;

    private CertificateList(IReadOnlyList<RevokedCertificate> revoked)
    {
        Revoked = revoked;
        _serials = new HashSet<string>(revoked.Count, StringComparer.Ordinal);
        foreach (RevokedCertificate certificate in revoked)
            _serials.Add(Convert.ToHexString(certificate.SerialNumber.Span));
    }

    /// <summary>The whole list in DER.</summary>
    public ReadOnlyMemory<byte> Raw { get; private init; }

    /// <summary>The signed part in DER.</summary>
    public ReadOnlyMemory<byte> TbsCertList { get; private init; }

    /// <summary>Object identifier of the signature algorithm in dotted form.</summary>
    public string SignatureAlgorithm { get; private init; } = "";

    /// <summary>The issuer's signature over <see cref="TbsCertList"/>.</summary>
    public ReadOnlyMemory<byte> Signature { get; private init; }

    /// <summary>Who issued it.</summary>
    public DistinguishedName Issuer { get; private init; } = null!;

    /// <summary>Identifier of the issuer's key; empty where there is none.</summary>
    public ReadOnlyMemory<byte> AuthorityKeyIdentifier { get; private init; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset ThisUpdate { get; private init; }

    /// <summary>When the next one is due, or null.</summary>
    public DateTimeOffset? NextUpdate { get; private init; }

    /// <summary>Whether an extension of the list is critical: none is understood here (delta lists, partitions).</summary>
    public bool HasUnknownCriticalExtension { get; private init; }

    /// <summary>The revoked certificates in order.</summary>
    public IReadOnlyList<RevokedCertificate> Revoked { get; }

    /// <summary>Whether a certificate of this issuer is listed.</summary>
    /// <param name="serialNumber">Content octets of its serial number.</param>
    public bool IsRevoked(ReadOnlySpan<byte> serialNumber) => _serials.Contains(Convert.ToHexString(serialNumber));

    /// <summary>Reads one list in DER and nothing behind it.</summary>
    /// <exception cref="DecodeException">The list is malformed.</exception>
    public static CertificateList Decode(ReadOnlyMemory<byte> der, long offset = 0)
    {
        var document = new DerReader(der, offset, X509Names.RevocationListFormat);
        DerReader list = document.Sequence("the revocation list");
        document.End("the revocation list");
        long tbsOffset = list.Offset;
        ReadOnlyMemory<byte> content = list.Element(0x30, "the list's content", out ReadOnlyMemory<byte> tbs);
        ReadOnlyMemory<byte> algorithm = list.Element(0x30, "the signature's algorithm");
        ReadOnlyMemory<byte> signature = list.BitString("the signature");
        list.End("the signature");

        var reader = new DerReader(content, tbsOffset + tbs.Length - content.Length, X509Names.RevocationListFormat);
        if (reader.Peek(0x02) && reader.SmallInteger("the version") != 1)
            throw reader.Fault(DecodeFault.Malformed, "only version 2 of revocation lists names its version");
        DerReader before = reader;
        ReadOnlyMemory<byte> innerAlgorithm = reader.Element(0x30, "the signature's algorithm");
        if (!innerAlgorithm.Span.SequenceEqual(algorithm.Span))
            throw before.Fault(DecodeFault.Malformed, "the list names two different signature algorithms");
        string oid = new DerReader(innerAlgorithm, reader.Offset - innerAlgorithm.Length, X509Names.RevocationListFormat)
            .ObjectIdentifier("the signature's algorithm");
        DistinguishedName issuer = DistinguishedName.Read(ref reader, "the issuer", X509Names.RevocationListFormat);
        DateTimeOffset thisUpdate = X509Time.Read(ref reader, "this update");
        DateTimeOffset? nextUpdate = X509Time.IsNext(in reader) ? X509Time.Read(ref reader, "the next update") : null;
        List<RevokedCertificate> revoked = reader.Peek(0x30) ? ReadRevoked(reader.Sequence("the revoked certificates")) : [];
        List<CertificateExtension> extensions = ReadExtensions(ref reader);
        reader.End("the list's content");
        return new CertificateList(revoked)
        {
            Raw = der,
            TbsCertList = tbs,
            SignatureAlgorithm = oid,
            Signature = signature,
            Issuer = issuer,
            ThisUpdate = thisUpdate,
            NextUpdate = nextUpdate,
            AuthorityKeyIdentifier = extensions.Find(extension => extension.Oid == X509Names.AuthorityKeyIdentifier)
                ?.ReadAuthorityKeyIdentifier(X509Names.RevocationListFormat) ?? default,
            HasUnknownCriticalExtension = extensions.Exists(extension => extension.Critical),
        };
    }

    /// <summary>Reads exactly one list in PEM.</summary>
    /// <exception cref="DecodeException">The text or the list is malformed, or there is not exactly one.</exception>
    public static CertificateList DecodePem(ReadOnlyMemory<byte> pem) => Decode(Pem.Decode(pem, "X509 CRL"));

    private static List<RevokedCertificate> ReadRevoked(DerReader list)
    {
        var revoked = new List<RevokedCertificate>();
        while (!list.IsEmpty)
        {
            if (revoked.Count == MaxEntries)
                throw list.Fault(DecodeFault.LimitExceeded, $"more than {MaxEntries} revoked certificates");
            DerReader entry = list.Sequence("a revoked certificate");
            ReadOnlyMemory<byte> serial = entry.Integer("the serial number");
            DateTimeOffset date = X509Time.Read(ref entry, "the revocation date");
            if (!entry.IsEmpty)
                CertificateExtension.ReadAll(entry.Sequence("the entry's extensions"));
            entry.End("a revoked certificate");
            revoked.Add(new RevokedCertificate(serial, date));
        }

        return revoked;
    }

    private static List<CertificateExtension> ReadExtensions(ref DerReader reader)
    {
        if (!reader.Peek(0xA0))
            return [];
        DerReader tagged = reader.Open(0xA0, "the extensions");
        List<CertificateExtension> extensions = CertificateExtension.ReadAll(tagged.Sequence("the extensions"));
        tagged.End("the extensions");
        return extensions;
    }
}

/// <summary>An entry of a revocation list.</summary>
/// <param name="SerialNumber">Content octets of the serial number.</param>
/// <param name="Date">When it was revoked.</param>
public sealed record RevokedCertificate(ReadOnlyMemory<byte> SerialNumber, DateTimeOffset Date);
