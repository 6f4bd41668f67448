using Appliance.Formats.Plans;
using Appliance.Kernels;

namespace Appliance.Verification.Evaluation;

/// <summary>
/// A plan whose signers and policies were resolved against the trust state of one chain at one height. Immutable.
/// </summary>
/// <param name="plan">What to compute.</param>
/// <param name="signers">One entry per signer of the plan, in its order.</param>
/// <param name="policies">One entry per policy of the plan, in its order; null where the trust state does not know it.</param>
/// <param name="profile">The acceptance rule for ECDSA signatures.</param>
/// <param name="ed25519Profile">The acceptance rule for Ed25519 signatures.</param>
public sealed class BoundPlan(
    Plan plan,
    IReadOnlyList<ResolvedSigner> signers,
    IReadOnlyList<IPolicy?> policies,
    SignatureProfile profile,
    Ed25519Profile ed25519Profile = Ed25519Profile.Ref10)
{
    /// <summary>What to compute.</summary>
    public Plan Plan { get; } = plan;

    /// <summary>One entry per signer of the plan.</summary>
    public IReadOnlyList<ResolvedSigner> Signers { get; } =
        signers.Count == plan.Signers.Count ? signers : throw new ArgumentException("one resolved signer per signer of the plan", nameof(signers));

    /// <summary>One entry per policy of the plan; null where it is not known.</summary>
    public IReadOnlyList<IPolicy?> Policies { get; } =
        policies.Count == plan.Policies.Count ? policies : throw new ArgumentException("one entry per policy of the plan", nameof(policies));

    /// <summary>The acceptance rule for ECDSA signatures.</summary>
    public SignatureProfile Profile { get; } = profile;

    /// <summary>The acceptance rule for Ed25519 signatures.</summary>
    public Ed25519Profile Ed25519Profile { get; } = ed25519Profile;
}
