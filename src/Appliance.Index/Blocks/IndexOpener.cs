using System.Collections.Immutable;
using Appliance.Index.Files;
using Appliance.Index.KeyValue;
using Appliance.Index.Log;
using Appliance.Verification.Chains;

namespace Appliance.Index.Blocks;

/// <summary>
/// The opening protocol: the log first, which refuses to open when acknowledged entries are missing; then the key-value index from its
/// checkpoint; then what the log has beyond it. Where the key-value index fails in any way it is built anew from the log; where the log
/// fails, opening fails.
/// </summary>
internal sealed class IndexOpener(
    IFileLayer files, string directory, IndexOptions options, IProgress<IndexProgress>? progress, CancellationToken cancellation)
{
    private const string Purpose = "chain-index";
    private const int ReportEvery = 1 << 22;

    private string KeyValueDirectory => Path.Combine(directory, "kv");

    /// <summary>Opens or creates an index.</summary>
    /// <exception cref="IndexDamagedException">The log is damaged or incomplete.</exception>
    public IndexState Open()
    {
        options.Validate();
        EntryLog log = EntryLog.Open(files, Path.Combine(directory, "log"), options);
        KeyValueIndex? keyValue = null;
        try
        {
            bool created = log.Tail == LogPosition.Start.Address;
            log.RequirePurposeAsync(Purpose).GetAwaiter().GetResult();
            string? reason = null;
            if (created)
            {
                keyValue = KeyValueIndex.Recreate(files, KeyValueDirectory, options);
            }
            else
            {
                keyValue = TryOpen(out reason);
                if (keyValue is not null)
                {
                    var state = new IndexState(directory, log, keyValue);
                    reason = TryResume(state);
                    if (reason is null)
                        return state;
                    keyValue.Dispose();
                }
                keyValue = KeyValueIndex.Recreate(files, KeyValueDirectory, options);
            }
            var rebuilt = new IndexState(directory, log, keyValue)
            {
                Opening = created ? IndexOpening.Created : IndexOpening.Rebuilt,
                RebuildReason = reason,
            };
            Replay(rebuilt, LogPosition.Start, LogPosition.Start, IndexPhase.Rebuilding);
            keyValue.CheckpointAsync(full: true).GetAwaiter().GetResult();
            return rebuilt;
        }
        catch
        {
            keyValue?.Dispose();
            log.Dispose();
            throw;
        }
    }

    private KeyValueIndex? TryOpen(out string? reason)
    {
        try
        {
            reason = null;
            return KeyValueIndex.Open(files, KeyValueDirectory, options);
        }
        // FASTER fails to recover in many ways, and whatever the way, the log can rebuild what it could not read.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            reason = $"its checkpoint could not be recovered: {e.Message}";
            return null;
        }
    }

    private string? TryResume(IndexState state)
    {
        try
        {
            if (state.KeyValue.Meta is not { } meta || state.KeyValue.HeightMeta is not { } heights)
                return "it has no checkpoint";
            if (meta.Position.Address > state.Log.Tail || heights.Address > state.Log.Tail)
                return "it reaches beyond the block log";
            state.Load(meta, ReadChains(state, meta.Chains));
            state.Opening = meta.Position.Address < state.Log.Tail || heights.Address < state.Log.Tail
                ? IndexOpening.Replayed
                : IndexOpening.Resumed;
            Replay(state, meta.Position, heights, IndexPhase.Replaying);
            return null;
        }
        // As above. If it is the log that is damaged, building anew meets the damage again and reports it.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return $"it does not agree with the block log: {e.Message}";
        }
    }

    private IEnumerable<ChainEntry> ReadChains(IndexState state, int count)
    {
        for (uint number = 0; number < count; number++)
        {
            if (state.KeyValue.Find(Keys.Chain(number)) is not { } found)
                throw Missing($"chain {number}");
            ChainValue value = ChainValue.Decode(found);
            ChainEntry declared = state.DecodeChain(state.Log.ReadAt(value.Declaration));
            if (declared.Number != number)
                throw Missing($"the declaration of chain {number}");
            var updates = ImmutableList.CreateBuilder<(long, long)>();
            for (int i = 0; i < value.TrustUpdates; i++)
            {
                BlockValue update = state.KeyValue.Find(Keys.TrustUpdate(number, i)) is { } at
                    ? BlockValue.Decode(at)
                    : throw Missing($"trust update {i} of chain {number}");
                updates.Add((update.Height, update.Address));
            }
            yield return declared with
            {
                Head = declared.Head with { Height = value.Height, Hash = value.Hash },
                TrustUpdates = updates.ToImmutable(),
            };
        }
    }

    /// <summary>Follows the log from where each store stands to its end.</summary>
    private void Replay(IndexState state, LogPosition recordsFrom, LogPosition heightsFrom, IndexPhase phase)
    {
        LogPosition position = recordsFrom.Address <= heightsFrom.Address ? recordsFrom : heightsFrom;
        Dictionary<uint, ChainEntry> chains = state.Chains.All.ToDictionary(chain => chain.Number);
        var changed = new HashSet<uint>();
        long reported = position.Address;
        foreach (LogRecord record in state.Log.Read(position, cancellation))
        {
            bool records = record.Address >= recordsFrom.Address;
            switch (record.Kind)
            {
                case EntryKind.Format:
                    break;
                case EntryKind.Chain when records:
                    Declare(state.DecodeChain(record), chains);
                    break;
                case EntryKind.Chain:
                    break;
                case EntryKind.Block:
                    if (!chains.TryGetValue(record.Chain, out ChainEntry? chain))
                        throw Damaged(record, $"the block belongs to chain {record.Chain}, which is not declared");
                    IndexedBlock block = state.Decode(record);
                    if (records)
                    {
                        Follow(record, chain, block);
                        chains[record.Chain] = state.Apply(chain, block, record.Address);
                        changed.Add(record.Chain);
                    }
                    if (record.Address >= heightsFrom.Address)
                        state.KeyValue.PutHeight(record.Chain, block, record.Address);
                    break;
                default:
                    throw Damaged(record, $"entries of kind {record.Kind} do not belong into an index");
            }
            position = record.End;
            if (position.Address - reported >= ReportEvery)
            {
                reported = position.Address;
                progress?.Report(new IndexProgress(phase, reported, state.Log.Tail));
            }
        }
        state.Log.ContinueAt(position);
        state.Publish(changed.Select(number => chains[number]), position);
        progress?.Report(new IndexProgress(phase, position.Address, state.Log.Tail));
    }

    private void Declare(ChainEntry chain, Dictionary<uint, ChainEntry> chains)
    {
        if (chain.Number != chains.Count)
        {
            throw new IndexDamagedException(directory, chain.Declaration,
                $"chain {chain.Number} is declared where chain {chains.Count} belongs", Advice.CheckFirst);
        }
        chains.Add(chain.Number, chain);
    }

    private void Follow(LogRecord record, ChainEntry chain, IndexedBlock block)
    {
        if (block.Height != chain.Head.Height + 1)
            throw Damaged(record, $"block {block.Height} of chain {chain.Head.Chain.Name} follows block {chain.Head.Height}");
        if (block.Height > chain.Head.FirstHeight && block.PreviousHash != chain.Head.Hash)
            throw Damaged(record, $"block {block.Height} of chain {chain.Head.Chain.Name} does not name the block before it");
    }

    private IndexDamagedException Damaged(LogRecord record, string what) => new(directory, record.Address, what, Advice.CheckFirst);

    private IndexDamagedException Missing(string what) =>
        new(directory, 0, $"{what} is missing in the key-value index", Advice.RebuildKeyValue);
}
