namespace Appliance.Kernels.Tests;

/// <summary>Collects garbage again and again, compacting, until it is disposed.</summary>
public sealed class ForcedCollections : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _collector;

    public ForcedCollections()
    {
        _collector = new Thread(() =>
        {
            while (!_stop.IsCancellationRequested)
            {
                GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);

                // Without a pause the collector lets nobody else run on a machine of few cores.
                Thread.Sleep(1);
            }
        });
        _collector.Start();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _collector.Join();
        _stop.Dispose();
    }
}
