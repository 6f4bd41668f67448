using System.Text;
using Appliance.Samples.Identities;
using Appliance.Samples.Wire;

namespace Appliance.Samples.Config;

/// <summary>
/// The configuration tree that configtxgen writes for an application channel (Fabric 2.x, capabilities V2_0, channel participation):
/// a channel group with Orderer and Application below it, one group per organisation.
/// </summary>
internal static class ChannelConfig
{
    private const string Readers = "Readers";
    private const string Writers = "Writers";
    private const string Admins = "Admins";
    private const string Endorsement = "Endorsement";
    private const string Capability = "V2_0";
    private const int OrdererPort = 7050;
    private const int PeerPort = 7051;

    /// <summary>Marshalled <c>common.ConfigEnvelope</c> of the genesis block; sequence 0, no last update.</summary>
    public static byte[] GenesisEnvelope(OrderingOrganisation ordering, IReadOnlyList<Organisation> organisations)
    {
        var channel = MetaPolicies(new ConfigGroup())
            .Group("Orderer", OrdererGroup(ordering))
            .Group("Application", ApplicationGroup(organisations))
            .Value("HashingAlgorithm", new ProtobufMessage().Text(1, "SHA256"))
            .Value("BlockDataHashingStructure", new ProtobufMessage().Varint(1, uint.MaxValue))
            .Value("Capabilities", Capabilities());
        var config = new ProtobufMessage().Message(2, channel.ToMessage());
        return new ProtobufMessage().Message(1, config).ToArray();
    }

    private static ConfigGroup OrdererGroup(OrderingOrganisation ordering)
    {
        string mspId = ordering.Authority.Agency.MspId;
        var endpoints = new ProtobufMessage();
        foreach (string host in OrderingOrganisation.Hosts)
            endpoints.Text(1, $"{host}.{ordering.Authority.Agency.Domain}:{OrdererPort}");
        var organisation = new ConfigGroup()
            .Value("MSP", MspConfig.For(ordering.Authority))
            .Value("Endpoints", endpoints)
            .Policy(Readers, Policies.AnyOf(mspId, PrincipalRole.Member))
            .Policy(Writers, Policies.AnyOf(mspId, PrincipalRole.Member))
            .Policy(Admins, Policies.AnyOf(mspId, PrincipalRole.Admin));
        return MetaPolicies(new ConfigGroup())
            .Group("OrdererOrg", organisation)
            .Policy("BlockValidation", Policies.Any(Writers))
            .Value("ConsensusType", ConsensusType(ordering))
            .Value("BatchSize", new ProtobufMessage().Varint(1, 500).Varint(2, 103_809_024).Varint(3, 2_097_152))
            .Value("BatchTimeout", new ProtobufMessage().Text(1, "2s"))
            .Value("ChannelRestrictions", new ProtobufMessage())
            .Value("Capabilities", Capabilities());
    }

    private static ConfigGroup ApplicationGroup(IReadOnlyList<Organisation> organisations)
    {
        var application = MetaPolicies(new ConfigGroup())
            .Policy(Endorsement, Policies.Majority(Endorsement))
            .Policy("LifecycleEndorsement", Policies.Majority(Endorsement))
            .Value("Capabilities", Capabilities());
        foreach (Organisation organisation in organisations)
        {
            string mspId = organisation.Agency.MspId;
            var anchor = new ProtobufMessage().Text(1, "peer0." + organisation.Agency.Domain).Varint(2, PeerPort);
            application.Group(mspId, new ConfigGroup()
                .Value("MSP", MspConfig.For(organisation.Authority))
                .Value("AnchorPeers", new ProtobufMessage().Message(1, anchor))
                .Policy(Readers, Policies.AnyOf(mspId, PrincipalRole.Admin, PrincipalRole.Peer, PrincipalRole.Client))
                .Policy(Writers, Policies.AnyOf(mspId, PrincipalRole.Admin, PrincipalRole.Client))
                .Policy(Admins, Policies.AnyOf(mspId, PrincipalRole.Admin))
                .Policy(Endorsement, Policies.AnyOf(mspId, PrincipalRole.Peer)));
        }

        return application;
    }

    private static ConfigGroup MetaPolicies(ConfigGroup group) => group
        .Policy(Readers, Policies.Any(Readers))
        .Policy(Writers, Policies.Any(Writers))
        .Policy(Admins, Policies.Majority(Admins));

    private static ProtobufMessage Capabilities() => new ProtobufMessage().MapEntry(1, Capability, new ProtobufMessage());

    private static ProtobufMessage ConsensusType(OrderingOrganisation ordering)
    {
        var raft = new ProtobufMessage();
        foreach ((string host, string certificate) in OrderingOrganisation.Hosts.Zip(ordering.TlsCertificates))
        {
            byte[] tls = Encoding.ASCII.GetBytes(certificate);
            raft.Message(1, new ProtobufMessage()
                .Text(1, $"{host}.{ordering.Authority.Agency.Domain}")
                .Varint(2, OrdererPort)
                .Bytes(3, tls)
                .Bytes(4, tls));
        }

        raft.Message(2, new ProtobufMessage().Text(1, "500ms").Varint(2, 10).Varint(3, 1).Varint(4, 5).Varint(5, 16_777_216));
        return new ProtobufMessage().Text(1, "etcdraft").Bytes(2, raft.ToArray());
    }
}
