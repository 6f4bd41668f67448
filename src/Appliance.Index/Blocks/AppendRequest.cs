using Appliance.Verification.Chains;

namespace Appliance.Index.Blocks;

/// <summary>A call of <see cref="IChainIndex.AppendAsync"/> on its way through the appender.</summary>
internal sealed class AppendRequest(ChainKey chain, IReadOnlyList<IndexedBlock> blocks, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChainKey Chain { get; } = chain;

    public IReadOnlyList<IndexedBlock> Blocks { get; } = blocks;

    public CancellationToken Cancellation { get; } = cancellation;

    public AppendResult Result { get; set; }

    public Task<AppendResult> Completion => _done.Task;

    public void Acknowledge() => _done.TrySetResult(Result);

    public void Fail(Exception exception) => _done.TrySetException(exception);

    public void Cancel() => _done.TrySetCanceled(Cancellation);
}
