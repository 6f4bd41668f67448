using Appliance.Index.KeyValue;
using Appliance.Index.Log;
using Appliance.Verification.Chains;
using Appliance.Verification.Verdicts;

namespace Appliance.Index.Blocks;

/// <summary>Reads the whole block log and compares everything that is derived from it. Writes nothing.</summary>
internal sealed class IndexChecker(IndexState state, IProgress<IndexProgress>? progress, CancellationToken cancellation)
{
    private const int ReportEvery = 1 << 22;

    private readonly List<IndexFinding> _findings = [];
    private readonly Dictionary<uint, ChainEntry> _chains = [];
    private long _findingCount;
    private long _blocks;
    private long _transactions;

    /// <summary>Checks up to where the log ends now.</summary>
    public IndexCheck Check()
    {
        // Chains first: what is appended meanwhile lies beyond both.
        Dictionary<uint, ChainEntry> known = state.Chains.All.ToDictionary(chain => chain.Number);
        long tail = state.Log.HighWater.Address;
        LogPosition position = LogPosition.Start;
        long reported = 0;
        try
        {
            foreach (LogRecord record in state.Log.Read(LogPosition.Start, tail, cancellation))
            {
                CheckRecord(record);
                position = record.End;
                if (position.Address - reported >= ReportEvery)
                {
                    reported = position.Address;
                    progress?.Report(new IndexProgress(IndexPhase.Checking, reported, tail));
                }
            }
            CheckHeads(known);
        }
        catch (IndexDamagedException e)
        {
            Find(e.Address, $"{e.What}; what follows cannot be checked", e.Advice);
        }
        progress?.Report(new IndexProgress(IndexPhase.Checking, position.Address, tail));
        return new IndexCheck(position.Entries, _blocks, _transactions, position.Address, _findings, _findingCount);
    }

    private void CheckRecord(LogRecord record)
    {
        switch (record.Kind)
        {
            case EntryKind.Format:
                break;
            case EntryKind.Chain:
                ChainEntry declared = state.DecodeChain(record);
                if (declared.Number != _chains.Count || !_chains.TryAdd(declared.Number, declared))
                    Find(record.Address, $"chain {declared.Number} is declared where chain {_chains.Count} belongs", Advice.CheckFirst);
                break;
            case EntryKind.Block when _chains.TryGetValue(record.Chain, out ChainEntry? chain):
                IndexedBlock block = state.Decode(record);
                CheckOrder(record, chain, block);
                CheckDerived(record, chain, block);
                _chains[record.Chain] = chain.With(block, record.Address);
                _blocks++;
                _transactions += block.Transactions.Count;
                break;
            default:
                Find(record.Address, $"an entry of kind {record.Kind} of chain {record.Chain}, which is not declared", Advice.CheckFirst);
                break;
        }
    }

    private void CheckOrder(LogRecord record, ChainEntry chain, IndexedBlock block)
    {
        string name = chain.Head.Chain.Name;
        if (block.Height != chain.Head.Height + 1)
            Find(record.Address, $"block {block.Height} of chain {name} follows block {chain.Head.Height}", Advice.CheckFirst);
        else if (block.Height > chain.Head.FirstHeight && block.PreviousHash != chain.Head.Hash)
            Find(record.Address, $"block {block.Height} of chain {name} does not name the block before it", Advice.CheckFirst);
        else if (block.Height == chain.Head.FirstHeight && block.Hash != chain.Head.Chain.FirstBlock)
            Find(record.Address, $"block {block.Height} of chain {name} is not the first block of its declaration", Advice.CheckFirst);
    }

    private void CheckDerived(LogRecord record, ChainEntry chain, IndexedBlock block)
    {
        string where = $"block {block.Height} of chain {chain.Head.Chain.Name}";
        if (!Same(Keys.Height(chain.Number, block.Height), BlockRecord.Summarise(block, record.Address).Encode()))
            Differ(record, $"{where} differs in the height store");
        if (!Same(Keys.Block(chain.Number, block.Hash.Span), new BlockValue(block.Height, record.Address).Encode()))
            Differ(record, $"{where} differs in the record store");
        for (int i = 0; i < block.Transactions.Count; i++)
        {
            IndexedTransaction transaction = block.Transactions[i];
            bool found = (transaction.Id.IsEmpty || Explains(Keys.Transaction(chain.Number, transaction.Id.Span), block.Height, i, transaction.Verdict))
                && Explains(Keys.Leaf(chain.Number, transaction.LeafHash.Span), block.Height, i, transaction.Verdict);
            if (!found)
                Differ(record, $"transaction {i} of {where} differs in the record store");
        }
    }

    private bool Same(Bytes16 key, Bytes128 expected)
    {
        try
        {
            return state.KeyValue.Find(key) is { } value && Equal(value, Seal.Put(key, expected));
        }
        catch (IndexDamagedException)
        {
            return false;
        }
    }

    private bool Same(Bytes32 key, Bytes64 expected)
    {
        try
        {
            return state.KeyValue.Find(key) is { } value && Equal(value, Seal.Put(key, expected));
        }
        catch (IndexDamagedException)
        {
            return false;
        }
    }

    /// <summary>Whether the stored place is this one, or one that rightly came before it or replaced it.</summary>
    private bool Explains(Bytes32 key, long height, int index, Verdict verdict)
    {
        Bytes64? found;
        try
        {
            found = state.KeyValue.Find(key);
        }
        catch (IndexDamagedException)
        {
            return false;
        }
        if (found is not { } bytes)
            return false;
        TransactionValue value = TransactionValue.Decode(bytes);
        int order = (value.Height, value.Index).CompareTo((height, index));
        bool genuine = verdict.IsGenuine();
        bool storedGenuine = value.Verdict.IsGenuine();
        return order == 0 ? value.Verdict == verdict
            : order < 0 ? storedGenuine || !genuine
            : storedGenuine && !genuine;
    }

    private static bool Equal<T>(T left, T right) where T : unmanaged => Blittable.View(in left).SequenceEqual(Blittable.View(in right));

    private void CheckHeads(Dictionary<uint, ChainEntry> known)
    {
        foreach ((uint number, ChainEntry chain) in known)
        {
            // The log may have gone on since the heads were taken, never the other way round.
            if (!_chains.TryGetValue(number, out ChainEntry? logged) || logged.Head.Chain != chain.Head.Chain
                || logged.Head.Height < chain.Head.Height)
            {
                Find(0, $"chain {chain.Head.Chain.Name} is indexed up to block {chain.Head.Height}, which the block log does not hold", Advice.RebuildKeyValue);
            }
        }
    }

    private void Differ(LogRecord record, string what) => Find(record.Address, what, Advice.RebuildKeyValue);

    private void Find(long address, string what, string advice)
    {
        _findingCount++;
        if (_findings.Count < IndexCheck.MaximumFindings)
            _findings.Add(new IndexFinding(address, what, advice));
    }
}
