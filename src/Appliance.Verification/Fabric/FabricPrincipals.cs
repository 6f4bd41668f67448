using Appliance.Formats.Fabric;

namespace Appliance.Verification.Fabric;

/// <summary>Which identities satisfy a principal of a policy (Fabric <c>msp.MSPPrincipal</c>).</summary>
internal static class FabricPrincipals
{
    public static bool IsSatisfiedBy(this FabricPrincipal principal, MspIdentity identity) => principal switch
    {
        FabricRolePrincipal role => role.MspId == identity.MspId && (identity.Roles & RoleOf(role.Role)) != 0,
        FabricOrganizationalUnitPrincipal unit => unit.MspId == identity.MspId
            && unit.CertifiersIdentifier.IsEmpty
            && identity.Certificate.Subject.OrganizationalUnits.Contains(unit.Name),
        FabricIdentityPrincipal one => FabricIdentity.TryDecode(one.Identity, out string mspId, out ReadOnlyMemory<byte> pem)
            && mspId == identity.MspId
            && Formats.X509.Certificate.DecodePem(pem).Raw.Span.SequenceEqual(identity.Certificate.Raw.Span),
        _ => false,
    };

    public static string Describe(this FabricPrincipal principal) => principal switch
    {
        FabricRolePrincipal role => $"'{role.MspId}.{RoleName(role.Role)}'",
        FabricOrganizationalUnitPrincipal unit => $"'{unit.MspId}, unit {unit.Name}'",
        FabricIdentityPrincipal => "one named identity",
        _ => "an unknown principal",
    };

    private static string RoleName(FabricRole role) => role.ToString().ToLowerInvariant();

    private static MspRoles RoleOf(FabricRole role) => role switch
    {
        FabricRole.Member => MspRoles.Member,
        FabricRole.Admin => MspRoles.Admin,
        FabricRole.Client => MspRoles.Client,
        FabricRole.Peer => MspRoles.Peer,
        FabricRole.Orderer => MspRoles.Orderer,
        _ => 0,
    };
}
