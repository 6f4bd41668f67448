using System.Collections.Concurrent;
using System.Collections.Immutable;
using Appliance.Verification.Chains;

namespace Appliance.Index.Blocks;

/// <summary>A chain as readers see it; replaced as a whole when it grows.</summary>
/// <param name="Number">Number in the log.</param>
/// <param name="Declaration">Log address of its declaration.</param>
/// <param name="Head">How far it is indexed.</param>
/// <param name="TrustUpdates">Height and log address of the blocks that carry trust updates, ascending.</param>
internal sealed record ChainEntry(uint Number, long Declaration, ChainHead Head, ImmutableList<(long Height, long Address)> TrustUpdates)
{
    /// <summary>The chain after one more block.</summary>
    public ChainEntry With(IndexedBlock block, long address) => this with
    {
        Head = Head with { Height = block.Height, Hash = block.Hash },
        TrustUpdates = block.TrustUpdate.IsEmpty ? TrustUpdates : TrustUpdates.Add((block.Height, address)),
    };
}

/// <summary>The chains that are indexed; a handful, so they are kept in memory.</summary>
internal sealed class ChainTable
{
    private readonly ConcurrentDictionary<ChainKey, ChainEntry> _chains = new();

    /// <summary>Number of chains.</summary>
    public int Count => _chains.Count;

    /// <summary>All chains, in the order of their numbers.</summary>
    public IReadOnlyList<ChainEntry> All => [.. _chains.Values.OrderBy(entry => entry.Number)];

    /// <summary>A chain, or null.</summary>
    public ChainEntry? Find(ChainKey chain) => _chains.GetValueOrDefault(chain);

    /// <summary>Adds or replaces a chain.</summary>
    public void Set(ChainEntry entry) => _chains[entry.Head.Chain] = entry;

    /// <summary>Forgets all chains, before they are read again.</summary>
    public void Clear() => _chains.Clear();
}
