using Appliance.Samples.Keys;

namespace Appliance.Samples.Identities;

/// <summary>One agency's authority and the identities that act for it on the channel.</summary>
internal sealed class Organisation
{
    public Organisation(SeededBytes seed, SampleAgency agency, DateTimeOffset notBefore)
    {
        Agency = agency;
        Authority = new CertificateAuthority(seed, agency.MspId, agency, notBefore);
        Peer = Authority.Enroll("peer0", NodeRole.Peer);
        Client = Authority.Enroll("registrar", NodeRole.Client);
        Admin = Authority.Enroll("admin", NodeRole.Admin);
        var impostor = new CertificateAuthority(seed, agency.MspId + "/impostor", agency, notBefore, Authority.KeyIdentifier);
        ImpostorClient = impostor.Enroll("registrar", NodeRole.Client);
        ImpostorPeer = impostor.Enroll("peer0", NodeRole.Peer);
    }

    public SampleAgency Agency { get; }

    public CertificateAuthority Authority { get; }

    public SampleIdentity Peer { get; }

    public SampleIdentity Client { get; }

    public SampleIdentity Admin { get; }

    /// <summary>A client whose certificate looks like the agency's to the last name but was signed by another root.</summary>
    public SampleIdentity ImpostorClient { get; }

    /// <summary>A peer of the same kind.</summary>
    public SampleIdentity ImpostorPeer { get; }
}
