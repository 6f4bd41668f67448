using Appliance.Formats.Decoding;

namespace Appliance.Formats.Fabric;

/// <summary>
/// A channel's configuration, read from a configuration block: organisations, their trust, policies, consensus. Immutable and
/// safe to share between threads; refers to the block's bytes.
/// </summary>
public sealed class FabricChannelConfig
{
    private const char Separator = '/';
    private const string RootName = "Channel";

    internal FabricChannelConfig(string channelId, ulong sequence, FabricConfigGroup root)
    {
        ChannelId = channelId;
        Sequence = sequence;
        Root = root;
    }

    /// <summary>Name of the channel.</summary>
    public string ChannelId { get; }

    /// <summary>Counts the channel's configurations.</summary>
    public ulong Sequence { get; }

    /// <summary>The group <c>Channel</c>.</summary>
    public FabricConfigGroup Root { get; }

    /// <summary>Organisations by section, in ordinal order of their group's name.</summary>
    public IReadOnlyList<FabricOrganization> Organizations { get; internal set; } = [];

    /// <summary>MSP configurations by MSP name.</summary>
    public IReadOnlyDictionary<string, FabricMspConfig> Msps { get; internal set; } = new Dictionary<string, FabricMspConfig>();

    /// <summary>Capabilities of the group Channel, for example <c>V2_0</c>.</summary>
    public IReadOnlySet<string> ChannelCapabilities { get; internal set; } = new HashSet<string>();

    /// <summary>Capabilities of the group Orderer.</summary>
    public IReadOnlySet<string> OrdererCapabilities { get; internal set; } = new HashSet<string>();

    /// <summary>Capabilities of the group Application.</summary>
    public IReadOnlySet<string> ApplicationCapabilities { get; internal set; } = new HashSet<string>();

    /// <summary>For example <c>etcdraft</c>, <c>solo</c> or <c>BFT</c>; empty where the configuration has no orderer group.</summary>
    public string ConsensusType { get; internal set; } = "";

    /// <summary>Whether orderers sign as a Byzantine-fault-tolerant cluster.</summary>
    public bool IsBft => ConsensusType == "BFT";

    /// <summary>Consenters by number; empty except under Byzantine-fault-tolerant ordering.</summary>
    public IReadOnlyList<FabricConsenter> Consenters { get; internal set; } = [];

    /// <summary>The update that led here, or null (first configuration).</summary>
    public FabricConfigUpdate? LastUpdate { get; internal set; }

    /// <summary>Reads the configuration of a configuration block; null when the block is not one.</summary>
    /// <exception cref="DecodeException">The configuration is malformed.</exception>
    public static FabricChannelConfig? FromBlock(FabricBlock block, DecodeLimits? limits = null)
    {
        if (!block.IsConfigBlock)
            return null;
        FabricTransaction transaction = block.TransactionArray[0];
        if (transaction.Fault is not null)
            throw transaction.Fault;
        var context = new FabricDecodeContext(block.Format, limits ?? DecodeLimits.Default);
        return FabricChannelConfigDecoder.Decode(transaction.Data, transaction.DataOffset, transaction.ChannelId, context);
    }

    /// <summary>Reads a marshalled <c>common.ConfigEnvelope</c>.</summary>
    /// <param name="configEnvelope">The bytes.</param>
    /// <param name="channelId">Name of the channel: the envelope does not carry it.</param>
    /// <param name="offset">Where the bytes begin in their document, for errors.</param>
    /// <param name="limits">Bounds, or null for the default.</param>
    /// <exception cref="DecodeException">The configuration is malformed.</exception>
    public static FabricChannelConfig Decode(ReadOnlyMemory<byte> configEnvelope, string channelId, long offset = 0, DecodeLimits? limits = null) =>
        FabricChannelConfigDecoder.Decode(
            configEnvelope, offset, channelId, new FabricDecodeContext("fabric-config", limits ?? DecodeLimits.Default));

    /// <summary>Finds a group by absolute path, for example <c>/Channel/Orderer</c>.</summary>
    public FabricConfigGroup? FindGroup(string path)
    {
        string[] parts = path.Split(Separator);
        if (parts.Length < 2 || parts[0].Length != 0 || parts[1] != RootName)
            return null;
        FabricConfigGroup group = Root;
        for (int i = 2; i < parts.Length; i++)
        {
            if (!group.Groups.TryGetValue(parts[i], out FabricConfigGroup? next))
                return null;
            group = next;
        }

        return group;
    }

    /// <summary>Finds a policy by absolute path, for example <c>/Channel/Orderer/BlockValidation</c>.</summary>
    public FabricPolicy? FindPolicy(string path)
    {
        int last = path.LastIndexOf(Separator);
        return last > 0 && FindGroup(path[..last]) is { } group && group.Policies.TryGetValue(path[(last + 1)..], out FabricConfigPolicy? found)
            ? found.Policy
            : null;
    }
}

/// <summary>An organisation of a channel.</summary>
/// <param name="Section">Which part of the channel it belongs to.</param>
/// <param name="Name">Name of its group, which need not be its MSP name.</param>
/// <param name="Msp">Its trust configuration, or null where the group holds none.</param>
public sealed record FabricOrganization(FabricOrganizationSection Section, string Name, FabricMspConfig? Msp);

/// <summary>Parts of a channel that organisations belong to.</summary>
public enum FabricOrganizationSection
{
    /// <summary>Runs the ordering service.</summary>
    Orderer,

    /// <summary>Uses the channel.</summary>
    Application,

    /// <summary>Member of a consortium (former system channel).</summary>
    Consortium,
}

/// <summary>A consenter of a Byzantine-fault-tolerant ordering service (<c>common.Consenter</c>).</summary>
/// <param name="Id">Its number in identifier headers.</param>
/// <param name="MspId">Its organisation.</param>
/// <param name="Identity">Its certificate in PEM.</param>
public sealed record FabricConsenter(uint Id, string MspId, ReadOnlyMemory<byte> Identity);
