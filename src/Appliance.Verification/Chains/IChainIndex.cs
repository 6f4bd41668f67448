namespace Appliance.Verification.Chains;

/// <summary>The index as those see it who add verified blocks to it.</summary>
public interface IChainIndex : IChainState
{
    /// <summary>
    /// Appends consecutive blocks and returns once they are durable and visible to reads. Blocks that are already indexed with the
    /// same hash are counted and skipped; calls are serialised inside.
    /// </summary>
    /// <exception cref="ChainConflictException">A gap or a fork: nothing of this call was appended.</exception>
    ValueTask<AppendResult> AppendAsync(ChainKey chain, IReadOnlyList<IndexedBlock> blocks, CancellationToken cancellation);
}

/// <summary>What an append did.</summary>
/// <param name="Appended">Blocks that are new.</param>
/// <param name="AlreadyPresent">Blocks that were there before, with the same hash.</param>
public readonly record struct AppendResult(int Appended, int AlreadyPresent);
