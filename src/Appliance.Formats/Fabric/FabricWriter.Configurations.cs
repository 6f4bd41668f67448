using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

public static partial class FabricWriter
{
    /// <summary><c>common.ConfigEnvelope</c>.</summary>
    /// <param name="sequence">Counts the channel's configurations.</param>
    /// <param name="channelGroup">See <see cref="ConfigGroup"/>.</param>
    /// <param name="lastUpdate">The envelope of the update that led here; empty on the first configuration.</param>
    public static byte[] ConfigEnvelope(ulong sequence, ReadOnlySpan<byte> channelGroup, ReadOnlySpan<byte> lastUpdate = default) =>
        new ProtobufWriter()
            .BytesAlways(1, new ProtobufWriter().Number(1, sequence).BytesAlways(2, channelGroup).ToArray())
            .Bytes(2, lastUpdate)
            .ToArray();

    /// <summary><c>common.ConfigUpdate</c>.</summary>
    public static byte[] ConfigUpdate(string channelId, ReadOnlySpan<byte> readSet, ReadOnlySpan<byte> writeSet) =>
        new ProtobufWriter().Text(1, channelId).BytesAlways(2, readSet).BytesAlways(3, writeSet).ToArray();

    /// <summary><c>common.ConfigUpdateEnvelope</c>: the data of the envelope that <see cref="ConfigEnvelope"/> carries as its last update.</summary>
    public static byte[] ConfigUpdateEnvelope(
        ReadOnlySpan<byte> configUpdate, IEnumerable<(byte[] SignatureHeader, byte[] Signature)> signatures)
    {
        var envelope = new ProtobufWriter().Bytes(1, configUpdate);
        foreach ((byte[] header, byte[] signature) in signatures)
            envelope.BytesAlways(2, new ProtobufWriter().Bytes(1, header).Bytes(2, signature).ToArray());
        return envelope.ToArray();
    }

    /// <summary><c>common.ConfigGroup</c>; entries are written in ordinal order of their keys.</summary>
    public static byte[] ConfigGroup(
        ulong version,
        string modPolicy,
        IReadOnlyDictionary<string, byte[]>? groups = null,
        IReadOnlyDictionary<string, byte[]>? values = null,
        IReadOnlyDictionary<string, byte[]>? policies = null)
    {
        var group = new ProtobufWriter().Number(1, version);
        Map(group, 2, groups);
        Map(group, 3, values);
        Map(group, 4, policies);
        return group.Text(5, modPolicy).ToArray();
    }

    /// <summary><c>common.ConfigValue</c>.</summary>
    public static byte[] ConfigValue(ulong version, string modPolicy, ReadOnlySpan<byte> value) =>
        new ProtobufWriter().Number(1, version).Bytes(2, value).Text(3, modPolicy).ToArray();

    /// <summary><c>common.ConfigPolicy</c>.</summary>
    public static byte[] ConfigPolicy(ulong version, string modPolicy, FabricPolicy policy) =>
        new ProtobufWriter().Number(1, version).BytesAlways(2, Policy(policy)).Text(3, modPolicy).ToArray();

    /// <summary><c>common.Policy</c>.</summary>
    /// <exception cref="ArgumentException">A policy of unknown type: its bytes are not kept.</exception>
    public static byte[] Policy(FabricPolicy policy) => policy switch
    {
        FabricSignaturePolicy signature => new ProtobufWriter().Number(1, 1).Bytes(2, SignaturePolicyEnvelope(signature)).ToArray(),
        FabricImplicitMetaPolicy meta => new ProtobufWriter()
            .Number(1, 3)
            .Bytes(2, new ProtobufWriter().Text(1, meta.SubPolicy).Number(2, (ulong)meta.Rule).ToArray())
            .ToArray(),
        _ => throw new ArgumentException($"a {policy.GetType().Name} cannot be written", nameof(policy)),
    };

    /// <summary><c>common.SignaturePolicyEnvelope</c>.</summary>
    public static byte[] SignaturePolicyEnvelope(FabricSignaturePolicy policy)
    {
        var envelope = new ProtobufWriter().BytesAlways(2, Rule(policy.Rule));
        foreach (FabricPrincipal identity in policy.Identities)
            envelope.BytesAlways(3, Principal(identity));
        return envelope.ToArray();
    }

    /// <summary><c>protos.ApplicationPolicy</c>.</summary>
    public static byte[] ApplicationPolicy(FabricApplicationPolicy policy) =>
        policy.SignaturePolicy is { } signature
            ? new ProtobufWriter().BytesAlways(1, SignaturePolicyEnvelope(signature)).ToArray()
            : new ProtobufWriter().Text(2, policy.ChannelPolicy ?? "").ToArray();

