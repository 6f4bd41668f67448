using System.Collections.Concurrent;
using Appliance.Kernels;

namespace Appliance.Engine;

/// <summary>
/// Comb tables of known signers, bounded in bytes. Only valid signatures promote a key, so outsiders cannot fill it with keys that
/// nobody uses. The busiest keys get wider tables while the cache is at most half full, so that these push nobody out. Safe for concurrent use.
/// </summary>
/// <param name="maxBytes">Memory for tables.</param>
/// <param name="promoteAfter">Valid signatures after which a key gets its table.</param>
/// <param name="widenAfter">Valid signatures after which a key's table may become a wide one.</param>
public sealed class SignerTableCache(long maxBytes, int promoteAfter, int widenAfter = int.MaxValue)
{
    /// <summary>Keys that are counted before they have a table. About 200 bytes each.</summary>
    private const int MaxCandidates = 65_536;

    private readonly ConcurrentDictionary<SignerKey, Entry> _entries = new();
    private readonly Lock _gate = new();
    private long _bytes;
    private int _tables;
    private long _built;
    private long _widened;
    private long _evicted;
    private long _damaged;

    /// <summary>Memory that the tables hold, in bytes.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Number of tables.</summary>
    public int Tables => Volatile.Read(ref _tables);

    /// <summary>Tables built so far.</summary>
    public long Built => Interlocked.Read(ref _built);

    /// <summary>Tables that became wide ones so far.</summary>
    public long Widened => Interlocked.Read(ref _widened);

    /// <summary>Tables that made room for others so far.</summary>
    public long Evicted => Interlocked.Read(ref _evicted);

    /// <summary>Tables dropped so far because their checksum was wrong.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);

    /// <summary>The table of a key, or null while it has none.</summary>
    public SignerTable? Find(SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey) => Use(algorithm, publicKey)?.Table;

    /// <summary>What is known of a key, or null; counts as a use of its table.</summary>
    internal Entry? Use(SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        if (!_entries.TryGetValue(new SignerKey(algorithm, publicKey), out Entry? entry))
            return null;
        entry.LastUse = Environment.TickCount64;
        return entry;
    }

    /// <summary>Counts a valid signature; one that reaches a threshold builds the table in the caller's thread.</summary>
    public void CountValid(IBackend backend, SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        var key = new SignerKey(algorithm, publicKey);
        if (!_entries.TryGetValue(key, out Entry? entry))
        {
            if (_entries.Count >= MaxCandidates)
                DropCandidates();
            entry = _entries.GetOrAdd(key, static _ => new Entry());
        }

        CountValid(entry, backend, algorithm, publicKey);
    }

    /// <summary>The same for a key that was looked up already.</summary>
    internal void CountValid(Entry entry, IBackend backend, SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        long valid = Interlocked.Increment(ref entry.Valid);
        if (valid == promoteAfter)
        {
            if (backend.CreateSignerTable(algorithm, publicKey) is { } table)
                Add(new SignerKey(algorithm, publicKey), entry, table);
        }
        else if (valid == widenAfter && entry.Table is { Size: SignerTableSize.Standard } && Bytes <= maxBytes / 2)
        {
            if (backend.CreateSignerTable(algorithm, publicKey, SignerTableSize.Wide) is { Size: SignerTableSize.Wide } table)
                Widen(new SignerKey(algorithm, publicKey), entry, table);
        }
    }

    /// <summary>Remembers that a signature of this key met a special case of the group law.</summary>
    internal void MarkSlow(SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        if (_entries.TryGetValue(new SignerKey(algorithm, publicKey), out Entry? entry))
            entry.HasSlowLanes = true;
    }

    /// <summary>Every table at this moment, for <see cref="TableScrubber"/>.</summary>
    internal IReadOnlyList<SignerTable> Snapshot() => [.. _entries.Values.Select(entry => entry.Table).OfType<SignerTable>()];

    /// <summary>Takes a damaged table out. Its key earns a new one as any other does.</summary>
    internal void DropDamaged(SignerTable table)
    {
        var key = new SignerKey(table.Algorithm, table.PublicKey);
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out Entry? entry) || !ReferenceEquals(entry.Table, table))
                return;
            Remove(key, entry, table);
            Interlocked.Increment(ref _damaged);
        }
    }

    private void Add(SignerKey key, Entry entry, SignerTable table)
    {
        if (table.SizeInBytes > maxBytes)
            return;
        lock (_gate)
        {
            // Dropped as a candidate while its table was being built: memory is counted for entries in the dictionary only.
            if (!_entries.TryGetValue(key, out Entry? current) || !ReferenceEquals(current, entry))
                return;
            while (_bytes + table.SizeInBytes > maxBytes && EvictOldest())
            {
            }

            if (_bytes + table.SizeInBytes > maxBytes)
                return;
            entry.LastUse = Environment.TickCount64;
            entry.Table = table;
            Interlocked.Add(ref _bytes, table.SizeInBytes);
            Interlocked.Increment(ref _tables);
            Interlocked.Increment(ref _built);
        }
    }

    private void Widen(SignerKey key, Entry entry, SignerTable table)
    {
        lock (_gate)
        {
            // The table may have been evicted, or found damaged, while the wide one was being built.
            if (!_entries.TryGetValue(key, out Entry? current) || !ReferenceEquals(current, entry) || entry.Table is not { } narrow)
                return;
            long bytes = _bytes - narrow.SizeInBytes + table.SizeInBytes;
            if (bytes > maxBytes)
                return;
            entry.Table = table;
            Interlocked.Exchange(ref _bytes, bytes);
            Interlocked.Increment(ref _widened);
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
        Remove(victim.Key, victim.Value, table);
        Interlocked.Increment(ref _evicted);
        return true;
    }

    private void Remove(SignerKey key, Entry entry, SignerTable table)
    {
        entry.Table = null;
        _entries.TryRemove(key, out _);
        Interlocked.Add(ref _bytes, -table.SizeInBytes);
        Interlocked.Decrement(ref _tables);
    }

    private void DropCandidates()
    {
        lock (_gate)
        {
            foreach (KeyValuePair<SignerKey, Entry> pair in _entries)
            {
                if (pair.Value.Table is null)
                    _entries.TryRemove(pair.Key, out _);
            }
        }
    }

    /// <summary>What is known of a key.</summary>
    internal sealed class Entry
    {
        public long Valid;
        public long LastUse;
        public volatile SignerTable? Table;

        /// <summary>Signatures of this key met special cases of the group law, which honest ones do not.</summary>
        public volatile bool HasSlowLanes;
    }
}
