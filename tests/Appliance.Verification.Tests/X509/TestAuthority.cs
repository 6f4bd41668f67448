using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Appliance.Formats.X509;

namespace Appliance.Verification.Tests.X509;

/// <summary>A certificate that the platform's library issued, with its key: an authority or a leaf.</summary>
internal sealed class TestAuthority : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _key;
    private readonly X509Certificate2 _certificate;

    public TestAuthority(
        string name,
        TestAuthority? issuer,
        string curve = "nistP256",
        bool isAuthority = true,
        int? pathLength = null,
        DateTimeOffset? notBefore = null,
        DateTimeOffset? notAfter = null,
        params string[] units)
    {
        _key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        HashAlgorithmName hash = curve == "nistP384" ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        string subject = string.Concat(units.Select(unit => $"OU={unit}, "));
        var request = new CertificateRequest($"CN={name}, {subject}O=Archives", _key, hash);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, pathLength is not null, pathLength ?? 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (isAuthority)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using X509Certificate2 created = request.Create(
            issuer?._certificate.SubjectName ?? request.SubjectName,
            X509SignatureGenerator.CreateForECDsa(issuer?._key ?? _key),
            notBefore ?? Start,
            notAfter ?? Start.AddYears(10),
            [1, .. RandomNumberGenerator.GetBytes(8)]);
        _certificate = created.CopyWithPrivateKey(_key);
        Decoded = Certificate.Decode(created.RawData);
    }

    public Certificate Decoded { get; }

    public ECDsa Key => _key;

    public ReadOnlyMemory<byte> Pem => Encoding.ASCII.GetBytes(_certificate.ExportCertificatePem());

    public ReadOnlyMemory<byte> Revoke(TestAuthority revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry(revoked._certificate.SerialNumberBytes.Span);
        byte[] list = builder.Build(
            _certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(_key),
            1,
            Start.AddYears(10),
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(_certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single()),
            Start);
        return Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", list));
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
