using Appliance.Formats.Fabric;
using Appliance.Verification.Evaluation;

namespace Appliance.Verification.Fabric;

/// <summary>
/// An implicit meta policy: any, all or the majority of the policies of one name in the groups below. A group without such a
/// policy counts as one that is never satisfied (Fabric's rule).
/// </summary>
/// <param name="rule">How many.</param>
/// <param name="name">Name of the policies below.</param>
/// <param name="children">The policies below; null where a group has none.</param>
public sealed class ImplicitMetaRule(FabricImplicitMetaRule rule, string name, IReadOnlyList<IPolicy?> children) : IPolicy
{
    /// <inheritdoc/>
    public string Description => $"{rule} {name} of {children.Count}".ToUpperInvariant();

    private int Required => rule switch
    {
        FabricImplicitMetaRule.Any => 1,
        FabricImplicitMetaRule.All => children.Count,
        FabricImplicitMetaRule.Majority => (children.Count / 2) + 1,
        _ => int.MaxValue,
    };

    /// <inheritdoc/>
    public bool IsSatisfiedBy(IReadOnlyList<ResolvedSigner> signers)
    {
        int satisfied = 0;
        foreach (IPolicy? child in children)
        {
            if (child is not null && child.IsSatisfiedBy(signers))
                satisfied++;
        }

        // Fabric lets a rule over no groups at all pass; here nothing vouches for nothing.
        return children.Count > 0 && satisfied >= Required;
    }
}
