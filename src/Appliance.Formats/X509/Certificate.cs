using Appliance.Formats.Asn1;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.X509;

/// <summary>
/// An X.509 certificate (RFC 5280), parsed once. It says what the certificate claims; who vouches for it is decided elsewhere.
/// Immutable; refers to the bytes it was read from.
/// </summary>
public sealed class Certificate
{
    private const string Label = "CERTIFICATE";

    private Certificate()
    {
    }

    /// <summary>The whole certificate in DER.</summary>
    public ReadOnlyMemory<byte> Raw { get; private init; }

    /// <summary>The signed part in DER.</summary>
    public ReadOnlyMemory<byte> TbsCertificate { get; private init; }

    /// <summary>1, 2 or 3.</summary>
    public int Version { get; private init; }

    /// <summary>Content octets of the serial number.</summary>
    public ReadOnlyMemory<byte> SerialNumber { get; private init; }

    /// <summary>Object identifier of the signature algorithm in dotted form.</summary>
    public string SignatureAlgorithm { get; private init; } = "";

    /// <summary>The issuer's signature over <see cref="TbsCertificate"/>.</summary>
    public ReadOnlyMemory<byte> Signature { get; private init; }

    /// <summary>Who issued it.</summary>
    public DistinguishedName Issuer { get; private init; } = null!;

    /// <summary>Whom it speaks of.</summary>
    public DistinguishedName Subject { get; private init; } = null!;

    /// <summary>First second of its validity.</summary>
    public DateTimeOffset NotBefore { get; private init; }

    /// <summary>Last second of its validity.</summary>
    public DateTimeOffset NotAfter { get; private init; }

    /// <summary>The public key.</summary>
    public SubjectPublicKey PublicKey { get; private init; } = null!;

    /// <summary>The whole SubjectPublicKeyInfo in DER.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => PublicKey.Raw;

    /// <summary>All extensions in order.</summary>
    public IReadOnlyList<CertificateExtension> Extensions { get; private init; } = [];

    /// <summary>Identifier of the key; empty where there is none.</summary>
    public ReadOnlyMemory<byte> SubjectKeyIdentifier { get; private init; }

    /// <summary>Identifier of the issuer's key; empty where there is none.</summary>
    public ReadOnlyMemory<byte> AuthorityKeyIdentifier { get; private init; }

    /// <summary>Whether it may issue certificates; null where it does not say.</summary>
    public BasicConstraints? BasicConstraints { get; private init; }

    /// <summary>What the key may be used for; null where it does not say.</summary>
    public KeyUsages? KeyUsage { get; private init; }

    /// <summary>Whether an extension is critical that this reader does not know: RFC 5280 demands to refuse the certificate then.</summary>
    public bool HasUnknownCriticalExtension { get; private init; }

    /// <summary>Whether issuer and subject are one name.</summary>
    public bool IsSelfIssued => Issuer.Raw.Span.SequenceEqual(Subject.Raw.Span);

    /// <summary>Reads one certificate in DER and nothing behind it.</summary>
    /// <param name="der">The certificate.</param>
    /// <param name="offset">Where it begins in its document, for errors.</param>
    /// <exception cref="DecodeException">The certificate is malformed.</exception>
    public static Certificate Decode(ReadOnlyMemory<byte> der, long offset = 0)
    {
        var document = new DerReader(der, offset, X509Names.Format);
        DerReader certificate = document.Sequence("the certificate");
        document.End("the certificate");
        long tbsOffset = certificate.Offset;
        ReadOnlyMemory<byte> content = certificate.Element(0x30, "the certificate's content", out ReadOnlyMemory<byte> tbs);
        ReadOnlyMemory<byte> algorithm = certificate.Element(0x30, "the signature's algorithm");
        ReadOnlyMemory<byte> signature = certificate.BitString("the signature");
        certificate.End("the signature");
        return ReadContent(new DerReader(content, tbsOffset + tbs.Length - content.Length, X509Names.Format), der, tbs, algorithm, signature);
    }

