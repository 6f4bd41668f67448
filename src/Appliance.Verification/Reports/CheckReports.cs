using Appliance.Formats.Plans;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Reports;

/// <summary>Makes the checks of a plan into those of a report.</summary>
public static class CheckReports
{
    /// <summary>All checks of a plan, in its order.</summary>
    public static IReadOnlyList<CheckReport> Of(BoundPlan bound, PlanResult result)
    {
        var reports = new CheckReport[bound.Plan.Checks.Count];
        for (int i = 0; i < reports.Length; i++)
            reports[i] = Of(bound, result, i);
        return reports;
    }

    /// <summary>One check of a plan.</summary>
    public static CheckReport Of(BoundPlan bound, PlanResult result, int index)
    {
        PlanCheck check = bound.Plan.Checks[index];
        (Verdict verdict, string? reason) = check switch
        {
            { NotCheckedBecause: { } because } => (Verdict.NotChecked, because),
            { Finding: DecoderFinding.Holds } => (Verdict.Valid, null),
            { Finding: DecoderFinding.Violated, Kind: CheckKind.ValidationCode } => (Verdict.RejectedByChain, check.ViolatedBecause),
            { Finding: DecoderFinding.Violated } => (Verdict.StructureInvalid, check.ViolatedBecause),
            _ => (result.Verdicts[index], (string?)null),
        };

        int signer = bound.Plan.SignerOf(index);
        if (signer < 0)
            return new CheckReport(check.Kind, verdict, check.Mandatory, null, null, reason ?? PolicyReason(bound, index, verdict));
        ResolvedSigner resolved = bound.Signers[signer];
        return new CheckReport(check.Kind, verdict, check.Mandatory, resolved.Scheme, resolved.Name, resolved.Reason);
    }

    /// <summary>A failed check in words.</summary>
    public static string Describe(CheckReport check)
    {
        string signer = check.Signer is null ? string.Empty : $" by {check.Signer}";
        string reason = check.Reason is null ? string.Empty : $" ({check.Reason})";
        return $"{check.Kind}{signer}: {check.Verdict}{reason}";
    }

    private static string? PolicyReason(BoundPlan bound, int check, Verdict verdict)
    {
        if (verdict is not (Verdict.PolicyUnsatisfied or Verdict.PolicyUnknown))
            return null;
        foreach (ref readonly PlanNode node in bound.Plan.Nodes)
        {
            if (node.Kind != NodeKind.Policy || node.Check != check)
                continue;
            string name = bound.Plan.Policies[node.Argument];
            return bound.Policies[node.Argument] is { } policy
                ? $"{name}: {policy.Description}"
                : $"{name} is not known here";
        }

        return null;
    }
}
