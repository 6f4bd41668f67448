using System.Text;
using Appliance.Formats.Plans;
using Appliance.Formats.X509;
using Appliance.Verification.Documents;
using Appliance.Verification.Keys;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.X509;

public sealed class X509DocumentTests
{
    private static readonly DateTimeOffset During = TestAuthority.Start.AddYears(1);

    [Theory]
    [InlineData("nistP256", "ecdsa-p256-sha256")]
    [InlineData("nistP384", "ecdsa-p384-sha384 (platform)")]
    public async Task A_chain_is_genuine_under_a_pinned_root_and_names_who_computed_it(string curve, string scheme)
    {
        using var root = new TestAuthority("root", null, curve);
        using var middle = new TestAuthority("middle", root, curve);
        using var leaf = new TestAuthority("leaf", middle, curve, isAuthority: false);
        byte[] chain = [.. leaf.Pem.Span, .. middle.Pem.Span];

        DocumentReport report = await JudgeAsync(chain, Roots(root.Decoded.Raw));

        Assert.Equal((Verdict.Genuine, "x509-chain"), (report.Verdict, report.Format));
        Assert.Equal([scheme, scheme], report.Checks.Where(check => check.Kind == CheckKind.CertificatePath).Select(check => check.Scheme));
        Assert.Contains(report.Facts, fact => fact.Name == "subject" && fact.Value.Contains("leaf", StringComparison.Ordinal));
        Assert.Equal(Verdict.Unanchored, (await JudgeAsync(chain)).Verdict);
        Assert.Equal(Verdict.Unanchored, (await JudgeAsync(leaf.Pem.ToArray(), Roots(root.Decoded.Raw))).Verdict);
        Assert.Equal(Verdict.CertificateExpired, (await JudgeAsync(chain, Roots(root.Decoded.Raw), TestAuthority.Start.AddYears(20))).Verdict);
        Assert.Equal(Verdict.Genuine, (await JudgeAsync(leaf.Decoded.Raw.ToArray(), Roots(middle.Decoded.Raw))).Verdict);
    }

    [Fact]
    public async Task A_raw_key_says_only_that_it_signed_the_certificate()
    {
        using var root = new TestAuthority("root", null);
        using var leaf = new TestAuthority("leaf", root, isAuthority: false);
        KnownKey issuer = KnownKey.ReadAll(Encoding.ASCII.GetBytes(root.Key.ExportSubjectPublicKeyInfoPem()))[0];
        KnownKey other = KnownKey.ReadAll(Encoding.ASCII.GetBytes(leaf.Key.ExportSubjectPublicKeyInfoPem()))[0];

        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(leaf.Pem.ToArray(), keys: [other, issuer])).Verdict);
        Assert.Equal(Verdict.SignatureMismatch, (await JudgeAsync(leaf.Pem.ToArray(), keys: [other])).Verdict);
    }

    [Fact]
    public async Task A_broken_link_is_seen_without_any_root()
    {
        using var root = new TestAuthority("root", null);
        using var impostor = new TestAuthority("root", null);
        using var leaf = new TestAuthority("leaf", root, isAuthority: false);

        Assert.Equal(Verdict.CertificateUntrusted, (await JudgeAsync([.. leaf.Pem.Span, .. impostor.Pem.Span])).Verdict);
        Assert.Equal(Verdict.Unanchored, (await JudgeAsync([.. leaf.Pem.Span, .. root.Pem.Span])).Verdict);
    }

    [Fact]
    public async Task Every_byte_of_a_certificate_is_covered()
    {
        using var root = new TestAuthority("root", null);
        using var leaf = new TestAuthority("leaf", root, isAuthority: false);
        byte[] der = leaf.Decoded.Raw.ToArray();
        for (int at = 0; at < der.Length; at++)
        {
            byte[] tampered = [.. der];
            tampered[at] ^= 1;
            Assert.False((await JudgeAsync(tampered, Roots(root.Decoded.Raw))).Verdict.IsGenuine(), $"byte {at}");
        }
    }

    [Fact]
    public async Task Sm2_certificates_with_the_default_identifier_are_vouched_for()
    {
        byte[] root = await File.ReadAllBytesAsync(Vectors.Path("sm2/sm2-root-cert.pem"), TestContext.Current.CancellationToken);
        byte[] leaf = await File.ReadAllBytesAsync(Vectors.Path("sm2/sm2-cert.pem"), TestContext.Current.CancellationToken);
        DateTimeOffset at = Certificate.DecodePem(leaf).NotBefore.AddDays(1);

        DocumentReport report = await JudgeAsync(leaf, Roots(Certificate.DecodePem(root).Raw), at);

        Assert.Equal(Verdict.Genuine, report.Verdict);
        Assert.Equal("sm2-sm3", report.Checks[0].Scheme);
    }

    [Fact]
    public async Task Ed25519_certificates_are_vouched_for()
    {
        (byte[] root, byte[] leaf) = Ed25519Certificates.Make();

        DocumentReport report = await JudgeAsync(Formats.X509.Pem.Encode("CERTIFICATE", leaf), Roots(root));
        byte[] tampered = [.. leaf];
        tampered[^1] ^= 1;

        Assert.Equal((Verdict.Genuine, "ed25519"), (report.Verdict, report.Checks[0].Scheme));
        Assert.Equal(Verdict.CertificateUntrusted, (await JudgeAsync(Formats.X509.Pem.Encode("CERTIFICATE", tampered), Roots(root))).Verdict);
    }

    [Fact]
    public async Task More_certificates_than_a_path_may_have_are_refused()
    {
        using var root = new TestAuthority("root", null);
        byte[] many = [.. Enumerable.Repeat(root.Pem.ToArray(), 9).SelectMany(pem => pem)];

        Assert.Equal(Verdict.Malformed, (await JudgeAsync(many)).Verdict);
    }

    [Fact]
    public async Task A_ledger_full_of_certificates_is_a_ledger()
    {
        using var stream = new MemoryStream();
        await Samples.SampleChannel.WriteAsync(stream, new Samples.SampleChannelOptions { Seed = "certificates", Blocks = 1, TransactionsPerBlock = 1 }, cancellationToken: TestContext.Current.CancellationToken);

        (DocumentReport report, _) = await Verify.BytesAsync(stream.ToArray());

        Assert.Equal("fabric-ledger", report.Format);
    }

    private static TrustAnchors Roots(ReadOnlyMemory<byte> root) => TrustAnchors.None.Add(new CertificateRootsAnchor("roots", [root.ToArray()]));

    private static async Task<DocumentReport> JudgeAsync(byte[] document, TrustAnchors? anchors = null, DateTimeOffset? at = null, KnownKey[]? keys = null)
    {
        (DocumentReport report, _) = await Verify.BytesAsync(document, anchors, companions: new Companions { At = at ?? During, Keys = keys ?? [] });
        return report;
    }
}
