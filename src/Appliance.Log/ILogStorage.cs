namespace Appliance.Log;

/// <summary>
/// Durable storage of an append-only log. One writer; entries are opaque bytes. Implemented by the index project.
/// </summary>
public interface ILogStorage : IAsyncDisposable
{
    /// <summary>Number of entries that are durable.</summary>
    long Count { get; }

    /// <summary>Appends entries in order and returns once they are durable.</summary>
    ValueTask AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> entries, CancellationToken cancellation);

    /// <summary>Reads all entries from <paramref name="first"/> on, in order.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long first, CancellationToken cancellation);

    /// <summary>The state stored last by <see cref="StoreStateAsync"/>, or null.</summary>
    ReadOnlyMemory<byte>? State { get; }

    /// <summary>Atomically replaces a small piece of state (the newest signed tree head) and returns once it is durable.</summary>
    ValueTask StoreStateAsync(ReadOnlyMemory<byte> state, CancellationToken cancellation);
}
