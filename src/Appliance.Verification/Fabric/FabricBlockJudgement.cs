using Appliance.Formats.Fabric;
using Appliance.Formats.Plans;
using Appliance.Verification.Chains;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Fabric;

/// <summary>Turns the verdicts on a block's checks into the verdicts on the block and its transactions.</summary>
internal static class FabricBlockJudgement
{
    /// <param name="block">The block.</param>
    /// <param name="headerHash">Its header hash.</param>
    /// <param name="bound">Its plan as bound.</param>
    /// <param name="result">The verdicts on the plan's checks.</param>
    /// <param name="anchor">The verdict of the anchor; anything but valid is the verdict on the whole block.</param>
    /// <param name="anchorReason">In words, where the anchor does not carry.</param>
    public static BlockReport Judge(
        FabricBlock block, Digest headerHash, BoundPlan bound, PlanResult result, Verdict anchor, string? anchorReason)
    {
        Plan plan = bound.Plan;
        var blockChecks = new List<CheckReport>();
        var transactionChecks = new List<CheckReport>[block.Transactions.Count];
        for (int i = 0; i < transactionChecks.Length; i++)
            transactionChecks[i] = new List<CheckReport>(8);

        for (int i = 0; i < plan.Checks.Count; i++)
        {
            PlanCheck check = plan.Checks[i];
            CheckReport report = CheckReports.Of(bound, result, i);
            if (check.Subject.Transaction < 0)
                blockChecks.Add(report);
            else
                transactionChecks[check.Subject.Transaction].Add(report);
        }

        var reasons = new List<string>();
        Verdict own = Verdict.Genuine;
        if (anchor != Verdict.Valid)
        {
            own = anchor;
            reasons.Add(anchorReason ?? anchor.ToString());
        }

        foreach (CheckReport check in blockChecks)
        {
            if (!check.Mandatory || check.Verdict == Verdict.Valid)
                continue;
            own = VerdictCatalogue.Worse(own, AsPart(check.Verdict));
            reasons.Add(CheckReports.Describe(check));
        }

        var transactions = new TransactionReport[transactionChecks.Length];
        for (int i = 0; i < transactions.Length; i++)
            transactions[i] = new(i, block.Transactions[i].Id, Judge(transactionChecks[i], own), transactionChecks[i]);

        return new BlockReport
        {
            Number = block.Number,
            HeaderHash = headerHash.Span.ToArray(),
            Verdict = own,
            Reasons = reasons,
            Checks = blockChecks,
            Transactions = transactions,
        };
    }

    private static Verdict Judge(List<CheckReport> checks, Verdict block)
    {
        Verdict own = Verdict.Genuine;
        foreach (CheckReport check in checks)
        {
            // What the chain itself rejected has no effect, whatever else is wrong with it.
            if (check is { Kind: CheckKind.ValidationCode, Verdict: Verdict.RejectedByChain })
                return Verdict.RejectedByChain;
            if (check.Mandatory && check.Verdict != Verdict.Valid)
                own = VerdictCatalogue.Worse(own, AsPart(check.Verdict));
        }

        // A transaction is no better than the block that orders it.
        return VerdictCatalogue.Worse(own, block);
    }

    // A check can be valid, a whole cannot: "not checked" of a part is "not verified" of the whole.
    private static Verdict AsPart(Verdict verdict) => verdict == Verdict.NotChecked ? Verdict.PartsNotVerified : verdict;
}