    /// <summary>Reads exactly one certificate in PEM.</summary>
    /// <exception cref="DecodeException">The text or the certificate is malformed, or there is not exactly one.</exception>
    public static Certificate DecodePem(ReadOnlyMemory<byte> pem) => Decode(Pem.Decode(pem, Label));

    /// <summary>Reads all certificates of a PEM text, in order.</summary>
    /// <exception cref="DecodeException">The text or a certificate is malformed, or there is none.</exception>
    public static IReadOnlyList<Certificate> DecodeAllPem(ReadOnlyMemory<byte> pem) =>
        [.. Pem.DecodeAll(pem, Label).Select(der => Decode(der))];

    private static Certificate ReadContent(
        DerReader reader, ReadOnlyMemory<byte> raw, ReadOnlyMemory<byte> tbs, ReadOnlyMemory<byte> algorithm, ReadOnlyMemory<byte> signature)
    {
        int version = ReadVersion(ref reader);
        ReadOnlyMemory<byte> serial = reader.Integer("the serial number");
        DerReader before = reader;
        ReadOnlyMemory<byte> innerAlgorithm = reader.Element(0x30, "the signature's algorithm");
        if (!innerAlgorithm.Span.SequenceEqual(algorithm.Span))
            throw before.Fault(DecodeFault.Malformed, "the certificate names two different signature algorithms");
        string oid = new DerReader(innerAlgorithm, reader.Offset - innerAlgorithm.Length, X509Names.Format).ObjectIdentifier("the signature's algorithm");
        DistinguishedName issuer = DistinguishedName.Read(ref reader, "the issuer", X509Names.Format);
        DerReader validity = reader.Sequence("the validity");
        DateTimeOffset notBefore = X509Time.Read(ref validity, "the begin of the validity");
        DateTimeOffset notAfter = X509Time.Read(ref validity, "the end of the validity");
        validity.End("the validity");
        DistinguishedName subject = DistinguishedName.Read(ref reader, "the subject", X509Names.Format);
        SubjectPublicKey key = SubjectPublicKey.Read(ref reader, X509Names.Format);
        // issuerUniqueID and subjectUniqueID: obsolete, no meaning here.
        if (reader.Peek(0x81))
            reader.Any(out _, out _);
        if (reader.Peek(0x82))
            reader.Any(out _, out _);
        List<CertificateExtension> extensions = ReadExtensions(ref reader, version);
        reader.End("the certificate's content");
        return new Certificate
        {
            Raw = raw,
            TbsCertificate = tbs,
            Version = version,
            SerialNumber = serial,
            SignatureAlgorithm = oid,
            Signature = signature,
            Issuer = issuer,
            Subject = subject,
            NotBefore = notBefore,
            NotAfter = notAfter,
            PublicKey = key,
            Extensions = extensions,
            SubjectKeyIdentifier = ReadSubjectKeyIdentifier(extensions),
            AuthorityKeyIdentifier = Find(extensions, X509Names.AuthorityKeyIdentifier)?.ReadAuthorityKeyIdentifier(X509Names.Format) ?? default,
            BasicConstraints = ReadBasicConstraints(extensions),
            KeyUsage = ReadKeyUsage(extensions),
            HasUnknownCriticalExtension = extensions.Exists(extension => extension.Critical && !IsKnown(extension.Oid)),
        };
    }

    private static int ReadVersion(ref DerReader reader)
    {
        if (!reader.Peek(0xA0))
            return 1;
        DerReader tagged = reader.Open(0xA0, "the version");
        DerReader start = tagged;
        int version = tagged.SmallInteger("the version");
        tagged.End("the version");
        return version is 1 or 2 ? version + 1 : throw start.Fault(DecodeFault.Malformed, $"certificate version {version} is not known");
    }

    private static List<CertificateExtension> ReadExtensions(ref DerReader reader, int version)
    {
        if (!reader.Peek(0xA3))
            return [];
        if (version != 3)
            throw reader.Fault(DecodeFault.Malformed, $"extensions in a certificate of version {version}");
        DerReader tagged = reader.Open(0xA3, "the extensions");
        List<CertificateExtension> extensions = CertificateExtension.ReadAll(tagged.Sequence("the extensions"));
        tagged.End("the extensions");
        return extensions;
    }

