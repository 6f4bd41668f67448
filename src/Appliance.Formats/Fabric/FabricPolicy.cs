namespace Appliance.Formats.Fabric;

/// <summary>A policy of a channel's configuration or of a chaincode (<c>common.Policy</c>).</summary>
public abstract class FabricPolicy
{
    private protected FabricPolicy()
    {
    }
}

/// <summary>Identities and a rule over them (<c>common.SignaturePolicyEnvelope</c>).</summary>
public sealed class FabricSignaturePolicy(FabricSignatureRule rule, IReadOnlyList<FabricPrincipal> identities) : FabricPolicy
{
    /// <summary>The rule; every index in it lies within <see cref="Identities"/>.</summary>
    public FabricSignatureRule Rule { get; } = rule;

    /// <summary>What the rule's leaves refer to.</summary>
    public IReadOnlyList<FabricPrincipal> Identities { get; } = identities;
}

/// <summary>A rule over the policies of one name in the groups below (<c>common.ImplicitMetaPolicy</c>).</summary>
public sealed class FabricImplicitMetaPolicy(FabricImplicitMetaRule rule, string subPolicy) : FabricPolicy
{
    /// <summary>How many of them must be satisfied.</summary>
    public FabricImplicitMetaRule Rule { get; } = rule;

    /// <summary>Name of the policy in each group directly below.</summary>
    public string SubPolicy { get; } = subPolicy;
}

/// <summary>A policy type that Fabric reserves or leaves to others.</summary>
public sealed class FabricUnknownPolicy(int type) : FabricPolicy
{
    /// <summary><c>common.Policy.type</c>.</summary>
    public int Type { get; } = type;
}

/// <summary><c>common.ImplicitMetaPolicy.Rule</c>.</summary>
public enum FabricImplicitMetaRule
{
    /// <summary>One suffices; satisfied where there is none.</summary>
    Any = 0,

    /// <summary>All.</summary>
    All = 1,

    /// <summary>More than half.</summary>
    Majority = 2,
}

/// <summary>A node of a signature policy.</summary>
public abstract record FabricSignatureRule;

/// <summary>A signature by an identity that satisfies a principal.</summary>
/// <param name="Identity">Index into the policy's identities.</param>
public sealed record FabricSignedBy(int Identity) : FabricSignatureRule;

/// <summary>At least so many of the rules.</summary>
/// <param name="Required">The number; 0 or less is always satisfied.</param>
/// <param name="Rules">The rules.</param>
public sealed record FabricNOutOf(int Required, IReadOnlyList<FabricSignatureRule> Rules) : FabricSignatureRule;
