namespace Appliance.Samples.Config;

/// <summary><c>common.MSPRole.MSPRoleType</c>.</summary>
internal enum PrincipalRole
{
    Member = 0,
    Admin = 1,
    Client = 2,
    Peer = 3,
    Orderer = 4,
}
