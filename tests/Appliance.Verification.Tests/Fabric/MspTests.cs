using Appliance.Formats.Fabric;
using Appliance.Formats.X509;
using Appliance.Kernels;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Fabric;
using Appliance.Verification.Tests.X509;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.Fabric;

/// <summary>Whom an organisation accepts, and in which role.</summary>
public sealed class MspTests : IDisposable
{
    private readonly TestAuthority _root = new("root", null);
    private readonly TestAuthority _stranger = new("root", null);
    private readonly List<TestAuthority> _issued = [];

    [Fact]
    public void A_certificate_of_the_root_is_a_member_and_one_of_a_stranger_is_not()
    {
        Msp msp = Organisation();
        ResolvedSigner accepted = msp.Resolve(Issue("peer0").Pem);
        Assert.Equal(Verdict.Valid, accepted.Verdict);
        Assert.Equal("Org1MSP/peer0", accepted.Name);
        Assert.Equal(MspRoles.Member, Assert.IsType<MspIdentity>(accepted.Identity).Roles);
        Assert.Equal(Verdict.CertificateUntrusted, msp.Resolve(Issue("peer0", _stranger).Pem).Verdict);
        Assert.Equal(Verdict.IdentityUnknown, msp.Resolve(_root.Pem).Verdict);
        Assert.Equal(Verdict.IdentityUnknown, msp.Resolve("no certificate"u8.ToArray()).Verdict);
    }

    [Fact]
    public void An_identity_may_have_an_ed25519_key()
    {
        (byte[] root, byte[] leaf) = Ed25519Certificates.Make();
        var msp = new Msp(new FabricMspConfig { Name = "Org1MSP", RootCertificates = [Pem.Encode("CERTIFICATE", root)] });

        ResolvedSigner signer = msp.Resolve(Pem.Encode("CERTIFICATE", leaf));

        Assert.Equal((Verdict.Valid, SignatureAlgorithm.Ed25519), (signer.Verdict, signer.Algorithm));
        Assert.Equal(Certificate.Decode(leaf).PublicKey.Key.ToArray(), signer.PublicKey.ToArray());
        Assert.Equal(Verdict.CertificateUntrusted, msp.Resolve(Pem.Encode("CERTIFICATE", Ed25519Certificates.Make().Leaf)).Verdict);
    }

    [Fact]
    public void An_expired_certificate_still_vouches_for_old_blocks()
    {
        TestAuthority expired = new(
            "peer0", _root, isAuthority: false, notBefore: TestAuthority.Start, notAfter: TestAuthority.Start.AddDays(1));
        _issued.Add(expired);
        Assert.Equal(Verdict.Valid, Organisation().Resolve(expired.Pem).Verdict);
    }

    [Fact]
    public void A_revoked_certificate_is_refused_and_a_list_by_somebody_else_revokes_nothing()
    {
        TestAuthority peer = Issue("peer0");
        Assert.Equal(Verdict.CertificateRevoked, Organisation(revocations: [_root.Revoke(peer)]).Resolve(peer.Pem).Verdict);
        Assert.Equal(Verdict.Valid, Organisation(revocations: [_root.Revoke(peer)]).Resolve(Issue("peer1").Pem).Verdict);
        Assert.Equal(Verdict.Valid, Organisation(revocations: [_stranger.Revoke(peer)]).Resolve(peer.Pem).Verdict);
    }

    [Theory]
    [InlineData(MspRoles.Member | MspRoles.Client, "client")]
    [InlineData(MspRoles.Member | MspRoles.Peer, "peer", "department1")]
    [InlineData(MspRoles.Member | MspRoles.Admin, "admin")]
    [InlineData(MspRoles.Member | MspRoles.Orderer, "orderer")]
    [InlineData(null)]
    [InlineData(null, "department1")]
    [InlineData(null, "client", "peer")]
    public void With_node_units_exactly_one_of_them_gives_the_role(MspRoles? roles, params string[] units)
    {
        ResolvedSigner signer = Organisation(nodeUnits: true).Resolve(Issue("one", null, units).Pem);
        Assert.Equal(roles is null ? Verdict.IdentityUnknown : Verdict.Valid, signer.Verdict);
        Assert.Equal(roles, (signer.Identity as MspIdentity)?.Roles);
    }

    [Fact]
    public void A_listed_administrator_is_one()
    {
        TestAuthority admin = Issue("admin");
        ResolvedSigner signer = Organisation(admins: [admin.Pem]).Resolve(admin.Pem);
        Assert.Equal(MspRoles.Member | MspRoles.Admin, Assert.IsType<MspIdentity>(signer.Identity).Roles);
    }

