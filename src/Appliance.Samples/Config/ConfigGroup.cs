using Appliance.Samples.Wire;

namespace Appliance.Samples.Config;

/// <summary>
/// A <c>common.ConfigGroup</c>: one node of a channel's configuration tree. Maps are written in ordinal order of their keys, so that
/// the same configuration has one encoding.
/// </summary>
internal sealed class ConfigGroup
{
    private const string Admins = "Admins";

    private readonly SortedDictionary<string, ProtobufMessage> _groups = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ProtobufMessage> _values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ProtobufMessage> _policies = new(StringComparer.Ordinal);

    public ConfigGroup Group(string name, ConfigGroup group)
    {
        _groups.Add(name, group.ToMessage());
        return this;
    }

    /// <summary>Adds a <c>ConfigValue</c> that the group's admins may change.</summary>
    public ConfigGroup Value(string name, ProtobufMessage value)
    {
        _values.Add(name, new ProtobufMessage().Bytes(2, value.ToArray()).Text(3, Admins));
        return this;
    }

    /// <summary>Adds a <c>ConfigPolicy</c> that the group's admins may change.</summary>
    public ConfigGroup Policy(string name, ProtobufMessage policy)
    {
        _policies.Add(name, new ProtobufMessage().Message(2, policy).Text(3, Admins));
        return this;
    }

    public ProtobufMessage ToMessage()
    {
        var message = new ProtobufMessage();
        foreach ((string name, ProtobufMessage group) in _groups)
            message.MapEntry(2, name, group);
        foreach ((string name, ProtobufMessage value) in _values)
            message.MapEntry(3, name, value);
        foreach ((string name, ProtobufMessage policy) in _policies)
            message.MapEntry(4, name, policy);
        return message.Text(5, Admins);
    }
}
