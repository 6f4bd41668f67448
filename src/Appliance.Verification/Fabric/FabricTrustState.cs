using System.Collections.Concurrent;
using System.Collections.Immutable;
using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;
using Appliance.Formats.Plans;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Fabric;

/// <summary>
/// Who may sign on a Fabric channel at one height, and which policies hold: the channel's configuration and the chaincode
/// definitions that the ledger committed before. Immutable; a configuration block or a definition gives the next state. Safe for
/// concurrent use.
/// </summary>
public sealed class FabricTrustState
{
    /// <summary>Accepted identities that are kept; beyond that they are resolved anew each time. About 4 KB each.</summary>
    private const int MaxCachedIdentities = 16_384;

    private const string ChaincodePrefix = "chaincode:";
    private const string CollectionPrefix = "collection:";
    private const string ImplicitCollectionPrefix = "_implicit_org_";
    private const string ApplicationGroup = "/Channel/Application";

    /// <summary>Fabric's own validation rule; a definition with another one is judged by code that is not at hand.</summary>
    private const string StandardValidation = "vscc";

    private readonly IReadOnlyDictionary<string, Msp> _msps;
    private readonly ConcurrentDictionary<SignerReference, ResolvedSigner> _accepted;
    private readonly ImmutableDictionary<string, FabricChaincodeDefinition> _definitions;
    private readonly IReadOnlyDictionary<string, FabricSignaturePolicy> _operatorPolicies;

    private FabricTrustState(
        FabricChannelConfig config,
        long configHeight,
        IReadOnlyDictionary<string, Msp> msps,
        ConcurrentDictionary<SignerReference, ResolvedSigner> accepted,
        ImmutableDictionary<string, FabricChaincodeDefinition> definitions,
        IReadOnlyDictionary<string, FabricSignaturePolicy> operatorPolicies)
    {
        Config = config;
        ConfigHeight = configHeight;
        _msps = msps;
        _accepted = accepted;
        _definitions = definitions;
        _operatorPolicies = operatorPolicies;
    }

    /// <summary>The configuration in force.</summary>
    public FabricChannelConfig Config { get; }

    /// <summary>Height of the block that brought it.</summary>
    public long ConfigHeight { get; }

    /// <summary>The organisations.</summary>
    public IEnumerable<Msp> Msps => _msps.Values;

    /// <summary>The first state of a channel.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="configHeight">Height of the block that brought it.</param>
    /// <param name="operatorPolicies">Endorsement policies by chaincode that take precedence over the ledger's.</param>
    /// <exception cref="DecodeException">A certificate in the configuration is malformed.</exception>
    public static FabricTrustState Create(
        FabricChannelConfig config, long configHeight, IReadOnlyDictionary<string, FabricSignaturePolicy> operatorPolicies) =>
        new(
            config,
            configHeight,
            ReadMsps(config),
            new(SignerReferenceComparer.Instance),
            ImmutableDictionary<string, FabricChaincodeDefinition>.Empty,
            operatorPolicies);

    /// <summary>The state after a configuration block.</summary>
    /// <exception cref="DecodeException">A certificate in the configuration is malformed.</exception>
    public FabricTrustState With(FabricChannelConfig config, long configHeight) =>
        new(config, configHeight, ReadMsps(config), new(SignerReferenceComparer.Instance), _definitions, _operatorPolicies);

    /// <summary>The state after chaincode definitions were committed.</summary>
    public FabricTrustState With(IEnumerable<FabricChaincodeDefinition> definitions) =>
        new(
            Config,
            ConfigHeight,
            _msps,
            _accepted,
            _definitions.SetItems(definitions.Select(one => KeyValuePair.Create(one.Name, one))),
            _operatorPolicies);

