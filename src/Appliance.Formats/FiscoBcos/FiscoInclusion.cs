using Appliance.Formats.Plans;

namespace Appliance.Formats.FiscoBcos;

/// <summary>
/// Whether transactions that stand beside headers lie in one of their blocks. What the headers say is gathered once, so that many transactions
/// beside long blocks stay a small plan.
/// </summary>
internal sealed class FiscoInclusion
{
    private readonly PlanBuilder _plan;
    private readonly FiscoPlanContext _context;
    private readonly Slot[] _roots;
    private readonly HashSet<string>? _listed;

    public FiscoInclusion(PlanBuilder plan, FiscoPlanContext context)
    {
        _plan = plan;
        _context = context;
        _roots = [.. context.Headers.Select(header => plan.Input(header.TransactionsRoot))];
        if (context.Headers.Any(header => header.TransactionHashes is not null))
        {
            _listed = new HashSet<string>(
                context.Headers.SelectMany(header => header.TransactionHashes ?? []).Select(hash => Convert.ToHexString(hash.Span)), StringComparer.Ordinal);
        }
    }

    /// <summary>Adds the checks of one transaction.</summary>
    public void Add(FiscoTransaction transaction, int index)
    {
        const CheckKind Kind = CheckKind.TransactionInclusion;
        var subject = new CheckSubject(index, 0);
        if (_context.Headers.Count == 0)
        {
            _plan.NotChecked(Kind, subject, mandatory: true, "the document holds no header of a block that it could lie in");
        }
        else if (transaction.Proof is { } proof)
        {
            if (FiscoTree.AddProof(_plan, subject, _context.Suite.Hash(), _plan.Input(transaction.Hash), proof, _roots) is { } malformed)
                _plan.Found(Kind, subject, malformed);
        }
        else if (_listed is not null)
        {
            bool listed = _listed.Contains(Convert.ToHexString(transaction.Hash.Span));
            _plan.Found(Kind, subject, listed ? null : "no block of the document lists the transaction");
        }
        else
        {
            _plan.NotChecked(Kind, subject, mandatory: true, "the document brings no proof");
        }
    }
}
