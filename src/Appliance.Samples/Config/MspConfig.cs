using System.Text;
using Appliance.Samples.Identities;
using Appliance.Samples.Wire;

namespace Appliance.Samples.Config;

/// <summary><c>msp.MSPConfig</c> of an organisation with one root and NodeOUs enabled.</summary>
internal static class MspConfig
{
    public static ProtobufMessage For(CertificateAuthority authority)
    {
        byte[] root = Encoding.ASCII.GetBytes(authority.CertificatePem);
        var nodeUnits = new ProtobufMessage().Varint(1, 1);
        // FabricNodeOUs: client = 2, peer = 3, admin = 4, orderer = 5, in the order of the enumeration.
        foreach (NodeRole role in Enum.GetValues<NodeRole>())
            nodeUnits.Message(2 + (int)role, new ProtobufMessage().Bytes(1, root).Text(2, role.ToString().ToLowerInvariant()));
        byte[] fabric = new ProtobufMessage()
            .Text(1, authority.Agency.MspId)
            .Bytes(2, root)
            .Message(8, new ProtobufMessage().Text(1, "SHA2").Text(2, "SHA256"))
            .Bytes(9, root)
            .Message(11, nodeUnits)
            .ToArray();
        return new ProtobufMessage().Bytes(2, fabric);
    }
}
