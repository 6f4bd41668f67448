using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Samples.Keys;

namespace Appliance.Samples.Identities;

/// <summary>The self-signed root of one organisation, and what it issues. Extensions follow what Fabric CA writes.</summary>
internal sealed class CertificateAuthority
{
    private const int RootYears = 15;
    private const int LeafYears = 10;
    private const int SerialBytes = 16;

    private readonly SeededBytes _seed;
    private readonly string _label;
    private readonly DateTimeOffset _notBefore;
    private readonly SampleKey _key;
    private readonly X500DistinguishedName _name;
    private readonly X509SubjectKeyIdentifierExtension _keyIdentifier;

    /// <param name="seed">Source of keys and serial numbers.</param>
    /// <param name="label">Sets this authority's keys apart from every other's.</param>
    /// <param name="agency">Whose root it is.</param>
    /// <param name="notBefore">Start of validity of everything issued; whole seconds.</param>
    /// <param name="claimedKeyIdentifier">
    /// Where an impostor copies the name and key identifier of the true root, so that only its signatures give it away.
    /// </param>
    public CertificateAuthority(
        SeededBytes seed,
        string label,
        SampleAgency agency,
        DateTimeOffset notBefore,
        X509SubjectKeyIdentifierExtension? claimedKeyIdentifier = null)
    {
        _seed = seed;
        _label = label;
        _notBefore = notBefore;
        Agency = agency;
        _key = SampleKey.Derive(seed, label + "/root");
        _name = Name(agency, null, "ca." + agency.Domain);
        var request = Request(_name, _key);
        _keyIdentifier = claimedKeyIdentifier ?? new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(1));
        request.CertificateExtensions.Add(_keyIdentifier);
        CertificatePem = Issue(request, RootYears, "root");
    }

    public SampleAgency Agency { get; }

    /// <summary>The root certificate as PEM, ending in a newline as Fabric's tools write it.</summary>
    public string CertificatePem { get; }

    public X509SubjectKeyIdentifierExtension KeyIdentifier => _keyIdentifier;

    /// <summary>Issues a signing certificate for <c>host.domain</c>.</summary>
    public SampleIdentity Enroll(string host, NodeRole role)
    {
        SampleKey key = SampleKey.Derive(_seed, $"{_label}/{host}");
        return new SampleIdentity(Agency.MspId, role, Leaf(host, role, key, X509KeyUsageFlags.DigitalSignature, tls: false), key);
    }

    /// <summary>Issues a TLS certificate: orderers name theirs in the channel's configuration.</summary>
    public string EnrollTls(string host, NodeRole role) =>
        Leaf(
            host,
            role,
            SampleKey.Derive(_seed, $"{_label}/{host}/tls"),
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.KeyAgreement,
            tls: true);

    private string Leaf(string host, NodeRole role, SampleKey key, X509KeyUsageFlags usage, bool tls)
    {
        string dnsName = $"{host}.{Agency.Domain}";
        string unit = role.ToString().ToLower(CultureInfo.InvariantCulture);
        var request = Request(Name(Agency, unit, dnsName), key);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        if (tls)
            request.CertificateExtensions.Add(
                new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(_keyIdentifier));
        var alternativeNames = new SubjectAlternativeNameBuilder();
        alternativeNames.AddDnsName(dnsName);
        request.CertificateExtensions.Add(alternativeNames.Build());
        return Issue(request, LeafYears, tls ? host + "/tls" : host);
    }

    private string Issue(CertificateRequest request, int years, string label)
    {
        byte[] serial = _seed.Derive($"serial/{_label}/{label}", SerialBytes);
        // RFC 5280, section 4.1.2.2: positive and not zero.
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        using X509Certificate2 certificate = request.Create(
            _name, new DeterministicSignatureGenerator(_key), _notBefore, _notBefore.AddYears(years), serial);
        return certificate.ExportCertificatePem() + "\n";
    }

    private static CertificateRequest Request(X500DistinguishedName name, SampleKey key) =>
        new(name, PublicKey.CreateFromSubjectPublicKeyInfo(key.SubjectPublicKeyInfo, out _), HashAlgorithmName.SHA256);

    private static X500DistinguishedName Name(SampleAgency agency, string? unit, string commonName)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(commonName);
        if (unit is not null)
            builder.AddOrganizationalUnitName(unit);
        builder.AddOrganizationName(agency.Name);
        builder.AddCountryOrRegion("XX");
        return builder.Build();
    }
}
