using Appliance.Verification.Chains;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;

namespace Appliance.Host.Demo;

/// <summary>
/// Which verdict each transaction of a ledger got, in order: what the demo compares between the ways of asking.
/// </summary>
internal sealed class JudgedLedger : IBlockSink
{
    private readonly List<JudgedTransaction> _transactions = [];

    public IReadOnlyList<JudgedTransaction> Transactions => _transactions;

    public int Blocks { get; private set; }

    public ChainKey? Chain { get; private set; }

    public ValueTask BeginAsync(LedgerReport ledger, CancellationToken cancellation)
    {
        Chain = ledger.Chain;
        return ValueTask.CompletedTask;
    }

    public ValueTask BlockAsync(BlockReport report, IndexedBlock? block, CancellationToken cancellation)
    {
        Blocks++;
        foreach (TransactionReport transaction in report.Transactions)
            Add(report.Number, transaction.Index, transaction.Verdict.ToString());
        return ValueTask.CompletedTask;
    }

    public void Add(long block, int index, string verdict) => _transactions.Add(new JudgedTransaction(block, index, verdict));
}

/// <summary>One transaction and its verdict.</summary>
internal readonly record struct JudgedTransaction(long Block, int Index, string Verdict);
