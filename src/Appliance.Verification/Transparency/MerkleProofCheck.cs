using Appliance.Formats.Plans;
using Appliance.Formats.Transparency;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Transparency;

/// <summary>
/// Whether a Merkle proof holds by itself: what test data ask. It says nothing about the tree, whose root the proof itself names.
/// </summary>
public static class MerkleProofCheck
{
    /// <summary>
    /// <see cref="Verdict.Valid"/> where the proof leads from the one end to the other; <see cref="Verdict.StructureInvalid"/> where its
    /// parts do not fit together; <see cref="Verdict.ValueMismatch"/> where it leads elsewhere.
    /// </summary>
    public static async ValueTask<Verdict> CheckAsync(MerkleProof proof, IVerifier verifier, CancellationToken cancellation)
    {
        Plan plan = MerkleProofPlans.For(proof);
        if (plan.Checks.Any(check => check.Finding == DecoderFinding.Violated))
            return Verdict.StructureInvalid;
        PlanResult result = await verifier.EvaluateAsync(new BoundPlan(plan, [], [], SignatureProfile.Fips186), cancellation).ConfigureAwait(false);
        Verdict worst = Verdict.Valid;
        for (int i = 0; i < plan.Checks.Count; i++)
        {
            if (plan.Checks[i].Finding == DecoderFinding.None)
                worst = VerdictCatalogue.Worse(worst, result.Verdicts[i]);
        }

        return worst;
    }
}
