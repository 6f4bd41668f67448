using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;
using Appliance.Formats.Plans;

namespace Appliance.Formats.Tests.Fabric;

public sealed class FabricConfigTests
{
    private static readonly FabricMspConfig Msp = new()
    {
        Name = "Org1MSP",
        RootCertificates = ["root"u8.ToArray()],
        IntermediateCertificates = ["intermediate"u8.ToArray()],
        Admins = ["admin"u8.ToArray()],
        RevocationLists = ["crl"u8.ToArray()],
        TlsRootCertificates = ["tls"u8.ToArray()],
        TlsIntermediateCertificates = ["tls 2"u8.ToArray()],
        OrganizationalUnits = [new FabricOuIdentifier("ca"u8.ToArray(), "unit")],
        SignatureHashFamily = "SHA2",
        IdentityHashFunction = "SHA256",
        NodeOus = new FabricNodeOus(
            true,
            new FabricOuIdentifier(default, "client"),
            new FabricOuIdentifier("ca"u8.ToArray(), "peer"),
            new FabricOuIdentifier(default, "admin"),
            new FabricOuIdentifier(default, "orderer")),
    };

    internal static readonly FabricSignaturePolicy AnyMember = new(
        new FabricNOutOf(1, [new FabricSignedBy(0), new FabricNOutOf(2, [new FabricSignedBy(1), new FabricSignedBy(2)])]),
        [
            new FabricRolePrincipal("Org1MSP", FabricRole.Member),
            new FabricOrganizationalUnitPrincipal("Org1MSP", "unit", "hash"u8.ToArray()),
            new FabricIdentityPrincipal("identity"u8.ToArray()),
        ]);

    [Fact]
    public void A_configuration_survives_writing_and_reading()
    {
        FabricChannelConfig config = Read(Envelope(0, Root()));
        Assert.Equal("records", config.ChannelId);
        Assert.Equal("etcdraft", config.ConsensusType);
        Assert.False(config.IsBft);
        Assert.Equal(["V2_0"], config.ApplicationCapabilities);
        Assert.Equal(
            [(FabricOrganizationSection.Application, "org1"), (FabricOrganizationSection.Orderer, "org1")],
            config.Organizations.Select(o => (o.Section, o.Name)));
        FabricMspConfig msp = config.Msps["Org1MSP"];
        Assert.Equal(FabricWriter.MspConfig(Msp), FabricWriter.MspConfig(msp));
        Assert.Equal("peer", msp.NodeOus!.Peer!.Name);
        Assert.True(msp.NodeOus.Enabled);
        var policy = Assert.IsType<FabricSignaturePolicy>(config.FindPolicy("/Channel/Application/org1/Endorsement"));
        Assert.Equal(FabricWriter.SignaturePolicyEnvelope(AnyMember), FabricWriter.SignaturePolicyEnvelope(policy));
        var meta = Assert.IsType<FabricImplicitMetaPolicy>(config.FindPolicy(FabricPlans.BlockValidationPolicy));
        Assert.Equal((FabricImplicitMetaRule.Any, "Writers"), (meta.Rule, meta.SubPolicy));
        Assert.Null(config.FindPolicy("/Channel/Application/Nobody"));
        Assert.Null(config.FindPolicy("Endorsement"));
        Assert.Null(config.FindGroup("/Other"));
    }

    [Fact]
    public void Real_configurations_are_read()
    {
        FabricChannelConfig config = FabricChannelConfig.FromBlock(FabricVectorTests.ReadAll(Vectors.Read("fabric/from_snapshot.blockfile"))[0])!;
        Assert.Equal(("mychannel", 3UL, "etcdraft"), (config.ChannelId, config.Sequence, config.ConsensusType));
        Assert.Equal(["Org1MSP", "Org2MSP", "Org3MSP", "OrdererMSP"], config.Organizations.Select(o => o.Msp!.Name));
        Assert.All(config.Msps.Values, msp => Assert.True(msp.NodeOus!.Enabled));
        Assert.Equal(["V2_5"], config.ApplicationCapabilities);
        var meta = Assert.IsType<FabricImplicitMetaPolicy>(config.FindPolicy("/Channel/Application/Endorsement"));
        Assert.Equal((FabricImplicitMetaRule.Majority, "Endorsement"), (meta.Rule, meta.SubPolicy));
        Assert.Equal(2, config.LastUpdate!.Signatures.Count);

        FabricChannelConfig kafka = FabricChannelConfig.FromBlock(FabricBlock.DecodeBlock(Vectors.Read("fabric/mychannel.block")))!;
        Assert.Equal("kafka", kafka.ConsensusType);
        Assert.Null(FabricChannelConfig.FromBlock(FabricBlock.DecodeBlock(Vectors.Read("fabric/block3.pb"))));
    }

