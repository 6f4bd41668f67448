namespace Appliance.Verification.Fabric;

/// <summary>Roles that an identity has in its organisation (Fabric <c>msp.MSPRole</c>).</summary>
[Flags]
public enum MspRoles : byte
{
    /// <summary>Every valid identity.</summary>
    Member = 1,

    /// <summary>Listed as an administrator, or carrying the admin unit.</summary>
    Admin = 2,

    /// <summary>Carries the client unit.</summary>
    Client = 4,

    /// <summary>Carries the peer unit.</summary>
    Peer = 8,

    /// <summary>Carries the orderer unit.</summary>
    Orderer = 16,
}
