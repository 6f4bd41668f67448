using Appliance.Log.Receipts;
using Appliance.Log.Verdicts;

namespace Appliance.Log;

/// <summary>An entry that waits for its batch.</summary>
internal sealed class PendingVerdict(VerdictEntry entry, byte[] encoded, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<Receipt> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public VerdictEntry Entry { get; } = entry;

    public byte[] Encoded { get; } = encoded;

    public Task<Receipt> Completion => _completion.Task;

    /// <summary>Drops the entry where its caller has left before the batch began.</summary>
    public bool IsAbandoned() => cancellation.IsCancellationRequested && _completion.TrySetCanceled(cancellation);

    public void Complete(Receipt receipt) => _completion.TrySetResult(receipt);

    public void Fail(Exception cause) => _completion.TrySetException(cause);
}
