namespace Appliance.Formats.Fabric;

/// <summary>
/// What a configuration update changes: the policies that must be satisfied before it takes effect, and the configuration that
/// it leads to. Follows Fabric's <c>common/configtx</c>: an element of the write set whose version differs from the read set's is
/// changed; a changed element needs its present mod_policy; a new element has version 0 and is covered by its group, whose
/// members change.
/// </summary>
public sealed class FabricConfigDelta
{
    private readonly Dictionary<string, Element> _result;

    private FabricConfigDelta(string? fault, IReadOnlyList<string> policies, Dictionary<string, Element> result)
    {
        Fault = fault;
        Policies = policies;
        _result = result;
    }

    /// <summary>Why the update cannot be applied to the configuration in force, or null.</summary>
    public string? Fault { get; }

    /// <summary>Absolute paths of the policies that the update's signatures must satisfy, each once, in ordinal order.</summary>
    public IReadOnlyList<string> Policies { get; }

    /// <summary>Tells why <paramref name="proposed"/> is not the configuration that the update leads to, or null when it is.</summary>
    public string? Mismatch(FabricChannelConfig current, FabricChannelConfig proposed)
    {
        if (Fault is not null)
            return Fault;
        if (proposed.Sequence != unchecked(current.Sequence + 1))
            return $"configuration sequence {proposed.Sequence} does not follow {current.Sequence}";
        return Compare("/Channel", proposed.Root);
    }

    internal static FabricConfigDelta Compute(FabricConfigUpdate update, FabricChannelConfig current)
    {
        var policies = new SortedSet<string>(StringComparer.Ordinal);
        Dictionary<string, Element> result = Flatten(current.Root);
        string? fault = Apply(update, current, result, policies);
        return new FabricConfigDelta(fault, [.. policies], result);
    }

    private static string? Apply(
        FabricConfigUpdate update, FabricChannelConfig current, Dictionary<string, Element> elements, SortedSet<string> policies)
    {
        if (update.ChannelId != current.ChannelId)
            return $"the update is for channel '{update.ChannelId}'";
        Dictionary<string, Element> read = Flatten(update.ReadSet);
        foreach ((string key, Element element) in read)
        {
            if (!elements.TryGetValue(key, out Element? existing) || existing.Version != element.Version)
                return $"the update was made against another version of {key}";
        }

        var changed = new List<(string Key, Element Element)>();
        foreach ((string key, Element element) in Flatten(update.WriteSet))
        {
            if (!read.TryGetValue(key, out Element? before) || before.Version != element.Version)
                changed.Add((key, element));
        }

        if (changed.Count == 0)
            return "the update changes nothing";
        foreach ((string key, Element element) in changed)
        {
            if (element.ModPolicy.Length == 0)
                return $"{key} has no mod_policy";
            if (!elements.TryGetValue(key, out Element? existing))
            {
                if (element.Version != 0)
                    return $"{key} is new, but has version {element.Version}";
                continue;
            }

            if (element.Version != unchecked(existing.Version + 1))
                return $"{key} goes from version {existing.Version} to {element.Version}";
            string policy = existing.ModPolicy.StartsWith('/') ? existing.ModPolicy : $"{existing.PolicyGroup}/{existing.ModPolicy}";
            if (current.FindPolicy(policy) is null)
                return $"{key} is governed by policy {policy}, which does not exist";
            policies.Add(policy);
        }

        foreach ((string key, Element element) in changed)
            elements[key] = element;
        return null;
    }

    private string? Compare(string path, FabricConfigGroup proposed)
    {
        if (!_result.TryGetValue(GroupKey(path), out Element? element) || element.Group is not { } expected)
            return $"group {path} is not part of the update's result";
        if (proposed.Version != expected.Version || proposed.ModPolicy != expected.ModPolicy)
            return $"group {path} differs from the update's result";
        if (!SameKeys(expected.Groups, proposed.Groups)
            || !SameKeys(expected.Values, proposed.Values)
            || !SameKeys(expected.Policies, proposed.Policies))
        {
            return $"the members of group {path} differ from the update's result";
        }

        foreach ((string key, FabricConfigValue value) in proposed.Values)
        {
            if (!_result.TryGetValue(ValueKey(path, key), out Element? at) || at.Value is not { } wanted || !Same(wanted, value))
                return $"value {path}/{key} differs from the update's result";
        }

        foreach ((string key, FabricConfigPolicy policy) in proposed.Policies)
        {
            if (!_result.TryGetValue(PolicyKey(path, key), out Element? at) || at.Policy is not { } wanted || !Same(wanted, policy))
                return $"policy {path}/{key} differs from the update's result";
        }

        foreach ((string key, FabricConfigGroup group) in proposed.Groups)
        {
            if (Compare($"{path}/{key}", group) is { } difference)
                return difference;
        }

        return null;
    }

    private static bool Same(FabricConfigValue a, FabricConfigValue b) =>
        a.Version == b.Version && a.ModPolicy == b.ModPolicy && a.Value.Span.SequenceEqual(b.Value.Span);

    private static bool Same(FabricConfigPolicy a, FabricConfigPolicy b) =>
        a.Version == b.Version && a.ModPolicy == b.ModPolicy && a.Type == b.Type && a.Value.Span.SequenceEqual(b.Value.Span);

    private static bool SameKeys<T>(IReadOnlyDictionary<string, T> a, IReadOnlyDictionary<string, T> b)
    {
        if (a.Count != b.Count)
            return false;
        foreach ((string key, _) in a)
        {
            if (!b.ContainsKey(key))
                return false;
        }

        return true;
    }

    private static Dictionary<string, Element> Flatten(FabricConfigGroup root)
    {
        var elements = new Dictionary<string, Element>(StringComparer.Ordinal);
        Flatten("/Channel", root, elements);
        return elements;
    }

    private static void Flatten(string path, FabricConfigGroup group, Dictionary<string, Element> elements)
    {
        elements.Add(GroupKey(path), new Element(group.Version, group.ModPolicy, path) { Group = group });
        foreach ((string key, FabricConfigValue value) in group.Values)
            elements.Add(ValueKey(path, key), new Element(value.Version, value.ModPolicy, path) { Value = value });
        foreach ((string key, FabricConfigPolicy policy) in group.Policies)
            elements.Add(PolicyKey(path, key), new Element(policy.Version, policy.ModPolicy, path) { Policy = policy });
        foreach ((string key, FabricConfigGroup inner) in group.Groups)
            Flatten($"{path}/{key}", inner, elements);
    }

    private static string GroupKey(string path) => $"group {path}";

    private static string ValueKey(string path, string key) => $"value {path}/{key}";

    private static string PolicyKey(string path, string key) => $"policy {path}/{key}";

    /// <param name="Version">The element's version.</param>
    /// <param name="ModPolicy">Policy that changes need.</param>
    /// <param name="PolicyGroup">Path of the group that a relative policy name is looked up in.</param>
    private sealed record Element(ulong Version, string ModPolicy, string PolicyGroup)
    {
        public FabricConfigGroup? Group { get; init; }

        public FabricConfigValue? Value { get; init; }

        public FabricConfigPolicy? Policy { get; init; }
    }
}
