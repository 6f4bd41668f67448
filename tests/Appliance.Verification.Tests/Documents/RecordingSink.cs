using Appliance.Verification.Chains;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;

namespace Appliance.Verification.Tests.Documents;

internal sealed class RecordingSink : IBlockSink
{
    public LedgerReport? Ledger { get; private set; }

    public List<BlockReport> Blocks { get; } = [];

    public List<IndexedBlock?> Indexed { get; } = [];

    public ValueTask BeginAsync(LedgerReport ledger, CancellationToken cancellation)
    {
        Assert.Null(Ledger);
        Ledger = ledger;
        return ValueTask.CompletedTask;
    }

    public ValueTask BlockAsync(BlockReport report, IndexedBlock? block, CancellationToken cancellation)
    {
        Assert.NotNull(Ledger);
        Blocks.Add(report);
        Indexed.Add(block);
        return ValueTask.CompletedTask;
    }
}
