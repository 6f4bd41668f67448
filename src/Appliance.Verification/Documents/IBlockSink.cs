using Appliance.Verification.Chains;
using Appliance.Verification.Reports;

namespace Appliance.Verification.Documents;

/// <summary>
/// Receives the blocks of a ledger one by one, in order, while the rest is still being read: a report of any length in bounded
/// memory. The reader waits for each call, so a slow sink slows it down instead of filling memory.
/// </summary>
public interface IBlockSink
{
    /// <summary>Called once, before the first block.</summary>
    /// <param name="ledger">Format, chain and anchor.</param>
    /// <param name="cancellation">Abandons the document.</param>
    ValueTask BeginAsync(LedgerReport ledger, CancellationToken cancellation);

    /// <summary>Called for each block in order.</summary>
    /// <param name="report">The verdicts.</param>
    /// <param name="block">What the index keeps of it, or null where the block is not genuine and must not be indexed.</param>
    /// <param name="cancellation">Abandons the document.</param>
    ValueTask BlockAsync(BlockReport report, IndexedBlock? block, CancellationToken cancellation);
}

/// <summary>What is known of a ledger before its blocks are reported.</summary>
/// <param name="Format">For example <c>fabric-ledger</c>.</param>
/// <param name="Chain">
/// The chain that the blocks belong to: an indexed one that they continue, or a new one that starts with the first block.
/// </param>
/// <param name="Anchor">According to whom.</param>
/// <param name="FirstHeight">Height of the first block.</param>
/// <param name="FirstPreviousHash">Header hash of the block before it, as the first block names it; null where it names none.</param>
public sealed record LedgerReport(string Format, ChainKey Chain, AnchorReport Anchor, long FirstHeight, Digest? FirstPreviousHash)
{
    /// <summary>Whether blocks of this format are ever indexed.</summary>
    public bool IsIndexable { get; init; } = true;
}
