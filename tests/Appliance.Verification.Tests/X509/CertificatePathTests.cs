using Appliance.Formats.X509;
using Appliance.Verification.Verdicts;
using Appliance.Verification.X509;

namespace Appliance.Verification.Tests.X509;

/// <summary>Paths over certificates that the platform's library issued.</summary>
public sealed class CertificatePathTests
{
    private static readonly DateTimeOffset Start = TestAuthority.Start;
    private static readonly DateTimeOffset Now = Start.AddYears(1);

    [Theory]
    [InlineData("nistP256")]
    [InlineData("nistP384")]
    public void A_leaf_is_vouched_for_through_an_intermediate(string curve)
    {
        using var root = new TestAuthority("root", null, curve);
        using var middle = new TestAuthority("middle", root, curve);
        using var leaf = new TestAuthority("leaf", middle, curve, isAuthority: false);

        CertificatePathResult path = CertificatePath.Find(leaf.Decoded, [middle.Decoded], [root.Decoded], Now);

        Assert.Equal(Verdict.Valid, path.Verdict);
        Assert.Equal([middle.Decoded.Raw.ToArray(), root.Decoded.Raw.ToArray()], path.Issuers.Select(issuer => issuer.Raw.ToArray()));
        Assert.Equal(Verdict.CertificateUntrusted, CertificatePath.Find(leaf.Decoded, [], [root.Decoded], Now).Verdict);
    }

    [Fact]
    public void An_authority_of_the_same_name_with_another_key_vouches_for_nothing()
    {
        using var root = new TestAuthority("root", null);
        using var impostor = new TestAuthority("root", null);
        using var leaf = new TestAuthority("leaf", impostor, isAuthority: false);
        Assert.Equal(Verdict.CertificateUntrusted, CertificatePath.Find(leaf.Decoded, [], [root.Decoded], Now).Verdict);
    }

    [Fact]
    public void A_leaf_cannot_issue()
    {
        using var root = new TestAuthority("root", null);
        using var leaf = new TestAuthority("leaf", root, isAuthority: false);
        using var below = new TestAuthority("below", leaf, isAuthority: false);
        CertificatePathResult path = CertificatePath.Find(below.Decoded, [leaf.Decoded], [root.Decoded], Now);
        Assert.Equal(Verdict.CertificateUntrusted, path.Verdict);
        Assert.Contains("not a certificate authority", path.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_length_is_kept()
    {
        using var root = new TestAuthority("root", null, pathLength: 0);
        using var middle = new TestAuthority("middle", root);
        using var leaf = new TestAuthority("leaf", middle, isAuthority: false);
        Assert.Equal(Verdict.CertificateUntrusted, CertificatePath.Find(leaf.Decoded, [middle.Decoded], [root.Decoded], Now).Verdict);
    }

    [Fact]
    public void The_instant_matters_for_every_certificate()
    {
        using var root = new TestAuthority("root", null);
        using var leaf = new TestAuthority("leaf", root, isAuthority: false);
        Assert.Equal(Verdict.CertificateExpired, CertificatePath.Find(leaf.Decoded, [], [root.Decoded], Start.AddYears(11)).Verdict);
        Assert.Equal(Verdict.CertificateExpired, CertificatePath.Find(leaf.Decoded, [], [root.Decoded], Start.AddDays(-1)).Verdict);
    }

    [Fact]
    public void Authorities_that_vouch_for_each_other_end_the_search()
    {
        using var root = new TestAuthority("root", null);
        using var first = new TestAuthority("a", null);
        using var second = new TestAuthority("b", first);
        using var leaf = new TestAuthority("leaf", second, isAuthority: false);
        Assert.Equal(
            Verdict.CertificateUntrusted,
            CertificatePath.Find(leaf.Decoded, [first.Decoded, second.Decoded], [root.Decoded], Now).Verdict);
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_a_certificate_is_never_vouched_for()
    {
        using var root = new TestAuthority("root", null);
        using var leaf = new TestAuthority("leaf", root, isAuthority: false);
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
}
