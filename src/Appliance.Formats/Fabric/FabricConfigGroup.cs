namespace Appliance.Formats.Fabric;

/// <summary>A group of a channel's configuration (<c>common.ConfigGroup</c>). Keys are compared as they stand.</summary>
public sealed class FabricConfigGroup
{
    internal FabricConfigGroup()
    {
    }

    /// <summary>Counts the group's changes.</summary>
    public ulong Version { get; internal set; }

    /// <summary>Name or absolute path of the policy that changes of the group need.</summary>
    public string ModPolicy { get; internal set; } = "";

    /// <summary>Groups below.</summary>
    public IReadOnlyDictionary<string, FabricConfigGroup> Groups => GroupTable;

    /// <summary>Values by key.</summary>
    public IReadOnlyDictionary<string, FabricConfigValue> Values => ValueTable;

    /// <summary>Policies by name.</summary>
    public IReadOnlyDictionary<string, FabricConfigPolicy> Policies => PolicyTable;

    internal Dictionary<string, FabricConfigGroup> GroupTable { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, FabricConfigValue> ValueTable { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, FabricConfigPolicy> PolicyTable { get; } = new(StringComparer.Ordinal);
}

/// <summary>A value of a configuration (<c>common.ConfigValue</c>).</summary>
/// <param name="Version">Counts its changes.</param>
/// <param name="Value">The value, marshalled by its key's type.</param>
/// <param name="ModPolicy">Policy that changes need.</param>
/// <param name="Offset">Where the value begins in the document.</param>
public sealed record FabricConfigValue(ulong Version, ReadOnlyMemory<byte> Value, string ModPolicy, long Offset);

/// <summary>A policy of a configuration (<c>common.ConfigPolicy</c>).</summary>
/// <param name="Version">Counts its changes.</param>
/// <param name="Type"><c>common.Policy.type</c>; 0 where the policy is left out (as in the read set of an update).</param>
/// <param name="Value">The policy, marshalled by its type.</param>
/// <param name="Policy">The policy, or null where it is left out.</param>
/// <param name="ModPolicy">Policy that changes need.</param>
public sealed record FabricConfigPolicy(ulong Version, int Type, ReadOnlyMemory<byte> Value, FabricPolicy? Policy, string ModPolicy);
