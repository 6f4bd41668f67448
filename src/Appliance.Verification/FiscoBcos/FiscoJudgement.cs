using Appliance.Formats.FiscoBcos;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.FiscoBcos;

/// <summary>Turns the verdicts on checks into those on blocks and transactions.</summary>
internal static class FiscoJudgement
{
    /// <summary>
    /// The blocks of a document. Transactions that stand beside the headers are reported with the first: each is only as good as the worst of
    /// the headers, any of which may be the one that it lies in.
    /// </summary>
    public static BlockReport[] Judge(
        FiscoBundle bundle, FiscoAnchor[] anchors, FiscoDocuments.Evaluated[] evaluated, FiscoDocuments.Evaluated beside)
    {
        var blocks = new BlockReport[bundle.Headers.Count];
        for (int i = 0; i < blocks.Length; i++)
            blocks[i] = Judge(bundle.Headers[i], anchors[i], evaluated[i]);
        if (bundle.Transactions.Count == 0)
            return blocks;

        Verdict worst = blocks.Select(block => block.Verdict).Aggregate(VerdictCatalogue.Worse);
        TransactionReport[] inside = [.. blocks[0].Transactions];
        blocks[0] = blocks[0] with { Transactions = [.. inside, .. Transactions(bundle.Transactions, beside, worst, inside.Length)] };
        return blocks;
    }

    /// <summary>The anchor that says least: a document is vouched for by nobody better than its weakest header.</summary>
    public static AnchorReport Weakest(FiscoAnchor[] anchors) =>
        (anchors.FirstOrDefault(anchor => anchor.Report.Kind == AnchorKind.None)
            ?? anchors.FirstOrDefault(anchor => anchor.Report.Kind == AnchorKind.SelfDeclared)
            ?? anchors[0]).Report;

    private static BlockReport Judge(FiscoHeader header, FiscoAnchor anchor, FiscoDocuments.Evaluated evaluated)
    {
        CheckReport[] checks = Checks(evaluated, -1);
        var reasons = new List<string>();
        Verdict own = Verdict.Genuine;
        if (anchor.Verdict != Verdict.Valid)
        {
            own = anchor.Verdict;
            reasons.Add(anchor.Reason ?? anchor.Verdict.ToString());
        }

        foreach (CheckReport check in checks.Where(check => check.Mandatory && check.Verdict != Verdict.Valid))
        {
            own = VerdictCatalogue.Worse(own, AsPart(check.Verdict));
            reasons.Add(CheckReports.Describe(check));
        }

        return new BlockReport
        {
            Number = header.Number,
            HeaderHash = header.Hash,
            Verdict = own,
            Reasons = reasons,
            Checks = checks,
            Transactions = Transactions(header.Transactions, evaluated, own, 0),
        };
    }

    private static TransactionReport[] Transactions(
        IReadOnlyList<FiscoTransaction> transactions, FiscoDocuments.Evaluated evaluated, Verdict block, int firstIndex)
    {
        var reports = new TransactionReport[transactions.Count];
        ILookup<int, int> bySubject = Enumerable.Range(0, evaluated.Bound.Plan.Checks.Count)
            .ToLookup(index => evaluated.Bound.Plan.Checks[index].Subject.Transaction);
        for (int i = 0; i < reports.Length; i++)
        {
            CheckReport[] checks = [.. bySubject[i].Select(index => CheckReports.Of(evaluated.Bound, evaluated.Result, index))];
            Verdict verdict = Verdict.Genuine;
            foreach (CheckReport check in checks.Where(check => check.Mandatory && check.Verdict != Verdict.Valid))
                verdict = VerdictCatalogue.Worse(verdict, AsPart(check.Verdict));
            reports[i] = new TransactionReport(
                firstIndex + i, Convert.ToHexStringLower(transactions[i].Hash.Span), VerdictCatalogue.Worse(verdict, block), checks);
        }

        return reports;
    }

    private static CheckReport[] Checks(FiscoDocuments.Evaluated evaluated, int subject)
    {
        IReadOnlyList<Formats.Plans.PlanCheck> checks = evaluated.Bound.Plan.Checks;
        return
        [
            .. Enumerable.Range(0, checks.Count)
                .Where(index => checks[index].Subject.Transaction == subject)
                .Select(index => CheckReports.Of(evaluated.Bound, evaluated.Result, index)),
        ];
    }

    // A check can be valid, a whole cannot: "not checked" of a part is "not verified" of the whole.
    private static Verdict AsPart(Verdict verdict) => verdict == Verdict.NotChecked ? Verdict.PartsNotVerified : verdict;
}
