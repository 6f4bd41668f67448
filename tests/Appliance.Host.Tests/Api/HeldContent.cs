using System.Net;

namespace Appliance.Host.Tests.Api;

/// <summary>A document that begins and then keeps the service waiting.</summary>
internal sealed class HeldContent : HttpContent
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its first byte is on the way.</summary>
    public Task Started => _started.Task;

    /// <summary>Ends it.</summary>
    public void Release() => _released.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(new byte[] { 1 });
        await stream.FlushAsync();
        _started.TrySetResult();
        await _released.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
