namespace Appliance.Formats.Fabric;

/// <summary>A set of identities (<c>common.MSPPrincipal</c>).</summary>
public abstract record FabricPrincipal;

/// <summary>Identities of an organisation in a role.</summary>
/// <param name="MspId">The organisation's MSP name.</param>
/// <param name="Role">The role.</param>
public sealed record FabricRolePrincipal(string MspId, FabricRole Role) : FabricPrincipal;

/// <summary>Identities of an organisational unit.</summary>
/// <param name="MspId">The organisation's MSP name.</param>
/// <param name="Name">The unit, as the certificate's subject carries it.</param>
/// <param name="CertifiersIdentifier">Hash of the certificate chain that issues for the unit; may be empty.</param>
public sealed record FabricOrganizationalUnitPrincipal(string MspId, string Name, ReadOnlyMemory<byte> CertifiersIdentifier) : FabricPrincipal;

/// <summary>One identity.</summary>
/// <param name="Identity">Its <c>msp.SerializedIdentity</c>.</param>
public sealed record FabricIdentityPrincipal(ReadOnlyMemory<byte> Identity) : FabricPrincipal;

/// <summary>A classification that this decoder does not read: anonymity, combined, or one to come.</summary>
/// <param name="Classification"><c>common.MSPPrincipal.principal_classification</c>.</param>
public sealed record FabricUnknownPrincipal(int Classification) : FabricPrincipal;

/// <summary><c>common.MSPRole.MSPRoleType</c>.</summary>
public enum FabricRole
{
    /// <summary>Any identity of the organisation.</summary>
    Member = 0,

    /// <summary>Administrator.</summary>
    Admin = 1,

    /// <summary>Client.</summary>
    Client = 2,

    /// <summary>Peer.</summary>
    Peer = 3,

    /// <summary>Orderer.</summary>
    Orderer = 4,
}
