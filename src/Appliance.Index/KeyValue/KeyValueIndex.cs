using System.Security.Cryptography;
using Appliance.Index.Blocks;
using Appliance.Index.Files;
using Appliance.Index.Log;
using Appliance.Verification.Chains;

namespace Appliance.Index.KeyValue;

/// <summary>
/// The two stores together: the record store (by hash and id) and the height store (by chain and height). Each says in its meta value how
/// far it follows the log; neither is ever the only place of anything.
/// </summary>
internal sealed class KeyValueIndex : IDisposable
{
    private const int FullEvery = 4;

    // The height store needs a fraction of the record store's memory: one record a block instead of two a transaction.
    private const int HeightStoreShare = 4;

    private readonly string _directory;
    private readonly FasterStore<Bytes32, Bytes64> _records;
    private readonly FasterStore<Bytes16, Bytes128> _heights;
    private int _checkpoints;

    private KeyValueIndex(string directory, FasterStore<Bytes32, Bytes64> records, FasterStore<Bytes16, Bytes128> heights) =>
        (_directory, _records, _heights) = (directory, records, heights);

    /// <summary>Bytes of records in both stores.</summary>
    public long Bytes => _records.Bytes + _heights.Bytes;

    /// <summary>How far the record store follows the log, or null where it is empty.</summary>
    /// <exception cref="IndexDamagedException">The value is damaged.</exception>
    public MetaValue? Meta => Find(Keys.Meta) is { } value ? MetaValue.Decode(value) : null;

    /// <summary>How far the height store follows the log, or null where it is empty.</summary>
    /// <exception cref="IndexDamagedException">The value is damaged.</exception>
    public LogPosition? HeightMeta => Find(Keys.HeightMeta) is { } value ? LogPosition.Read(Blittable.View(in value)) : null;

    /// <summary>Opens both stores and recovers their checkpoints; without a readable secret they begin empty.</summary>
    /// <exception cref="Exception">Recovery failed; call <see cref="Recreate"/>.</exception>
    public static KeyValueIndex Open(IFileLayer files, string directory, IndexOptions options)
    {
        var secret = new SlotFile(files, Path.Combine(directory, "secret"));
        return secret.Content is { Length: KeyedComparer<Bytes32>.SecretBytes } content
            ? OpenStores(files, directory, options, content)
            : Recreate(files, directory, options);
    }

    /// <summary>Deletes both stores and opens empty ones under a new secret.</summary>
    public static KeyValueIndex Recreate(IFileLayer files, string directory, IndexOptions options)
    {
        files.DeleteTree(directory);
        files.CreateDirectory(directory);
        byte[] secret = RandomNumberGenerator.GetBytes(KeyedComparer<Bytes32>.SecretBytes);
        KeyValueIndex opened = OpenStores(files, directory, options, secret);
        // Last, so that stores that were only half deleted when the power failed are not taken for whole ones.
        new SlotFile(files, Path.Combine(directory, "secret")).Write(secret);
        return opened;
    }

    /// <summary>Adds a chain. Writer only.</summary>
    public void PutChain(uint chain, long declaration, long height, Digest hash, int trustUpdates) =>
        Put(Keys.Chain(chain), new ChainValue(declaration, height, hash, trustUpdates).Encode());

    /// <summary>Adds what the record store keeps of a block. Writer only.</summary>
    public void PutRecords(uint chain, IndexedBlock block, long address)
    {
        Put(Keys.Block(chain, block.Hash.Span), new BlockValue(block.Height, address).Encode());
        for (int i = 0; i < block.Transactions.Count; i++)
        {
            IndexedTransaction transaction = block.Transactions[i];
            Bytes64 value = new TransactionValue(block.Height, i, transaction.Verdict).Encode();
            if (!transaction.Id.IsEmpty)
                Merge(Keys.Transaction(chain, transaction.Id.Span), value);
            Merge(Keys.Leaf(chain, transaction.LeafHash.Span), value);
        }
    }

