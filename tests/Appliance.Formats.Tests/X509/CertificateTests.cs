using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;
using Appliance.Formats.X509;

namespace Appliance.Formats.Tests.X509;

/// <summary>Certificates as others wrote them, against what the platform reads in them.</summary>
public sealed class CertificateTests
{
    [Fact]
    public void A_generated_certificate_reads_as_the_platform_reads_it()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = Make(key);
        var certificate = Certificate.Decode(made.RawData);
        AssertSame(made, certificate);
        Assert.Equal(["department", "peer"], certificate.Subject.OrganizationalUnits);
        Assert.Equal("peer0", certificate.Subject.CommonName);
        Assert.True(certificate.IsSelfIssued);
        Assert.Equal(new BasicConstraints(true, 1), certificate.BasicConstraints);
        Assert.Equal(KeyUsages.DigitalSignature | KeyUsages.KeyCertSign | KeyUsages.CrlSign, certificate.KeyUsage);
        Assert.False(certificate.HasUnknownCriticalExtension);
        Assert.True(key.VerifyData(
            certificate.TbsCertificate.Span, certificate.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        ECParameters parameters = key.ExportParameters(false);
        Assert.Equal([.. parameters.Q.X!, .. parameters.Q.Y!], certificate.PublicKey.Point.ToArray());
    }

    [Fact]
    public void Unknown_critical_extensions_are_noted()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = Make(key, new X509Extension("1.2.3.4", [0x05, 0x00], critical: true));
        Assert.True(Certificate.Decode(made.RawData).HasUnknownCriticalExtension);
    }

    [Fact]
    public void Certificates_of_a_real_ledger_read_as_the_platform_reads_them()
    {
        FabricChannelConfig config = FabricChannelConfig.FromBlock(
            Fabric.FabricVectorTests.ReadAll(Vectors.Read("fabric/from_snapshot.blockfile"))[0])!;
        int seen = 0;
        foreach (FabricMspConfig msp in config.Msps.Values)
        {
            foreach (ReadOnlyMemory<byte> pem in msp.RootCertificates.Concat(msp.Admins).Concat(msp.TlsRootCertificates))
            {
                using var expected = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem.Span));
                AssertSame(expected, Certificate.DecodePem(pem));
                seen++;
            }
        }

        Assert.True(seen >= 3);
    }

    [Theory]
    [InlineData("sm2/sm2-root-cert.pem")]
    [InlineData("sm2/sm2-cert.pem")]
    public void SM2_certificates_are_read(string path)
    {
        var certificate = Certificate.DecodePem(Vectors.Read(path));
        Assert.Equal(PublicKeyKind.EcSm2, certificate.PublicKey.Kind);
        Assert.Equal(64, certificate.PublicKey.Point.Length);
        Assert.Equal("1.2.156.10197.1.501", certificate.SignatureAlgorithm);
    }

    [Fact]
    public void Every_truncation_and_every_byte_behind_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = Make(key);
        byte[] der = made.RawData;
        for (int length = 0; length < der.Length; length++)
        {
            byte[] cut = der[..length];
            Assert.Equal(DecodeFault.Truncated, Assert.Throws<DecodeException>(() => Certificate.Decode(cut)).Fault);
        }

        DecodeException behind = Assert.Throws<DecodeException>(() => Certificate.Decode((byte[])[.. der, 0]));
        Assert.Equal((DecodeFault.TrailingBytes, (long)der.Length), (behind.Fault, behind.Offset));
    }

    [Fact]
    public void Lengths_in_more_octets_than_needed_are_refused_where_they_stand()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = Make(key);
        byte[] der = made.RawData;
        // 30 82 hh ll -> 30 83 00 hh ll
        byte[] padded = [0x30, 0x83, 0x00, .. der[2..]];
        DecodeException error = Assert.Throws<DecodeException>(() => Certificate.Decode(padded));
        Assert.Equal((DecodeFault.NotCanonical, 0L), (error.Fault, error.Offset));
    }

    [Fact]
    public void Revocation_lists_are_read()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 issuer = Make(key);
        var builder = new CertificateRevocationListBuilder();
        byte[] revoked = [0x7F, 0x01, 0x02];
        builder.AddEntry(revoked);
        byte[] der = builder.Build(
            issuer, 5, new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero), HashAlgorithmName.SHA256, thisUpdate: new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var list = CertificateList.DecodePem(Pem.Encode("X509 CRL", der));
        Assert.True(list.IsRevoked(revoked));
        Assert.False(list.IsRevoked([0x7F, 0x01, 0x03]));
        Assert.Equal(Certificate.Decode(issuer.RawData).Subject.Raw.ToArray(), list.Issuer.Raw.ToArray());
        Assert.Equal(Certificate.Decode(issuer.RawData).SubjectKeyIdentifier.ToArray(), list.AuthorityKeyIdentifier.ToArray());
        Assert.Equal(2030, list.ThisUpdate.Year);
        Assert.Equal(2031, list.NextUpdate!.Value.Year);
        Assert.True(key.VerifyData(list.TbsCertList.Span, list.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    internal static X509Certificate2 Make(ECDsa key, params X509Extension[] more)
    {
        var request = new CertificateRequest("C=CN, O=Agency, OU=peer, OU=department, CN=peer0", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 1, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        var identifier = new X509SubjectKeyIdentifierExtension(request.PublicKey, false);
        request.CertificateExtensions.Add(identifier);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier));
        foreach (X509Extension extension in more)
            request.CertificateExtensions.Add(extension);
        return request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2060, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static void AssertSame(X509Certificate2 expected, Certificate certificate)
    {
        Assert.Equal(expected.RawData, certificate.Raw.ToArray());
        Assert.Equal(expected.SubjectName.RawData, certificate.Subject.Raw.ToArray());
        Assert.Equal(expected.IssuerName.RawData, certificate.Issuer.Raw.ToArray());
        Assert.Equal(expected.SerialNumberBytes.ToArray(), certificate.SerialNumber.ToArray());
        Assert.Equal(expected.NotBefore.ToUniversalTime(), certificate.NotBefore.UtcDateTime);
        Assert.Equal(expected.NotAfter.ToUniversalTime(), certificate.NotAfter.UtcDateTime);
        Assert.Equal(expected.SignatureAlgorithm.Value, certificate.SignatureAlgorithm);
        Assert.Equal(expected.PublicKey.ExportSubjectPublicKeyInfo(), certificate.SubjectPublicKeyInfo.ToArray());
        Assert.Equal(expected.Version, certificate.Version);
        Assert.Equal(expected.Extensions.Select(e => (e.Oid!.Value!, e.Critical)), certificate.Extensions.Select(e => (e.Oid, e.Critical)));
        string? identifier = expected.Extensions.OfType<X509SubjectKeyIdentifierExtension>().SingleOrDefault()?.SubjectKeyIdentifier;
        Assert.Equal(identifier ?? "", Convert.ToHexString(certificate.SubjectKeyIdentifier.Span));
    }
}
