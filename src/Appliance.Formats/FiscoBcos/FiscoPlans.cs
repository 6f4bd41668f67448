using Appliance.Formats.Plans;

namespace Appliance.Formats.FiscoBcos;

/// <summary>Plans for headers, blocks and transactions: what has to be computed to judge them.</summary>
public static class FiscoPlans
{
    /// <summary>Name under which a header's plan asks for the rule over its sealers.</summary>
    public const string SealerPolicy = "sealers";

    /// <summary>Most nodes of a proof: a tree of 2^32 transactions has 32 levels of up to three nodes.</summary>
    internal const int MaxProofNodes = 96;

    /// <summary>
    /// A plan of one check per suite, in the order of <paramref name="suites"/>: whether the first header, or else the first transaction,
    /// has the hash that it claims. The suite of a document is told by nothing else.
    /// </summary>
    public static Plan ForSuite(FiscoBundle bundle, params ReadOnlySpan<FiscoSuite> suites)
    {
        var plan = new PlanBuilder();
        foreach (FiscoSuite suite in suites)
        {
            if (bundle.Headers.Count > 0)
                FiscoHeaderPlan.AddHash(plan, bundle.Headers[0], suite.Hash());
            else
                FiscoTransactionPlan.AddHash(plan, bundle.Transactions[0], CheckSubject.Document, suite.Hash());
        }

        return plan.Build();
    }

    /// <summary>The plan of a header and of the transactions that it carries.</summary>
    public static Plan ForHeader(FiscoHeader header, FiscoPlanContext context)
    {
        var plan = new PlanBuilder();
        FiscoHeaderPlan.Add(plan, header, context);
        for (int i = 0; i < header.Transactions.Count; i++)
            FiscoTransactionPlan.Add(plan, header.Transactions[i], i, context);
        return plan.Build();
    }

    /// <summary>The plan of transactions that stand beside headers, or alone.</summary>
    public static Plan ForTransactions(IReadOnlyList<FiscoTransaction> transactions, FiscoPlanContext context)
    {
        var plan = new PlanBuilder();
        var inclusion = new FiscoInclusion(plan, context);
        for (int i = 0; i < transactions.Count; i++)
        {
            FiscoTransactionPlan.Add(plan, transactions[i], i, context);
            inclusion.Add(transactions[i], i);
        }

        return plan.Build();
    }
}
