using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Documents;

/// <summary>Adds up a ledger's blocks into the verdict on the whole.</summary>
internal sealed class LedgerTally
{
    /// <summary>Reasons that a document's report repeats; the blocks' own reports hold all of them.</summary>
    private const int MaxReasons = 20;

    private readonly List<string> _reasons = [];

    public long Transactions { get; private set; }

    public long GenuineTransactions { get; private set; }

    public long ChecksMade { get; private set; }

    public long? FirstBlock { get; private set; }

    public long? LastBlock { get; private set; }

    public IReadOnlyList<string> Reasons => _reasons;

    /// <summary>Verdict on all blocks so far.</summary>
    public Verdict Verdict { get; private set; } = Verdict.Genuine;

    public void Add(BlockReport block)
    {
        FirstBlock ??= block.Number;
        LastBlock = block.Number;
        Count(block.Checks);
        Add(block.Verdict);
        if (block.Verdict != Verdict.Genuine)
            AddReason($"block {block.Number}: {block.Verdict}: {string.Join("; ", block.Reasons)}");

        foreach (TransactionReport transaction in block.Transactions)
        {
            Transactions++;
            Count(transaction.Checks);
            if (transaction.Verdict == Verdict.Genuine)
            {
                GenuineTransactions++;
                continue;
            }

            // The chain rejected it and says so: that takes nothing from the ledger.
            if (transaction.Verdict == Verdict.RejectedByChain)
                continue;
            Add(transaction.Verdict);
            if (block.Verdict == Verdict.Genuine)
                AddReason($"block {block.Number} transaction {transaction.Index} ({transaction.Id}): {Describe(transaction)}");
        }
    }

    public void AddReason(string reason)
    {
        if (_reasons.Count < MaxReasons)
            _reasons.Add(reason);
        else if (_reasons.Count == MaxReasons)
            _reasons.Add("further reasons stand with the blocks");
    }

    private static string Describe(TransactionReport transaction)
    {
        IEnumerable<string> failed = transaction.Checks
            .Where(check => check.Mandatory && check.Verdict != Verdict.Valid)
            .Select(CheckReports.Describe);
        return string.Join("; ", failed);
    }

    private void Add(Verdict part)
    {
        Verdict whole = part switch
        {
            // One cause for all of it is named as it is.
            Verdict.AnchorMismatch or Verdict.Unanchored => part,
            _ => part.Outcome() switch
            {
                Outcome.Genuine => Verdict.Genuine,
                Outcome.NotGenuine => Verdict.PartsNotGenuine,
                _ => Verdict.PartsNotVerified,
            },
        };
        Verdict = VerdictCatalogue.Worse(Verdict, whole);
    }

    private void Count(IReadOnlyList<CheckReport> checks)
    {
        foreach (CheckReport check in checks)
        {
            if (check.Verdict != Verdict.NotChecked)
                ChecksMade++;
        }
    }
}