    [Fact]
    public void What_is_not_supported_is_not_verified_rather_than_refuted()
    {
        var p384 = new TestAuthority("peer0", _root, "nistP384", isAuthority: false);
        _issued.Add(p384);
        Assert.Equal(Outcome.NotVerified, Organisation().Resolve(p384.Pem).Verdict.Outcome());
        var sha3 = new Msp(new FabricMspConfig { Name = "Org1MSP", RootCertificates = [_root.Pem], SignatureHashFamily = "SHA3" });
        Assert.Equal(Verdict.Unsupported, sha3.Resolve(Issue("peer0").Pem).Verdict);
        Assert.Equal(Verdict.Unsupported, new Msp(new FabricMspConfig { Name = "Idemix", Type = 1 }).Resolve(Issue("peer0").Pem).Verdict);
    }

    [Fact]
    public void One_certificate_spelled_in_two_ways_is_one_party()
    {
        Msp msp = Organisation();
        TestAuthority peer = Issue("peer0");
        byte[] other = [.. peer.Pem.Span, (byte)'\n'];
        ResolvedSigner first = msp.Resolve(peer.Pem);
        ResolvedSigner second = msp.Resolve(other);
        Assert.Equal(Verdict.Valid, second.Verdict);
        Assert.True(first.IsSameParty(second));
        Assert.False(first.IsSameParty(msp.Resolve(Issue("peer0").Pem)));
    }

    [Fact]
    public void A_signature_serves_one_principal_only()
    {
        Msp msp = Organisation(nodeUnits: true);
        ResolvedSigner peer = msp.Resolve(Issue("p", null, "peer").Pem);
        ResolvedSigner another = msp.Resolve(Issue("q", null, "peer").Pem);
        ResolvedSigner client = msp.Resolve(Issue("c", null, "client").Pem);
        var two = new SignaturePolicyRule(FabricPolicyText.Parse("AND('Org1MSP.peer','Org1MSP.peer')"));
        var mixed = new SignaturePolicyRule(FabricPolicyText.Parse("AND('Org1MSP.member','Org1MSP.client')"));
        var other = new SignaturePolicyRule(FabricPolicyText.Parse("OR('Org2MSP.peer','Org1MSP.admin')"));

        Assert.False(two.IsSatisfiedBy([peer]));
        Assert.False(two.IsSatisfiedBy([peer, client]));
        Assert.True(two.IsSatisfiedBy([peer, another]));
        Assert.True(mixed.IsSatisfiedBy([peer, client]));
        Assert.False(mixed.IsSatisfiedBy([client]));
        Assert.False(other.IsSatisfiedBy([peer, another, client]));
        Assert.False(two.IsSatisfiedBy([]));
    }

    [Fact]
    public void A_meta_rule_counts_groups_and_a_group_without_policy_never_counts()
    {
        Msp msp = Organisation();
        ResolvedSigner peer = msp.Resolve(Issue("p").Pem);
        var yes = new SignaturePolicyRule(FabricPolicyText.Parse("'Org1MSP.member'"));
        var no = new SignaturePolicyRule(FabricPolicyText.Parse("'Org2MSP.member'"));

        Assert.True(Meta(FabricImplicitMetaRule.Any, no, yes, null));
        Assert.False(Meta(FabricImplicitMetaRule.Any, no, null));
        Assert.False(Meta(FabricImplicitMetaRule.All, yes, null));
        Assert.True(Meta(FabricImplicitMetaRule.All, yes, yes));
        Assert.False(Meta(FabricImplicitMetaRule.Majority, yes, no));
        Assert.True(Meta(FabricImplicitMetaRule.Majority, yes, no, yes));
        Assert.False(Meta(FabricImplicitMetaRule.Any));
        Assert.False(Meta(FabricImplicitMetaRule.All));
        Assert.False(Meta(FabricImplicitMetaRule.Majority));

        bool Meta(FabricImplicitMetaRule rule, params IPolicy?[] children) =>
            new ImplicitMetaRule(rule, "Endorsement", children).IsSatisfiedBy([peer]);
    }

    public void Dispose()
    {
        _root.Dispose();
        _stranger.Dispose();
        _issued.ForEach(one => one.Dispose());
    }

    private TestAuthority Issue(string name, TestAuthority? issuer = null, params string[] units)
    {
        var issued = new TestAuthority(name, issuer ?? _root, isAuthority: false, units: units);
        _issued.Add(issued);
        return issued;
    }

    private Msp Organisation(
        IReadOnlyList<ReadOnlyMemory<byte>>? revocations = null, IReadOnlyList<ReadOnlyMemory<byte>>? admins = null, bool nodeUnits = false) =>
        new(new FabricMspConfig
        {
            Name = "Org1MSP",
            RootCertificates = [_root.Pem],
            RevocationLists = revocations ?? [],
            Admins = admins ?? [],
            NodeOus = nodeUnits ? new FabricNodeOus(true, Unit("client"), Unit("peer"), Unit("admin"), Unit("orderer")) : null,
        });

    private static FabricOuIdentifier Unit(string name) => new(default, name);
}
