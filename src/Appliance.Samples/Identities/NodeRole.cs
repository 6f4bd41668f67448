namespace Appliance.Samples.Identities;

/// <summary>The organisational unit in a certificate that tells what its holder is (Fabric "NodeOUs").</summary>
internal enum NodeRole
{
    Client,
    Peer,
    Admin,
    Orderer,
}
