using Appliance.Samples.Keys;

namespace Appliance.Samples.Identities;

/// <summary>The ordering service: three orderers under a root of their own (etcdraft).</summary>
internal sealed class OrderingOrganisation
{
    private const int Consenters = 3;

    public OrderingOrganisation(SeededBytes seed, DateTimeOffset notBefore)
    {
        SampleAgency agency = SampleAgency.OrderingService;
        Authority = new CertificateAuthority(seed, agency.MspId, agency, notBefore);
        Orderers = [.. Hosts.Select(host => Authority.Enroll(host, NodeRole.Orderer))];
        TlsCertificates = [.. Hosts.Select(host => Authority.EnrollTls(host, NodeRole.Orderer))];
        var impostor = new CertificateAuthority(seed, agency.MspId + "/impostor", agency, notBefore, Authority.KeyIdentifier);
        ImpostorOrderer = impostor.Enroll("orderer0", NodeRole.Orderer);
    }

    public static IReadOnlyList<string> Hosts { get; } = [.. Enumerable.Range(0, Consenters).Select(index => $"orderer{index}")];

    public CertificateAuthority Authority { get; }

    public IReadOnlyList<SampleIdentity> Orderers { get; }

    public IReadOnlyList<string> TlsCertificates { get; }

    /// <summary>An orderer whose certificate looks right but was signed by another root.</summary>
    public SampleIdentity ImpostorOrderer { get; }
}
