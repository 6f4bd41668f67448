using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Appliance.Formats.X509;
using Appliance.Verification.Verdicts;
using Appliance.Verification.X509;

namespace Appliance.Verification.Tests.X509;

/// <summary>Paths over certificates that the platform's library issued.</summary>
public sealed class CertificatePathTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Start.AddYears(1);

    [Theory]
    [InlineData("nistP256")]
    [InlineData("nistP384")]
    public void A_leaf_is_vouched_for_through_an_intermediate(string curve)
    {
        using var root = new Authority("root", null, curve);
        using var middle = new Authority("middle", root, curve);
        using var leaf = new Authority("leaf", middle, curve, isAuthority: false);

        CertificatePathResult path = CertificatePath.Find(leaf.Decoded, [middle.Decoded], [root.Decoded], Now);

        Assert.Equal(Verdict.Valid, path.Verdict);
        Assert.Equal([middle.Decoded.Raw.ToArray(), root.Decoded.Raw.ToArray()], path.Issuers.Select(issuer => issuer.Raw.ToArray()));
        Assert.Equal(Verdict.CertificateUntrusted, CertificatePath.Find(leaf.Decoded, [], [root.Decoded], Now).Verdict);
    }

    [Fact]
    public void An_authority_of_the_same_name_with_another_key_vouches_for_nothing()
    {
        using var root = new Authority("root", null);
        using var impostor = new Authority("root", null);
        using var leaf = new Authority("leaf", impostor, isAuthority: false);
        Assert.Equal(Verdict.CertificateUntrusted, CertificatePath.Find(leaf.Decoded, [], [root.Decoded], Now).Verdict);
    }

    [Fact]
    public void A_leaf_cannot_issue()
    {
        using var root = new Authority("root", null);
        using var leaf = new Authority("leaf", root, isAuthority: false);
        using var below = new Authority("below", leaf, isAuthority: false);
        CertificatePathResult path = CertificatePath.Find(below.Decoded, [leaf.Decoded], [root.Decoded], Now);
        Assert.Equal(Verdict.CertificateUntrusted, path.Verdict);
        Assert.Contains("not a certificate authority", path.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_length_is_kept()
    {
        using var root = new Authority("root", null, pathLength: 0);
        using var middle = new Authority("middle", root);
        using var leaf = new Authority("leaf", middle, isAuthority: false);
        Assert.Equal(Verdict.CertificateUntrusted, CertificatePath.Find(leaf.Decoded, [middle.Decoded], [root.Decoded], Now).Verdict);
    }

    [Fact]
    public void The_instant_matters_for_every_certificate()
    {
        using var root = new Authority("root", null);
        using var leaf = new Authority("leaf", root, isAuthority: false);
        Assert.Equal(Verdict.CertificateExpired, CertificatePath.Find(leaf.Decoded, [], [root.Decoded], Start.AddYears(11)).Verdict);
        Assert.Equal(Verdict.CertificateExpired, CertificatePath.Find(leaf.Decoded, [], [root.Decoded], Start.AddDays(-1)).Verdict);
    }

    [Fact]
    public void Authorities_that_vouch_for_each_other_end_the_search()
    {
        using var root = new Authority("root", null);
        using var first = new Authority("a", null);
        using var second = new Authority("b", first);
        using var leaf = new Authority("leaf", second, isAuthority: false);
        Assert.Equal(
            Verdict.CertificateUntrusted,
            CertificatePath.Find(leaf.Decoded, [first.Decoded, second.Decoded], [root.Decoded], Now).Verdict);
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_a_certificate_is_never_vouched_for()
    {
        using var root = new Authority("root", null);
        using var leaf = new Authority("leaf", root, isAuthority: false);
        byte[] raw = leaf.Decoded.Raw.ToArray();
        for (int at = 0; at < raw.Length; at++)
        {
            byte[] tampered = (byte[])raw.Clone();
            tampered[at] ^= 1;
            Certificate certificate;
            try
            {
                certificate = Certificate.Decode(tampered);
            }
            catch (Formats.Decoding.DecodeException)
            {
                continue;
            }

            Assert.NotEqual(Verdict.Valid, CertificatePath.Find(certificate, [], [root.Decoded], Now).Verdict);
        }
    }

    private sealed class Authority : IDisposable
    {
        private readonly ECDsa _key;
        private readonly X509Certificate2 _certificate;

        public Authority(string name, Authority? issuer, string curve = "nistP256", bool isAuthority = true, int? pathLength = null)
        {
            _key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
            var request = new CertificateRequest($"CN={name}, O=Archives", _key, curve == "nistP384" ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, pathLength is not null, pathLength ?? 0, true));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
            if (isAuthority)
                request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
            X509SignatureGenerator generator = X509SignatureGenerator.CreateForECDsa(issuer?._key ?? _key);
            _certificate = request.Create(
                issuer?._certificate.SubjectName ?? request.SubjectName, generator, Start, Start.AddYears(10), [1, .. RandomNumberGenerator.GetBytes(8)]);
            Decoded = Certificate.Decode(_certificate.RawData);
        }

        public Certificate Decoded { get; }

        public void Dispose()
        {
            _certificate.Dispose();
            _key.Dispose();
        }
    }
}
