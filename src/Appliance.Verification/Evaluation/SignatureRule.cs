using Appliance.Kernels;

namespace Appliance.Verification.Evaluation;

/// <summary>
/// What a kernel has to be told about the acceptance rule. Parts that an algorithm does not know have their default, so that checks
/// under rules that differ elsewhere only still merge into one batch.
/// </summary>
/// <param name="RequireLowS">ECDSA: refuse s above n/2.</param>
/// <param name="Ed25519">Ed25519: the rule of acceptance.</param>
public readonly record struct SignatureRule(bool RequireLowS, Ed25519Profile Ed25519)
{
    /// <summary>The rule of a plan for one algorithm.</summary>
    public static SignatureRule Of(BoundPlan plan, SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.EcdsaSecp256k1 =>
            new(plan.Profile is SignatureProfile.Fabric or SignatureProfile.LowS, default),
        SignatureAlgorithm.Ed25519 => new(false, plan.Ed25519Profile),
        _ => default,
    };
}