    private static CertificateExtension? Find(List<CertificateExtension> extensions, string oid) =>
        extensions.Find(extension => extension.Oid == oid);

    private static ReadOnlyMemory<byte> ReadSubjectKeyIdentifier(List<CertificateExtension> extensions)
    {
        if (Find(extensions, X509Names.SubjectKeyIdentifier) is not { } extension)
            return default;
        var reader = new DerReader(extension.Value, extension.Offset, X509Names.Format);
        ReadOnlyMemory<byte> identifier = reader.Element(0x04, "the subject key identifier");
        reader.End("the subject key identifier");
        return identifier;
    }

    private static BasicConstraints? ReadBasicConstraints(List<CertificateExtension> extensions)
    {
        if (Find(extensions, X509Names.BasicConstraints) is not { } extension)
            return null;
        var outer = new DerReader(extension.Value, extension.Offset, X509Names.Format);
        DerReader reader = outer.Sequence("the basic constraints");
        outer.End("the basic constraints");
        bool authority = reader.Peek(0x01) && reader.Boolean("the authority flag");
        int? pathLength = reader.Peek(0x02) ? reader.SmallInteger("the path length") : null;
        reader.End("the basic constraints");
        return new BasicConstraints(authority, pathLength);
    }

    private static KeyUsages? ReadKeyUsage(List<CertificateExtension> extensions)
    {
        if (Find(extensions, X509Names.KeyUsage) is not { } extension)
            return null;
        var reader = new DerReader(extension.Value, extension.Offset, X509Names.Format);
        DerReader start = reader;
        ReadOnlySpan<byte> bits = reader.Element(0x03, "the key usage").Span;
        reader.End("the key usage");
        if (bits.Length is < 2 or > 3 || bits[0] > 7)
            throw start.Fault(DecodeFault.Malformed, "the key usage is not a string of up to 9 bits");
        // Bit 0 is the most significant bit of the first octet.
        int usages = 0;
        for (int bit = 0; bit < 8 * (bits.Length - 1) && bit < 9; bit++)
        {
            if ((bits[1 + (bit / 8)] & (0x80 >> (bit % 8))) != 0)
                usages |= 1 << bit;
        }

        return (KeyUsages)usages;
    }

    private static bool IsKnown(string oid) =>
        oid is X509Names.SubjectKeyIdentifier or X509Names.KeyUsage or X509Names.SubjectAlternativeName or X509Names.BasicConstraints
            or X509Names.CrlDistributionPoints or X509Names.CertificatePolicies or X509Names.AuthorityKeyIdentifier or X509Names.ExtendedKeyUsage;
}

/// <summary>Whether a certificate may issue others (RFC 5280 section 4.2.1.9).</summary>
/// <param name="IsAuthority">It may.</param>
/// <param name="PathLength">How many intermediate authorities may follow, or null for any number.</param>
public sealed record BasicConstraints(bool IsAuthority, int? PathLength);

/// <summary>What a key may be used for (RFC 5280 section 4.2.1.3).</summary>
[Flags]
public enum KeyUsages
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Signatures on anything but certificates and revocation lists.</summary>
    DigitalSignature = 1,

    /// <summary>Signatures meant to commit.</summary>
    ContentCommitment = 2,

    /// <summary>Encrypting keys.</summary>
    KeyEncipherment = 4,

    /// <summary>Encrypting data.</summary>
    DataEncipherment = 8,

    /// <summary>Agreeing on keys.</summary>
    KeyAgreement = 16,

    /// <summary>Signing certificates.</summary>
    KeyCertSign = 32,

    /// <summary>Signing revocation lists.</summary>
    CrlSign = 64,

    /// <summary>Key agreement only to encrypt.</summary>
    EncipherOnly = 128,

    /// <summary>Key agreement only to decrypt.</summary>
    DecipherOnly = 256,
}
