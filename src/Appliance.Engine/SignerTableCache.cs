using System.Collections.Concurrent;
using Appliance.Kernels;

namespace Appliance.Engine;

/// <summary>
/// Comb tables of known signers, bounded in bytes. Only valid signatures promote a key, so outsiders cannot fill it with keys that
/// nobody uses. Safe for concurrent use.
/// </summary>
/// <param name="maxBytes">Memory for tables.</param>
/// <param name="promoteAfter">Valid signatures after which a key gets its table.</param>
public sealed class SignerTableCache(long maxBytes, int promoteAfter)
{
    /// <summary>Keys that are counted before they have a table. About 200 bytes each.</summary>
    private const int MaxCandidates = 65_536;

    private readonly ConcurrentDictionary<SignerKey, Entry> _entries = new();
    private readonly Lock _gate = new();
    private long _bytes;
    private int _tables;

    /// <summary>Memory that the tables hold, in bytes.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Number of tables.</summary>
    public int Tables => Volatile.Read(ref _tables);

    /// <summary>The table of a key, or null while it has none.</summary>
    public SignerTable? Find(SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        if (!_entries.TryGetValue(new SignerKey(algorithm, publicKey), out Entry? entry))
            return null;
        entry.LastUse = Environment.TickCount64;
        return entry.Table;
    }

    /// <summary>Counts a valid signature; the one that reaches the threshold builds the table in the caller's thread.</summary>
    public void CountValid(IBackend backend, SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        var key = new SignerKey(algorithm, publicKey);
        if (!_entries.TryGetValue(key, out Entry? entry))
        {
            if (_entries.Count >= MaxCandidates)
                DropCandidates();
            entry = _entries.GetOrAdd(key, static _ => new Entry());
        }

        if (entry.Table is not null || Interlocked.Increment(ref entry.Valid) != promoteAfter)
            return;
        if (backend.CreateSignerTable(algorithm, publicKey) is { } table)
            Add(entry, table);
    }

    private void Add(Entry entry, SignerTable table)
    {
        if (table.SizeInBytes > maxBytes)
            return;
        lock (_gate)
        {
            while (_bytes + table.SizeInBytes > maxBytes && EvictOldest())
            {
            }

            if (_bytes + table.SizeInBytes > maxBytes)
                return;
            entry.LastUse = Environment.TickCount64;
            entry.Table = table;
            Interlocked.Add(ref _bytes, table.SizeInBytes);
            Interlocked.Increment(ref _tables);
        }
    }

    private bool EvictOldest()
    {
        KeyValuePair<SignerKey, Entry>? oldest = null;
        foreach (KeyValuePair<SignerKey, Entry> pair in _entries)
        {
            if (pair.Value.Table is not null && (oldest is null || pair.Value.LastUse < oldest.Value.Value.LastUse))
                oldest = pair;
        }

        if (oldest is not { } victim || victim.Value.Table is not { } table)
            return false;
        victim.Value.Table = null;
        _entries.TryRemove(victim.Key, out _);
        Interlocked.Add(ref _bytes, -table.SizeInBytes);
        Interlocked.Decrement(ref _tables);
        return true;
    }

    private void DropCandidates()
    {
        foreach (KeyValuePair<SignerKey, Entry> pair in _entries)
        {
            if (pair.Value.Table is null)
                _entries.TryRemove(pair.Key, out _);
        }
    }

    private sealed class Entry
    {
        public int Valid;
        public long LastUse;
        public volatile SignerTable? Table;
    }
}
