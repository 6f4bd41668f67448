using Appliance.Verification.Chains;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;

namespace Appliance.Host.Indexing;

/// <summary>
/// Passes reports on and appends genuine blocks to the index as they come, a batch at a time. The first block that is not genuine
/// ends the indexing of the ledger: what follows it cannot be vouched for.
/// </summary>
/// <param name="index">Where blocks go.</param>
/// <param name="next">Receives every report.</param>
/// <param name="batchBlocks">Blocks of one durable append.</param>
internal sealed class IndexingSink(IChainIndex index, IBlockSink next, int batchBlocks) : IBlockSink
{
    private readonly List<IndexedBlock> _batch = [];
    private ChainKey? _chain;

    /// <summary>Blocks that are new in the index.</summary>
    public long Appended { get; private set; }

    /// <summary>Blocks that were there before.</summary>
    public long AlreadyPresent { get; private set; }

    /// <summary>Blocks that were not indexed, because they or a block before them are not genuine.</summary>
    public long Refused { get; private set; }

    /// <summary>Whether <see cref="Appended"/> and the others speak of a chain at all.</summary>
    public bool SawBlocks => _chain is not null;

    /// <inheritdoc/>
    /// <exception cref="ChainConflictException">The ledger can only continue an indexed chain, and leaves a gap or forks from it.</exception>
    public ValueTask BeginAsync(LedgerReport ledger, CancellationToken cancellation)
    {
        if (!ledger.IsIndexable)
            return next.BeginAsync(ledger, cancellation);
        _chain = ledger.Chain;
        if (ledger.Anchor.Kind == AnchorKind.None)
            RefuseStray(ledger);
        return next.BeginAsync(ledger, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask BlockAsync(BlockReport report, IndexedBlock? block, CancellationToken cancellation)
    {
        await next.BlockAsync(report, block, cancellation).ConfigureAwait(false);
        if (_chain is null)
            return;
        if (block is null)
        {
            Refused++;
            return;
        }

        if (Appended + AlreadyPresent + _batch.Count == 0)
            RefuseGap(block);
        _batch.Add(block);
        if (_batch.Count >= batchBlocks)
            await FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Appends what is left and returns once it is durable.</summary>
    /// <exception cref="ChainConflictException">The ledger forks from what is indexed, or leaves a gap.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        if (_batch.Count == 0)
            return;
        AppendResult result = await index.AppendAsync(_chain!, _batch, cancellation).ConfigureAwait(false);
        Appended += result.Appended;
        AlreadyPresent += result.AlreadyPresent;
        _batch.Clear();
    }

    /// <summary>
    /// A ledger that nothing vouches for by itself could only have continued an indexed chain of its name. That it does not is said
    /// before anything else: the blocks in between are what is missing, not trust.
    /// </summary>
    private void RefuseStray(LedgerReport ledger)
    {
        long before = ledger.FirstHeight - 1;
        foreach (ChainHead head in index.Find(ledger.Chain.Format, ledger.Chain.Name).Where(head => head.Chain != ledger.Chain))
        {
            if (head.Height < before)
                throw new ChainConflictException(ChainConflict.Gap, ledger.Chain.Name, ledger.FirstHeight, head.Hash, ledger.FirstPreviousHash);
            if (head.FirstHeight <= before && index.BlockHash(head.Chain, before) is { } indexed && indexed != ledger.FirstPreviousHash)
                throw new ChainConflictException(ChainConflict.Fork, ledger.Chain.Name, ledger.FirstHeight, indexed, ledger.FirstPreviousHash);
        }
    }

    /// <summary>
    /// A ledger of a known name that begins above the indexed head is a gap, not a chain of its own: two chains of one name are told
    /// apart by where they begin, and this one's beginning is missing.
    /// </summary>
    private void RefuseGap(IndexedBlock first)
    {
        IReadOnlyList<ChainHead> heads = index.Find(_chain!.Format, _chain.Name);
        if (heads.Count == 0 || heads.Any(head => head.Chain == _chain || head.Height >= first.Height - 1))
            return;
        ChainHead nearest = heads.MaxBy(head => head.Height)!;
        throw new ChainConflictException(ChainConflict.Gap, _chain.Name, first.Height, nearest.Hash, first.PreviousHash);
    }
}
