using Appliance.Formats.Fabric;
using Appliance.Verification.Evaluation;

namespace Appliance.Verification.Fabric;

/// <summary>
/// A signature policy (n out of rules over principals), with Fabric's own counting: each signature serves one principal only, and
/// rules take signatures in order.
/// </summary>
/// <param name="policy">The policy as the chain or the operator states it.</param>
public sealed class SignaturePolicyRule(FabricSignaturePolicy policy) : IPolicy
{
    /// <inheritdoc/>
    public string Description { get; } = Describe(policy, policy.Rule);

    /// <inheritdoc/>
    public bool IsSatisfiedBy(IReadOnlyList<ResolvedSigner> signers)
    {
        var identities = new List<MspIdentity>(signers.Count);
        foreach (ResolvedSigner signer in signers)
        {
            if (signer.Identity is MspIdentity identity)
                identities.Add(identity);
        }

        return Evaluate(policy.Rule, identities, new bool[identities.Count]);
    }

    private bool Evaluate(FabricSignatureRule rule, List<MspIdentity> identities, bool[] used)
    {
        switch (rule)
        {
            case FabricSignedBy signedBy:
                if (signedBy.Identity < 0 || signedBy.Identity >= policy.Identities.Count)
                    return false;
                FabricPrincipal principal = policy.Identities[signedBy.Identity];
                for (int i = 0; i < identities.Count; i++)
                {
                    if (used[i] || !principal.IsSatisfiedBy(identities[i]))
                        continue;
                    used[i] = true;
                    return true;
                }

                return false;
            case FabricNOutOf nOutOf:
                int satisfied = 0;
                bool[] trial = new bool[used.Length];
                foreach (FabricSignatureRule inner in nOutOf.Rules)
                {
                    used.CopyTo(trial, 0);
                    if (!Evaluate(inner, identities, trial))
                        continue;
                    trial.CopyTo(used, 0);
                    satisfied++;
                }

                return satisfied >= nOutOf.Required;
            default:
                return false;
        }
    }

    private static string Describe(FabricSignaturePolicy policy, FabricSignatureRule rule) => rule switch
    {
        FabricSignedBy signedBy when signedBy.Identity >= 0 && signedBy.Identity < policy.Identities.Count =>
            policy.Identities[signedBy.Identity].Describe(),
        FabricNOutOf nOutOf => $"OutOf({nOutOf.Required}, {string.Join(", ", nOutOf.Rules.Select(inner => Describe(policy, inner)))})",
        _ => "a rule that nothing satisfies",
    };
}