    /// <summary>Adds a trust update by number. Writer only.</summary>
    public void PutTrustUpdate(uint chain, int number, long height, long address) =>
        Put(Keys.TrustUpdate(chain, number), new BlockValue(height, address).Encode());

    /// <summary>Adds a block to the height store. Writer only.</summary>
    public void PutHeight(uint chain, IndexedBlock block, long address)
    {
        Bytes16 key = Keys.Height(chain, block.Height);
        _heights.Put(key, Seal.Put(key, BlockRecord.Summarise(block, address).Encode()));
    }

    /// <summary>Says how far the record store follows the log; comes after everything that it vouches for. Writer only.</summary>
    public void PutMeta(MetaValue meta)
    {
        _records.CompletePending();
        Put(Keys.Meta, meta.Encode());
        _records.CompletePending();
    }

    /// <summary>Says how far the height store follows the log. Writer only.</summary>
    public void PutHeightMeta(LogPosition position)
    {
        _heights.CompletePending();
        Bytes128 value = default;
        position.Write(Blittable.Bytes(ref value));
        _heights.Put(Keys.HeightMeta, Seal.Put(Keys.HeightMeta, value));
        _heights.CompletePending();
    }

    /// <summary>Reads a value of the record store. Safe on any thread.</summary>
    /// <exception cref="IndexDamagedException">The value is damaged.</exception>
    public Bytes64? Find(Bytes32 key)
    {
        if (!_records.TryRead(key, out Bytes64 value))
            return null;
        return Seal.Holds(key, value) ? value : throw Damaged();
    }

    /// <summary>Reads a value of the height store. Safe on any thread.</summary>
    /// <exception cref="IndexDamagedException">The value is damaged.</exception>
    public Bytes128? Find(Bytes16 key)
    {
        if (!_heights.TryRead(key, out Bytes128 value))
            return null;
        return Seal.Holds(key, value) ? value : throw Damaged();
    }

    /// <summary>Makes both stores recoverable as they are; every fourth time with the hash tables. Writer only.</summary>
    /// <exception cref="IOException">A write failed.</exception>
    public async Task CheckpointAsync(bool full)
    {
        full |= _checkpoints % FullEvery == 0;
        await _records.CheckpointAsync(full);
        await _heights.CheckpointAsync(full);
        _checkpoints = full ? 1 : _checkpoints + 1;
    }

    /// <summary>Closes both without a checkpoint.</summary>
    public void Dispose()
    {
        _records.Dispose();
        _heights.Dispose();
    }

    private static KeyValueIndex OpenStores(IFileLayer files, string directory, IndexOptions options, byte[] secret)
    {
        var sizes = new StoreSizes(options.HashTableBytes, options.RecordMemoryBytes, options.ReadCacheBytes);
        var records = new FasterStore<Bytes32, Bytes64>(files, Path.Combine(directory, "records"), sizes,
            new KeyedComparer<Bytes32>(secret), TransactionValue.Replaces);
        try
        {
            var small = new StoreSizes(Math.Max(4096, sizes.HashTableBytes / HeightStoreShare),
                Math.Max(1 << 20, sizes.MemoryBytes / HeightStoreShare), 0);
            var heights = new FasterStore<Bytes16, Bytes128>(files, Path.Combine(directory, "heights"), small,
                new KeyedComparer<Bytes16>(secret), (_, _) => true);
            return new KeyValueIndex(directory, records, heights);
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    private void Put(Bytes32 key, Bytes64 value) => _records.Put(key, Seal.Put(key, value));

    private void Merge(Bytes32 key, Bytes64 value) => _records.Merge(key, Seal.Put(key, value));

    private IndexDamagedException Damaged() => new(_directory, 0, "the checksum of a value in the key-value index does not match", Advice.RebuildKeyValue);
}
