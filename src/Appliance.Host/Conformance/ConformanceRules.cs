using Appliance.Kernels;
using Appliance.Verification.Evaluation;

namespace Appliance.Host.Conformance;

/// <summary>The acceptance rules of a conformance run, one per scheme that has several (<c>docs/reference/acceptance-rules.md</c>).</summary>
/// <param name="Ecdsa">Rule for ECDSA; bitcoin's groups demand low s besides.</param>
/// <param name="Ed25519">Rule for Ed25519.</param>
internal sealed record ConformanceRules(SignatureProfile Ecdsa, Ed25519Profile Ed25519)
{
    /// <summary>What a run uses where nothing is chosen.</summary>
    public static ConformanceRules Default { get; } = new(SignatureProfile.Fips186, Ed25519Profile.Ref10);

    /// <summary>Names of all rules, as the command line takes them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["fips186", "fabric", "ref10", "rfc8032", "strict", "zip215"];

    /// <summary>The name of the rule for ECDSA.</summary>
    public string EcdsaName => Ecdsa == SignatureProfile.Fips186 ? "fips186" : "fabric";

    /// <summary>The name of the rule for Ed25519.</summary>
    public string Ed25519Name => Ed25519.ToString().ToLowerInvariant();

    /// <summary>With the rules that are named; each speaks of one scheme, and the last of a scheme counts.</summary>
    public static ConformanceRules Of(IEnumerable<string> names)
    {
        ConformanceRules rules = Default;
        foreach (string name in names)
        {
            rules = name switch
            {
                "fips186" => rules with { Ecdsa = SignatureProfile.Fips186 },
                "fabric" => rules with { Ecdsa = SignatureProfile.Fabric },
                "ref10" => rules with { Ed25519 = Ed25519Profile.Ref10 },
                "rfc8032" => rules with { Ed25519 = Ed25519Profile.Rfc8032 },
                "strict" => rules with { Ed25519 = Ed25519Profile.Strict },
                "zip215" => rules with { Ed25519 = Ed25519Profile.Zip215 },
                _ => throw new ArgumentOutOfRangeException(nameof(names), name, "no such rule"),
            };
        }

        return rules;
    }
}