    [Fact]
    public void Chaincode_definitions_of_a_real_ledger_are_read()
    {
        FabricChaincodeDefinition definition = Assert.Single(
            FabricVectorTests.ReadAll(Vectors.Read("fabric/sample_prod.blockfile"))
                .SelectMany(block => block.Transactions)
                .SelectMany(transaction => FabricChaincodeDefinitions.From(transaction)));
        Assert.Equal(("marbles", "vscc", "/Channel/Application/Endorsement"), (definition.Name, definition.ValidationPlugin, definition.Policy!.ChannelPolicy));
    }

    [Fact]
    public void Chaincode_definitions_with_a_signature_policy_survive_writing_and_reading()
    {
        byte[] info = FabricWriter.ChaincodeValidationInfo("vscc", FabricWriter.ApplicationPolicy(new FabricApplicationPolicy(AnyMember, null)));
        byte[] envelope = FabricSample.Endorsed(0, o => o.Namespaces =
        [
            ("_lifecycle", FabricWriter.ReadWriteSet([], [
                new FabricWrite("namespaces/fields/archive/Sequence", false, new byte[] { 8, 1 }),
                new FabricWrite("namespaces/fields/archive/ValidationInfo", false, info),
                new FabricWrite("namespaces/fields/old/ValidationInfo", true, default),
            ])),
        ]);
        FabricTransaction transaction = FabricBlock.DecodeLedgerRecord(FabricSample.Record(0, [], envelope), 0).Transactions[0];
        IReadOnlyList<FabricChaincodeDefinition> definitions = FabricChaincodeDefinitions.From(transaction);
        Assert.Equal(["archive", "old"], definitions.Select(d => d.Name));
        Assert.Equal(FabricWriter.SignaturePolicyEnvelope(AnyMember), FabricWriter.SignaturePolicyEnvelope(definitions[0].Policy!.SignaturePolicy!));
        Assert.Null(definitions[1].Policy);
    }

