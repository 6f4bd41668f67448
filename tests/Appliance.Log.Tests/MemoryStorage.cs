using System.Runtime.CompilerServices;

namespace Appliance.Log.Tests;

/// <summary>Storage in memory that can fail at any write and be tampered with.</summary>
internal sealed class MemoryStorage : ILogStorage
{
    public List<byte[]> Entries { get; private init; } = [];

    public byte[]? StoredState { get; set; }

    public long Count => Entries.Count;

    public ReadOnlyMemory<byte>? State => StoredState is { } state ? state : (ReadOnlyMemory<byte>?)null;

    /// <summary>Entries that still become durable before an append fails; null never fails.</summary>
    public int? FailAppendAfter { get; set; }

    public bool FailState { get; set; }

    /// <summary>Holds appends until it is released.</summary>
    public SemaphoreSlim? Gate { get; set; }

    public List<int> Appends { get; } = [];

    public MemoryStorage Copy() => new() { Entries = [.. Entries.Select(e => (byte[])e.Clone())], StoredState = (byte[]?)StoredState?.Clone() };

    public async ValueTask AppendAsync(IReadOnlyList<ReadOnlyMemory<byte>> entries, CancellationToken cancellation)
    {
        if (Gate is { } gate)
            await gate.WaitAsync(cancellation);
        Appends.Add(entries.Count);
        foreach (ReadOnlyMemory<byte> entry in entries)
        {
            if (FailAppendAfter is 0)
                throw new IOException("disk full");
            FailAppendAfter--;
            Entries.Add(entry.ToArray());
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long first, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        for (int i = (int)first; i < Entries.Count; i++)
            yield return Entries[i];
    }

    public ValueTask StoreStateAsync(ReadOnlyMemory<byte> state, CancellationToken cancellation)
    {
        if (FailState)
            throw new IOException("no space for the state");
        StoredState = state.ToArray();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
