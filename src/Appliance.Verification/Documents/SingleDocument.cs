using Appliance.Verification.Evaluation;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Documents;

/// <summary>Turns the checks of a single document into its judgement.</summary>
internal static class SingleDocument
{
    /// <summary>Name of the acceptance rule where none was applied.</summary>
    public const string NoProfile = "none";

    private const int MaxReasons = 20;

    /// <summary>Judges from the plan of a document.</summary>
    /// <param name="bound">The plan as bound.</param>
    /// <param name="result">The verdicts on its checks.</param>
    /// <param name="anchor">According to whom the signers of valid checks are vouched for.</param>
    /// <param name="profile">Name of the acceptance rule.</param>
    /// <param name="facts">What the document says of itself.</param>
    public static DocumentJudgement Judge(
        BoundPlan bound, PlanResult result, AnchorReport anchor, string profile, IReadOnlyList<DocumentFact> facts) =>
        Judge(CheckReports.Of(bound, result), anchor, profile, facts);

    /// <summary>Judges from checks that were made otherwise, or in several steps.</summary>
    /// <param name="checks">The checks, in the format's order.</param>
    /// <param name="anchor">According to whom the signers of valid checks are vouched for.</param>
    /// <param name="profile">Name of the acceptance rule.</param>
    /// <param name="facts">What the document says of itself.</param>
    public static DocumentJudgement Judge(
        IReadOnlyList<CheckReport> checks, AnchorReport anchor, string profile, IReadOnlyList<DocumentFact> facts)
    {
        // What nobody could decide is for want of an anchor where there is none; a reason of its own, such as Unsupported, says more than either.
        Verdict undecided = Best(anchor.Kind) == Verdict.Unanchored ? Verdict.Unanchored : Verdict.PartsNotVerified;
        Verdict verdict = Verdict.Genuine;
        var reasons = new List<string>();
        foreach (CheckReport check in checks)
        {
            if (!check.Mandatory || check.Verdict == Verdict.Valid)
                continue;
            verdict = VerdictCatalogue.Worse(verdict, check.Verdict is Verdict.NotChecked or Verdict.PartsNotVerified ? undecided : check.Verdict);
            if (reasons.Count < MaxReasons)
                reasons.Add(CheckReports.Describe(check));
        }

        // Nothing mandatory was asked of it: that is no ground to call it genuine.
        if (!checks.Any(check => check.Mandatory))
            verdict = VerdictCatalogue.Worse(verdict, undecided);
        if (verdict == Verdict.Genuine)
            verdict = Best(anchor.Kind);
        if (verdict == Verdict.Unanchored && reasons.Count == 0)
            reasons.Add("nothing vouches for the signer");
        return new DocumentJudgement
        {
            Anchor = anchor,
            Verdict = verdict,
            Reasons = reasons,
            ChecksMade = checks.LongCount(check => check.Verdict != Verdict.NotChecked),
            Profile = profile,
            Checks = checks,
            Facts = facts,
        };
    }

    /// <summary>The best verdict under an anchor: a raw key never makes anything genuine.</summary>
    private static Verdict Best(AnchorKind kind) => kind switch
    {
        AnchorKind.Pinned or AnchorKind.SelfDeclared => Verdict.Genuine,
        AnchorKind.SuppliedKey => Verdict.SignatureValid,
        _ => Verdict.Unanchored,
    };
}
