namespace Appliance.Index.Blocks;

/// <summary>
/// Lets reads in until it is closed and tells when the last one has left: the store's memory must not go away under a reader.
/// </summary>
internal sealed class ReadGate(string name)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private bool _closed;

    /// <summary>Enters until the result is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The gate is closed.</exception>
    public Pass Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, name);
            _inside++;
        }
        return new Pass(this);
    }

    /// <summary>Closes the gate and waits for the last reader.</summary>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _closed = true;
            if (_inside == 0)
                _empty.TrySetResult();
        }
        return _empty.Task;
    }

    private void Leave()
    {
        lock (_lock)
        {
            _inside--;
            if (_closed && _inside == 0)
                _empty.TrySetResult();
        }
    }

    /// <summary>The right to read.</summary>
    public readonly struct Pass(ReadGate gate) : IDisposable
    {
        public void Dispose() => gate.Leave();
    }
}
