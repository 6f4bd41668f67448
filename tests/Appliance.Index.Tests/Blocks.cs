using System.Security.Cryptography;
using System.Text;
using Appliance.Verification.Chains;
using Appliance.Verification.Verdicts;

namespace Appliance.Index.Tests;

/// <summary>Chains of made-up blocks, the same for the same seed.</summary>
internal static class Blocks
{
    public static Digest Hash(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static ReadOnlyMemory<byte> Id(string text) => Encoding.UTF8.GetBytes(text);

    public static ReadOnlyMemory<byte> TransactionId(string chain, long height, int index) => Id($"{chain}-{height}-{index}");

    public static Digest HeaderHash(string chain, long height) => height < 0 ? default : Hash($"{chain}/{height}");

    public static ChainKey Key(string chain, long first = 0) => new("fabric", chain, HeaderHash(chain, first));

    public static ReadOnlyMemory<byte> Trust(string chain, long height) => Encoding.UTF8.GetBytes(new string('t', 200) + $"{chain}@{height}");

    /// <summary>Every tenth block, and the first, carries a trust update; every seventh transaction was rejected.</summary>
    public static IndexedBlock Block(string chain, long height, int transactions = 3) => new()
    {
        Height = height,
        Hash = HeaderHash(chain, height),
        PreviousHash = HeaderHash(chain, height - 1),
        DataHash = Hash($"data {chain}/{height}"),
        Time = height % 5 == 4 ? null : DateTimeOffset.UnixEpoch.AddSeconds(height),
        TrustUpdate = height % 10 == 0 ? Trust(chain, height) : default,
        Transactions = [.. Enumerable.Range(0, transactions).Select(i => new IndexedTransaction(
            TransactionId(chain, height, i), Hash($"leaf {chain}/{height}/{i}"), $"Org{i % 3}MSP",
            (height + i) % 7 == 6 ? Verdict.RejectedByChain : Verdict.Genuine))],
    };

    public static IReadOnlyList<IndexedBlock> Range(string chain, long first, int count, int transactions = 3) =>
        [.. Enumerable.Range(0, count).Select(i => Block(chain, first + i, transactions))];

    /// <summary>Everything that reads can tell about these blocks agrees with them.</summary>
    public static void AssertIndexed(ChainIndex index, string chain, long first, long last, int transactions = 3)
    {
        ChainKey key = Key(chain, first);
        ChainHead head = Assert.Single(index.Find("fabric", chain), found => found.Chain == key);
        Assert.Equal((first, last, HeaderHash(chain, last)), (head.FirstHeight, head.Height, head.Hash));
        for (long height = first; height <= last; height++)
        {
            IndexedBlock expected = Block(chain, height, transactions);
            Assert.Equal(expected.Hash, index.BlockHash(key, height));
            Assert.Equal(new BlockLocation(key, height), index.FindBlock(expected.Hash));
            AssertSame(expected, index.ReadBlock(key, height));
            for (int i = 0; i < transactions; i++)
            {
                var place = new TransactionLocation(height, i, expected.Transactions[i].Verdict);
                Assert.Equal(place, index.FindTransaction(key, expected.Transactions[i].Id.Span));
                Assert.Equal(place, index.FindLeaf(key, expected.Transactions[i].LeafHash));
            }
        }
        Assert.Null(index.BlockHash(key, last + 1));
        Assert.Null(index.BlockHash(key, first - 1));
        long[] updates = [.. Enumerable.Range(0, (int)(last - first + 1)).Select(i => first + i).Where(height => height % 10 == 0)];
        Assert.Equal(updates, index.TrustUpdates(key, last).Select(update => update.Height));
        Assert.All(index.TrustUpdates(key, last), update => Assert.Equal(Trust(chain, update.Height).ToArray(), update.Update.ToArray()));
    }

    public static void AssertSame(IndexedBlock expected, IndexedBlock? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(
            (expected.Height, expected.Hash, expected.PreviousHash, expected.DataHash, expected.Time),
            (actual.Height, actual.Hash, actual.PreviousHash, actual.DataHash, actual.Time));
        Assert.Equal(expected.TrustUpdate.ToArray(), actual.TrustUpdate.ToArray());
        Assert.Equal(expected.Transactions.Count, actual.Transactions.Count);
        foreach ((IndexedTransaction one, IndexedTransaction other) in expected.Transactions.Zip(actual.Transactions))
        {
            Assert.Equal(one.Id.ToArray(), other.Id.ToArray());
            Assert.Equal((one.LeafHash, one.Creator, one.Verdict), (other.LeafHash, other.Creator, other.Verdict));
        }
    }
}
