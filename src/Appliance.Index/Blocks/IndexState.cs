using Appliance.Index.KeyValue;
using Appliance.Index.Log;
using Appliance.Verification.Chains;

namespace Appliance.Index.Blocks;

/// <summary>
/// Everything that an open index consists of: the log, what is derived from it, and the one function that derives it, for new blocks
/// and for replayed ones alike.
/// </summary>
internal sealed class IndexState : IDisposable
{

    public IndexState(string directory, EntryLog log, KeyValueIndex keyValue) => (Directory, Log, KeyValue) = (directory, log, keyValue);

    public string Directory { get; }

    public EntryLog Log { get; }

    public KeyValueIndex KeyValue { get; private set; }

    public ChainTable Chains { get; } = new();

    /// <summary>Transactions of all chains.</summary>
    public long Transactions { get; private set; }

    public IndexOpening Opening { get; set; }

    public string? RebuildReason { get; set; }

    /// <summary>Puts empty stores in the place of damaged ones.</summary>
    public void Replace(KeyValueIndex keyValue)
    {
        KeyValue = keyValue;
        Chains.Clear();
        Transactions = 0;
    }

    /// <summary>Takes over what the record store says about chains and counts.</summary>
    public void Load(MetaValue meta, IEnumerable<ChainEntry> chains)
    {
        Transactions = meta.Transactions;
        foreach (ChainEntry chain in chains)
            Chains.Set(chain);
    }

    /// <summary>Adds a block to the stores; readers see it after <see cref="Publish"/>.</summary>
    /// <param name="chain">Its chain before the block.</param>
    /// <param name="block">The block.</param>
    /// <param name="address">Log address of its record.</param>
    /// <returns>Its chain after the block.</returns>
    public ChainEntry Apply(ChainEntry chain, IndexedBlock block, long address)
    {
        ChainEntry next = chain.With(block, address);
        KeyValue.PutRecords(chain.Number, block, address);
        if (!block.TrustUpdate.IsEmpty)
            KeyValue.PutTrustUpdate(chain.Number, next.TrustUpdates.Count - 1, block.Height, address);
        Transactions += block.Transactions.Count;
        return next;
    }

    /// <summary>Writes heads and meta values, last of all, and then shows the chains to readers.</summary>
    /// <param name="chains">The chains that have changed, as they are now.</param>
    /// <param name="position">The position in the log that the stores have reached.</param>
    public void Publish(IEnumerable<ChainEntry> chains, LogPosition position)
    {
        ChainEntry[] changed = [.. chains];
        foreach (ChainEntry chain in changed)
            KeyValue.PutChain(chain.Number, chain.Declaration, chain.Head.Height, chain.Head.Hash, chain.TrustUpdates.Count);
        int known = Chains.Count + changed.Count(chain => Chains.Find(chain.Head.Chain) is null);
        KeyValue.PutHeightMeta(position);
        KeyValue.PutMeta(new MetaValue(position, known, Transactions));
        foreach (ChainEntry chain in changed)
            Chains.Set(chain);
    }

    /// <summary>Decodes a block's record.</summary>
    /// <exception cref="IndexDamagedException">Its checksum holds, but it is not a block.</exception>
    public IndexedBlock Decode(LogRecord record)
    {
        try
        {
            return record.Kind == EntryKind.Block
                ? BlockRecord.Decode(record.Height, record.Body)
                : throw new InvalidDataException($"an entry of kind {record.Kind} stands where a block is expected");
        }
        catch (InvalidDataException e)
        {
            throw new IndexDamagedException(Directory, record.Address, e.Message, Advice.CheckFirst, e);
        }
    }

    /// <summary>Decodes a chain's declaration.</summary>
    /// <exception cref="IndexDamagedException">Its checksum holds, but it is not a chain.</exception>
    public ChainEntry DecodeChain(LogRecord record)
    {
        try
        {
            if (record.Kind != EntryKind.Chain)
                throw new InvalidDataException($"an entry of kind {record.Kind} stands where a chain is expected");
            ChainKey key = ChainRecord.Decode(record.Body.Span);
            return new ChainEntry(record.Chain, record.Address, new ChainHead(key, record.Height, record.Height - 1, default), []);
        }
        catch (InvalidDataException e)
        {
            throw new IndexDamagedException(Directory, record.Address, e.Message, Advice.CheckFirst, e);
        }
    }

    public void Dispose()
    {
        KeyValue.Dispose();
        Log.Dispose();
    }
}