    /// <summary><c>msp.MSPConfig</c> of type X.509.</summary>
    public static byte[] MspConfig(FabricMspConfig msp)
    {
        var config = new ProtobufWriter().Text(1, msp.Name);
        All(config, 2, msp.RootCertificates);
        All(config, 3, msp.IntermediateCertificates);
        All(config, 4, msp.Admins);
        All(config, 5, msp.RevocationLists);
        foreach (FabricOuIdentifier unit in msp.OrganizationalUnits)
            config.BytesAlways(7, OuIdentifier(unit));
        if (msp.SignatureHashFamily.Length > 0 || msp.IdentityHashFunction.Length > 0)
            config.BytesAlways(8, new ProtobufWriter().Text(1, msp.SignatureHashFamily).Text(2, msp.IdentityHashFunction).ToArray());
        All(config, 9, msp.TlsRootCertificates);
        All(config, 10, msp.TlsIntermediateCertificates);
        if (msp.NodeOus is { } nodeOus)
            config.BytesAlways(11, NodeOus(nodeOus));
        return new ProtobufWriter().Bytes(2, config.ToArray()).ToArray();
    }

    /// <summary><c>common.Capabilities</c>.</summary>
    public static byte[] Capabilities(IEnumerable<string> names)
    {
        var capabilities = new ProtobufWriter();
        foreach (string name in names.Order(StringComparer.Ordinal))
            capabilities.BytesAlways(1, new ProtobufWriter().Text(1, name).BytesAlways(2, []).ToArray());
        return capabilities.ToArray();
    }

    /// <summary><c>orderer.ConsensusType</c>.</summary>
    public static byte[] ConsensusType(string type) => new ProtobufWriter().Text(1, type).ToArray();

    /// <summary><c>common.Orderers</c>: the consenters of a Byzantine-fault-tolerant ordering service.</summary>
    public static byte[] Orderers(IEnumerable<FabricConsenter> consenters)
    {
        var orderers = new ProtobufWriter();
        foreach (FabricConsenter consenter in consenters)
        {
            orderers.BytesAlways(
                1, new ProtobufWriter().Number(1, consenter.Id).Text(4, consenter.MspId).Bytes(5, consenter.Identity.Span).ToArray());
        }

        return orderers.ToArray();
    }

    private static byte[] Rule(FabricSignatureRule rule)
    {
        switch (rule)
        {
            case FabricSignedBy signedBy:
                return new ProtobufWriter().NumberAlways(1, (ulong)signedBy.Identity).ToArray();
            case FabricNOutOf nOutOf:
                var inner = new ProtobufWriter().Signed(1, nOutOf.Required);
                foreach (FabricSignatureRule next in nOutOf.Rules)
                    inner.BytesAlways(2, Rule(next));
                return new ProtobufWriter().BytesAlways(2, inner.ToArray()).ToArray();
            default:
                throw new ArgumentException($"a {rule.GetType().Name} cannot be written", nameof(rule));
        }
    }

    private static byte[] Principal(FabricPrincipal principal) => principal switch
    {
        FabricRolePrincipal role => new ProtobufWriter()
            .Bytes(2, new ProtobufWriter().Text(1, role.MspId).Number(2, (ulong)role.Role).ToArray())
            .ToArray(),
        FabricOrganizationalUnitPrincipal unit => new ProtobufWriter()
            .Number(1, 1)
            .Bytes(2, new ProtobufWriter().Text(1, unit.MspId).Text(2, unit.Name).Bytes(3, unit.CertifiersIdentifier.Span).ToArray())
            .ToArray(),
        FabricIdentityPrincipal identity => new ProtobufWriter().Number(1, 2).Bytes(2, identity.Identity.Span).ToArray(),
        _ => throw new ArgumentException($"a {principal.GetType().Name} cannot be written", nameof(principal)),
    };

    private static byte[] OuIdentifier(FabricOuIdentifier unit) =>
        new ProtobufWriter().Bytes(1, unit.Certificate.Span).Text(2, unit.Name).ToArray();

    private static byte[] NodeOus(FabricNodeOus nodeOus)
    {
        var writer = new ProtobufWriter().Number(1, nodeOus.Enabled ? 1u : 0u);
        FabricOuIdentifier?[] units = [nodeOus.Client, nodeOus.Peer, nodeOus.Admin, nodeOus.Orderer];
        for (int i = 0; i < units.Length; i++)
        {
            if (units[i] is { } unit)
                writer.BytesAlways(2 + i, OuIdentifier(unit));
        }

        return writer.ToArray();
    }

    private static void All(ProtobufWriter writer, int field, IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        foreach (ReadOnlyMemory<byte> entry in entries)
            writer.BytesAlways(field, entry.Span);
    }

    private static void Map(ProtobufWriter writer, int field, IReadOnlyDictionary<string, byte[]>? entries)
    {
        if (entries is null)
            return;
        foreach ((string key, byte[] value) in entries.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.BytesAlways(field, new ProtobufWriter().Text(1, key).BytesAlways(2, value).ToArray());
    }
}