    [Fact]
    public void An_update_asks_the_policies_of_what_it_changes_and_leads_to_the_configuration_with_it_applied()
    {
        FabricChannelConfig current = Read(Envelope(7, Root()));
        byte[] update = ChangeConsensus();
        FabricChannelConfig proposed = Read(Envelope(8, Root(consensus: "BFT", consensusVersion: 1), update));
        FabricConfigDelta delta = proposed.LastUpdate!.Against(current);
        Assert.Null(delta.Fault);
        Assert.Equal(["/Channel/Orderer/Admins"], delta.Policies);
        Assert.Null(delta.Mismatch(current, proposed));
        Assert.True(proposed.IsBft);

        // Whatever else differs from the configuration before is not part of the update.
        Assert.Contains("sequence 9", delta.Mismatch(current, Read(Envelope(9, Root(consensus: "BFT", consensusVersion: 1), update))), StringComparison.Ordinal);
        Assert.Contains("ConsensusType differs", delta.Mismatch(current, Read(Envelope(8, Root(consensus: "solo", consensusVersion: 1), update))), StringComparison.Ordinal);
        Assert.Contains("/Channel/Application/Capabilities differs", delta.Mismatch(current, Read(Envelope(8, Root(consensus: "BFT", consensusVersion: 1, capability: "V9"), update))), StringComparison.Ordinal);
        Assert.Contains("members", delta.Mismatch(current, Read(Envelope(8, Root(consensus: "BFT", consensusVersion: 1, extraOrg: true), update))), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_that_does_not_fit_the_configuration_in_force_is_refused()
    {
        FabricChannelConfig current = Read(Envelope(7, Root()));
        Assert.Contains("another version", Delta(current, ChangeConsensus(readVersion: 3)).Fault, StringComparison.Ordinal);
        Assert.Contains("version 0 to 2", Delta(current, ChangeConsensus(writeVersion: 2)).Fault, StringComparison.Ordinal);
        Assert.Contains("changes nothing", Delta(current, ChangeConsensus(writeVersion: 0)).Fault, StringComparison.Ordinal);
        Assert.Contains("channel 'other'", Delta(current, ChangeConsensus(channel: "other")).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_block_is_planned_against_the_configuration_before_it()
    {
        FabricChannelConfig current = Read(Envelope(7, Root()));
        byte[] envelope = FabricSample.Configuration(Envelope(8, Root(consensus: "BFT", consensusVersion: 1), ChangeConsensus()));
        var block = FabricBlock.DecodeLedgerRecord(
            FabricWriter.LedgerRecord(9, new byte[32], FabricSample.DataHash(envelope), [envelope], FabricSample.Metadata(9, 1)), 0);
        Assert.True(block.IsConfigBlock);
        Plan plan = FabricPlans.ForBlock(block, new FabricPlanContext { ChannelId = "records", LastConfigIndex = 3, Config = current });
        var walk = new PlanWalk(plan);
        Assert.Equal([true], walk.Of(CheckKind.ConfigUpdateContent, 0));
        Assert.Equal([true], walk.Of(CheckKind.LastConfig));
        Assert.True(walk.Check(CheckKind.ConfigUpdatePolicy, 0).Mandatory);
        Assert.Contains("/Channel/Orderer/Admins", plan.Policies);
        Assert.Single(walk.Of(CheckKind.ConfigUpdateSignature, 0));
        Assert.False(walk.Check(CheckKind.CanonicalEnvelope, 0).Mandatory);

        var first = new PlanWalk(FabricPlans.ForBlock(block, new FabricPlanContext { ChannelId = "records" }));
        Assert.NotNull(first.Check(CheckKind.ConfigUpdatePolicy, 0).NotCheckedBecause);
    }

    [Fact]
    public void A_configuration_without_the_update_that_led_to_it_is_refused()
    {
        byte[] envelope = FabricSample.Configuration(Envelope(8, Root()));
        var block = FabricBlock.DecodeLedgerRecord(FabricSample.Record(9, new byte[32], envelope), 0);
        var walk = new PlanWalk(FabricPlans.ForBlock(block, new FabricPlanContext { ChannelId = "records", Config = Read(Envelope(7, Root())) }));
        Assert.Equal([false], walk.Of(CheckKind.ConfigUpdateContent, 0));
    }

    [Fact]
    public void Policies_that_point_nowhere_or_nest_too_deep_are_malformed()
    {
        var nowhere = new FabricSignaturePolicy(new FabricSignedBy(1), [new FabricRolePrincipal("Org1MSP", FabricRole.Member)]);
        Assert.Throws<DecodeException>(() => Policy(nowhere));
        FabricSignatureRule deep = new FabricSignedBy(0);
        for (int i = 0; i < 31; i++)
            deep = new FabricNOutOf(1, [deep]);
        Policy(new FabricSignaturePolicy(deep, AnyMember.Identities));
        DecodeException error = Assert.Throws<DecodeException>(
            () => Policy(new FabricSignaturePolicy(new FabricNOutOf(1, [deep]), AnyMember.Identities)));
        Assert.Equal(DecodeFault.LimitExceeded, error.Fault);
    }

    [Fact]
    public void Keys_that_could_pass_for_paths_are_refused()
    {
        byte[] root = FabricWriter.ConfigGroup(0, "Admins", groups: new Dictionary<string, byte[]> { ["Application/org1"] = FabricWriter.ConfigGroup(0, "Admins") });
        Assert.Throws<DecodeException>(() => Read(Envelope(0, root)));
    }

    internal static byte[] Changed() => Envelope(8, Root(consensus: "BFT", consensusVersion: 1), ChangeConsensus());

    private static void Policy(FabricSignaturePolicy policy) =>
        FabricChaincodeDefinitions.DecodePolicy(FabricWriter.ApplicationPolicy(new FabricApplicationPolicy(policy, null)));

    private static FabricConfigDelta Delta(FabricChannelConfig current, byte[] update) =>
        Read(Envelope(8, Root(), update)).LastUpdate!.Against(current);

    private static FabricChannelConfig Read(byte[] envelope) => FabricChannelConfig.Decode(envelope, "records");

    private static byte[] Envelope(ulong sequence, byte[] root, byte[]? update = null) => FabricWriter.ConfigEnvelope(sequence, root, update);

    private static byte[] ChangeConsensus(ulong readVersion = 0, ulong writeVersion = 1, string channel = "records")
    {
        byte[] Set(ulong version, byte[] value) => FabricWriter.ConfigGroup(0, "", groups: new Dictionary<string, byte[]>
        {
            ["Orderer"] = FabricWriter.ConfigGroup(0, "", values: new Dictionary<string, byte[]>
            {
                ["ConsensusType"] = FabricWriter.ConfigValue(version, "Admins", value),
            }),
        });
        byte[] update = FabricWriter.ConfigUpdate(channel, Set(readVersion, []), Set(writeVersion, FabricWriter.ConsensusType("BFT")));
        byte[] envelope = FabricWriter.ConfigUpdateEnvelope(update, [(FabricWriter.SignatureHeader(FabricSample.Creator, "n"u8), "signature"u8.ToArray())]);
        return FabricWriter.Envelope(FabricWriter.Payload([], envelope), "submitter"u8);
    }

    private static byte[] Root(string consensus = "etcdraft", ulong consensusVersion = 0, string capability = "V2_0", bool extraOrg = false)
    {
        byte[] org = FabricWriter.ConfigGroup(
            0,
            "Admins",
            values: new Dictionary<string, byte[]> { ["MSP"] = FabricWriter.ConfigValue(0, "Admins", FabricWriter.MspConfig(Msp)) },
            policies: new Dictionary<string, byte[]>
            {
                ["Admins"] = FabricWriter.ConfigPolicy(0, "Admins", AnyMember),
                ["Endorsement"] = FabricWriter.ConfigPolicy(0, "Admins", AnyMember),
            });
        var applicationOrgs = new Dictionary<string, byte[]> { ["org1"] = org };
        if (extraOrg)
            applicationOrgs["org2"] = org;
        byte[] Meta(FabricImplicitMetaRule rule, string sub) => FabricWriter.ConfigPolicy(0, "Admins", new FabricImplicitMetaPolicy(rule, sub));
        return FabricWriter.ConfigGroup(0, "Admins", groups: new Dictionary<string, byte[]>
        {
            ["Application"] = FabricWriter.ConfigGroup(
                0,
                "Admins",
                groups: applicationOrgs,
                values: new Dictionary<string, byte[]> { ["Capabilities"] = FabricWriter.ConfigValue(0, "Admins", FabricWriter.Capabilities([capability])) },
                policies: new Dictionary<string, byte[]> { ["Admins"] = Meta(FabricImplicitMetaRule.Majority, "Admins") }),
            ["Orderer"] = FabricWriter.ConfigGroup(
                0,
                "Admins",
                groups: new Dictionary<string, byte[]> { ["org1"] = org },
                values: new Dictionary<string, byte[]> { ["ConsensusType"] = FabricWriter.ConfigValue(consensusVersion, "Admins", FabricWriter.ConsensusType(consensus)) },
                policies: new Dictionary<string, byte[]>
                {
                    ["Admins"] = Meta(FabricImplicitMetaRule.Majority, "Admins"),
                    ["BlockValidation"] = Meta(FabricImplicitMetaRule.Any, "Writers"),
                }),
        });
    }
}