    /// <summary>Judges a signer that a document names.</summary>
    public ResolvedSigner Resolve(SignerReference signer)
    {
        if (_accepted.TryGetValue(signer, out ResolvedSigner? known))
            return known;
        if (signer.Form != SignerForm.FabricIdentity)
            return ResolvedSigner.Refused(Verdict.Unsupported, "unknown", $"signers of form {signer.Form} do not occur on a Fabric channel");
        if (!FabricIdentity.TryDecode(signer.Bytes, out string mspId, out ReadOnlyMemory<byte> pem))
            return ResolvedSigner.Refused(Verdict.IdentityUnknown, "unknown", "the identity is not a SerializedIdentity");
        if (!_msps.TryGetValue(mspId, out Msp? msp))
            return ResolvedSigner.Refused(Verdict.IdentityUnknown, mspId, $"{mspId} is not an organisation of the channel at this height");

        ResolvedSigner resolved = msp.Resolve(pem);

        // Refusals are not kept: outsiders can invent as many identities as they like.
        if (resolved.Verdict == Verdict.Valid && _accepted.Count < MaxCachedIdentities)
            _accepted.TryAdd(new SignerReference(signer.Form, signer.Bytes.ToArray()), resolved);
        return resolved;
    }

    /// <summary>The policy of a name that plans use, or null where this state does not know it.</summary>
    public IPolicy? FindPolicy(string name)
    {
        if (name.StartsWith(ChaincodePrefix, StringComparison.Ordinal))
            return FindChaincodePolicy(name[ChaincodePrefix.Length..]);
        if (name.StartsWith(CollectionPrefix, StringComparison.Ordinal))
            return FindCollectionPolicy(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return FindChannelPolicy(name);
    }

    private IPolicy? FindChaincodePolicy(string chaincode)
    {
        if (_operatorPolicies.TryGetValue(chaincode, out FabricSignaturePolicy? operatorPolicy))
            return new SignaturePolicyRule(operatorPolicy);
        return _definitions.GetValueOrDefault(chaincode) switch
        {
            { ValidationPlugin: StandardValidation, Policy.SignaturePolicy: { } signaturePolicy } => new SignaturePolicyRule(signaturePolicy),
            { ValidationPlugin: StandardValidation, Policy.ChannelPolicy: { } reference } => FindChannelPolicy(Absolute(reference)),
            _ => null,
        };
    }

    // Every organisation has a collection of its own in every chaincode, under the endorsement policy of its group. Collections
    // that a chaincode defines are private data, whose policies are not followed.
    private IPolicy? FindCollectionPolicy(string collection)
    {
        if (!collection.StartsWith(ImplicitCollectionPrefix, StringComparison.Ordinal))
            return null;
        string mspId = collection[ImplicitCollectionPrefix.Length..];
        foreach (FabricOrganization organization in Config.Organizations)
        {
            if (organization.Section == FabricOrganizationSection.Application && organization.Msp?.Name == mspId)
                return FindChannelPolicy($"{ApplicationGroup}/{organization.Name}/Endorsement");
        }

        return null;
    }

    // Fabric resolves relative references below the application group.
    private static string Absolute(string reference) => reference.StartsWith('/') ? reference : $"{ApplicationGroup}/{reference}";

    private static Dictionary<string, Msp> ReadMsps(FabricChannelConfig config)
    {
        var msps = new Dictionary<string, Msp>(StringComparer.Ordinal);
        foreach ((string name, FabricMspConfig msp) in config.Msps)
            msps.Add(name, new Msp(msp));
        return msps;
    }

    private IPolicy? FindChannelPolicy(string path)
    {
        if (Config.FindPolicy(path) is not { } policy)
            return null;
        return Compile(policy, path[..path.LastIndexOf('/')], depth: 0);
    }

    private IPolicy? Compile(FabricPolicy policy, string groupPath, int depth)
    {
        if (depth > DecodeLimits.Default.MaxDepth)
            return null;
        switch (policy)
        {
            case FabricSignaturePolicy signaturePolicy:
                return new SignaturePolicyRule(signaturePolicy);
            case FabricImplicitMetaPolicy meta:
                if (Config.FindGroup(groupPath) is not { } group)
                    return null;
                var children = new List<IPolicy?>();
                foreach (string child in group.Groups.Keys.Order(StringComparer.Ordinal))
                {
                    string childPath = $"{groupPath}/{child}";
                    children.Add(Config.FindPolicy($"{childPath}/{meta.SubPolicy}") is { } sub ? Compile(sub, childPath, depth + 1) : null);
                }

                return new ImplicitMetaRule(meta.Rule, meta.SubPolicy, children);
            default:
                return null;
        }
    }
}
