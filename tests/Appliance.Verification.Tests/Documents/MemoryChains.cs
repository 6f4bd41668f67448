using Appliance.Verification.Chains;

namespace Appliance.Verification.Tests.Documents;

/// <summary>Chain state in memory: what a verifier must be able to read, without the index behind it.</summary>
internal sealed class MemoryChains : IChainState
{
    private readonly Dictionary<ChainKey, List<IndexedBlock>> _chains = [];

    public void Add(ChainKey chain, IEnumerable<IndexedBlock?> blocks)
    {
        if (!_chains.TryGetValue(chain, out List<IndexedBlock>? list))
            _chains.Add(chain, list = []);
        list.AddRange(blocks.Select(block => block ?? throw new ArgumentException("a block that must not be indexed")));
    }

    public IReadOnlyList<ChainHead> Find(string format, string name) =>
        [.. _chains.Where(pair => pair.Key.Format == format && pair.Key.Name == name)
            .Select(pair => new ChainHead(pair.Key, pair.Value[0].Height, pair.Value[^1].Height, pair.Value[^1].Hash))];

    public Digest? BlockHash(ChainKey chain, long height) => _chains[chain].Find(block => block.Height == height)?.Hash;

    public (long Height, ReadOnlyMemory<byte> Update)? TrustUpdateAt(ChainKey chain, long height) =>
        TrustUpdates(chain, height).Select(update => ((long, ReadOnlyMemory<byte>)?)update).LastOrDefault();

    public IEnumerable<(long Height, ReadOnlyMemory<byte> Update)> TrustUpdates(ChainKey chain, long height) =>
        _chains[chain].Where(block => block.Height <= height && !block.TrustUpdate.IsEmpty).Select(block => (block.Height, block.TrustUpdate));
}
