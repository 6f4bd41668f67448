using System.Text;
using Appliance.Index.KeyValue;
using Appliance.Index.Log;
using Appliance.Verification.Chains;

namespace Appliance.Index.Blocks;

/// <summary>
/// The appends that share a commit. Each is checked against what is indexed and against the ones before it in the group, and enters the
/// log as a whole or not at all.
/// </summary>
internal sealed class AppendGroup(IndexState state)
{
    // Far above any chain, and far enough below the largest number that heights can be counted up without a check.
    private const long MaximumFirstHeight = 1L << 60;

    private readonly List<AppendRequest> _accepted = [];
    private readonly Dictionary<ChainKey, Staged> _chains = [];
    private readonly List<(ChainKey Chain, IndexedBlock Block, long Address)> _blocks = [];

    /// <summary>The accepted requests, to be acknowledged once the group is durable and applied.</summary>
    public IReadOnlyList<AppendRequest> Accepted => _accepted;

    /// <summary>Whether anything new waits for the commit.</summary>
    public bool HasBlocks => _blocks.Count > 0;

    /// <summary>Checks a request and says which of its blocks are new. Changes nothing.</summary>
    /// <exception cref="ChainConflictException">A gap or a fork.</exception>
    /// <exception cref="ArgumentException">Blocks that can never be indexed.</exception>
    public IReadOnlyList<IndexedBlock> Check(AppendRequest request) =>
        Check(request, _chains.GetValueOrDefault(request.Chain), state.Chains.Find(request.Chain));

    /// <summary>Puts the new blocks of a checked request into the log's memory.</summary>
    public void Add(AppendRequest request, IReadOnlyList<IndexedBlock> fresh)
    {
        request.Result = new AppendResult(fresh.Count, request.Blocks.Count - fresh.Count);
        _accepted.Add(request);
        if (fresh.Count == 0)
            return;
        if (!_chains.TryGetValue(request.Chain, out Staged? staged))
            staged = _chains[request.Chain] = new Staged(state.Chains.Find(request.Chain) ?? Declare(request.Chain, fresh[0].Height));
        foreach (IndexedBlock block in fresh)
        {
            long address = state.Log.Append(EntryKind.Block, staged.Entry.Number, block.Height, BlockRecord.Encode(block));
            _blocks.Add((request.Chain, block, address));
            staged.Add(block);
        }
    }

    /// <summary>Derives the stores from the blocks of the group, which are durable by now, and shows them to readers.</summary>
    public void Apply()
    {
        foreach ((ChainKey chain, IndexedBlock block, long address) in _blocks)
        {
            Staged staged = _chains[chain];
            staged.Entry = state.Apply(staged.Entry, block, address);
            state.KeyValue.PutHeight(staged.Entry.Number, block, address);
        }
        state.Publish(_chains.Values.Select(staged => staged.Entry), state.Log.End);
    }

    private List<IndexedBlock> Check(AppendRequest request, Staged? staged, ChainEntry? indexed)
    {
        var fresh = new List<IndexedBlock>();
        Dictionary<long, Digest>? earlier = staged?.Hashes;
        (long Height, Digest Hash)? head = staged is not null ? staged.Head : indexed is null ? null : (indexed.Head.Height, indexed.Head.Hash);
        long first = (staged?.Entry ?? indexed)?.Head.FirstHeight ?? request.Blocks[0].Height;
        foreach (IndexedBlock block in request.Blocks)
        {
            if (head is null)
            {
                CheckFirst(request.Chain, block);
            }
            else if (block.Height <= head.Value.Height)
            {
                if (block.Height < first)
                {
                    throw new ArgumentException($"chain {request.Chain.Name} is indexed from block {first} on; block {block.Height} lies before it: "
                        + "index the ledger from its first block as a chain of its own");
                }
                Digest known = fresh.Find(other => other.Height == block.Height)?.Hash
                    ?? (earlier is not null && earlier.TryGetValue(block.Height, out Digest hash) ? hash : Indexed(indexed!, block.Height));
                if (known != block.Hash)
                    throw new ChainConflictException(ChainConflict.Fork, request.Chain.Name, block.Height, known, block.Hash);
                continue;
            }
            else if (block.Height > head.Value.Height + 1)
            {
                throw new ChainConflictException(ChainConflict.Gap, request.Chain.Name, block.Height, head.Value.Hash, block.PreviousHash);
            }
            else if (block.PreviousHash != head.Value.Hash)
            {
                throw new ChainConflictException(ChainConflict.Fork, request.Chain.Name, block.Height, head.Value.Hash, block.PreviousHash);
            }
            CheckSize(block);
            fresh.Add(block);
            head = (block.Height, block.Hash);
        }
        return fresh;
    }

    private static void CheckFirst(ChainKey chain, IndexedBlock block)
    {
        if (block.Hash != chain.FirstBlock)
        {
            throw new ArgumentException($"chain {chain.Name} with first block {chain.FirstBlock} is not indexed yet, and the first block offered, "
                + $"{block.Height}, has hash {block.Hash}: a new chain begins with its first block");
        }
        ArgumentOutOfRangeException.ThrowIfNegative(block.Height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(block.Height, MaximumFirstHeight);
        if (Encoding.UTF8.GetByteCount(chain.Name) > ushort.MaxValue || Encoding.UTF8.GetByteCount(chain.Format) > ushort.MaxValue)
            throw new ArgumentException($"the name of a chain has at most {ushort.MaxValue} bytes");
    }

    private void CheckSize(IndexedBlock block)
    {
        if (!state.Log.Fits(BlockRecord.Length(block)))
            throw state.Log.TooLong(BlockRecord.Length(block));
        if (block.Transactions.Any(transaction => Encoding.UTF8.GetByteCount(transaction.Creator) > ushort.MaxValue))
            throw new ArgumentException($"block {block.Height}: the creator of a transaction has at most {ushort.MaxValue} bytes");
    }

    private Digest Indexed(ChainEntry chain, long height) =>
        state.KeyValue.Find(Keys.Height(chain.Number, height)) is { } value
            ? HeightValue.Decode(value).Hash
            : throw new IndexDamagedException(state.Directory, 0,
                $"block {height} of chain {chain.Head.Chain.Name} is missing in the key-value index", Advice.RebuildKeyValue);

    private ChainEntry Declare(ChainKey chain, long firstHeight)
    {
        uint number = (uint)(state.Chains.Count + _chains.Values.Count(staged => state.Chains.Find(staged.Entry.Head.Chain) is null));
        long address = state.Log.Append(EntryKind.Chain, number, firstHeight, ChainRecord.Encode(chain));
        return new ChainEntry(number, address, new ChainHead(chain, firstHeight, firstHeight - 1, default), []);
    }

    private sealed class Staged(ChainEntry entry)
    {
        public ChainEntry Entry { get; set; } = entry;

        public Dictionary<long, Digest> Hashes { get; } = [];

        public (long Height, Digest Hash) Head { get; private set; }

        public void Add(IndexedBlock block)
        {
            Hashes.Add(block.Height, block.Hash);
            Head = (block.Height, block.Hash);
        }
    }
}
