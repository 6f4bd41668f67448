using System.Security.Cryptography.X509Certificates;
using Appliance.Samples.Identities;
using Appliance.Samples.Keys;

namespace Appliance.Samples.Tests;

public sealed class CertificateTests
{
    private static readonly DateTimeOffset NotBefore = new(2024, 2, 29, 8, 0, 0, TimeSpan.Zero);
    private static readonly SampleChannelOptions Options = new() { Seed = "certificates" };
    private static readonly SampleChannel Channel = new(Options);
    private static readonly Organisation Archives = new(new SeededBytes(Options.Seed), SampleAgency.Defaults[0], NotBefore);
    private static readonly OrderingOrganisation Ordering = new(new SeededBytes(Options.Seed), NotBefore);

    private static PlainVerifier Verifier(DateTimeOffset at) => new(Channel, Options.Agencies.Count, at);

    [Fact]
    public void Leaves_chain_to_the_root_of_their_organisation_and_carry_their_role()
    {
        PlainVerifier verifier = Verifier(NotBefore.AddSeconds(1));
        Assert.True(verifier.Trusted(Archives.Peer.Serialized, "peer"));
        Assert.True(verifier.Trusted(Archives.Client.Serialized, "client"));
        Assert.True(verifier.Trusted(Archives.Admin.Serialized, "admin"));
        Assert.False(verifier.Trusted(Archives.Client.Serialized, "peer"));
        Assert.All(Ordering.Orderers, orderer => Assert.True(verifier.Trusted(orderer.Serialized, "orderer")));
    }

    [Fact]
    public void Validity_is_ten_years_from_a_day_before_the_start()
    {
        Assert.True(Verifier(NotBefore.AddYears(10).AddDays(-1)).Trusted(Archives.Peer.Serialized, "peer"));
        Assert.False(Verifier(NotBefore.AddYears(10).AddDays(1)).Trusted(Archives.Peer.Serialized, "peer"));
        Assert.False(Verifier(NotBefore.AddDays(-1)).Trusted(Archives.Peer.Serialized, "peer"));
    }

    [Fact]
    public void An_impostor_differs_from_the_true_identity_in_nothing_but_keys_and_signatures()
    {
        foreach ((SampleIdentity honest, SampleIdentity impostor, string role) in (IEnumerable<(SampleIdentity, SampleIdentity, string)>)
                 [
                     (Archives.Client, Archives.ImpostorClient, "client"),
                     (Archives.Peer, Archives.ImpostorPeer, "peer"),
                     (Ordering.Orderers[0], Ordering.ImpostorOrderer, "orderer"),
                 ])
        {
            using X509Certificate2 one = PlainVerifier.Certificate(honest.Serialized);
            using X509Certificate2 other = PlainVerifier.Certificate(impostor.Serialized);
            Assert.Equal(one.Subject, other.Subject);
            Assert.Equal(one.Issuer, other.Issuer);
            Assert.Equal(AuthorityKey(one), AuthorityKey(other));
            Assert.NotEqual(one.GetPublicKey(), other.GetPublicKey());
            Assert.False(Verifier(Options.Start).Trusted(impostor.Serialized, role));
        }
    }

    [Fact]
    public void Serial_numbers_are_positive_and_all_different()
    {
        SampleIdentity[] identities = [Archives.Peer, Archives.Client, Archives.Admin, Archives.ImpostorPeer, .. Ordering.Orderers];
        string[] serials = [.. identities.Select(identity =>
        {
            using X509Certificate2 certificate = PlainVerifier.Certificate(identity.Serialized);
            Assert.InRange(certificate.SerialNumberBytes.Span[0], 0x40, 0x7F);
            return certificate.SerialNumber;
        })];
        Assert.Equal(serials.Length, serials.Distinct().Count());
    }

    private static byte[] AuthorityKey(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().Single().KeyIdentifier!.Value.ToArray();
}
