using Appliance.Verification.Chains;

namespace Appliance.Index.Tests;

/// <summary>What an index must answer about the blocks of <see cref="Blocks"/>.</summary>
internal static class BlockAssert
{
    /// <summary>Everything that reads can tell about these blocks agrees with them.</summary>
    public static void Indexed(ChainIndex index, string chain, long first, long last, int transactions = 3)
    {
        ChainKey key = Blocks.Key(chain, first);
        ChainHead head = Assert.Single(index.Find("fabric", chain), found => found.Chain == key);
        Assert.Equal((first, last, Blocks.HeaderHash(chain, last)), (head.FirstHeight, head.Height, head.Hash));
        for (long height = first; height <= last; height++)
        {
            IndexedBlock expected = Blocks.Block(chain, height, transactions);
            Assert.Equal(expected.Hash, index.BlockHash(key, height));
            Assert.Equal(new BlockLocation(key, height), index.FindBlock(expected.Hash));
            Same(expected, index.ReadBlock(key, height));
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
        Assert.All(index.TrustUpdates(key, last), update => Assert.Equal(Blocks.Trust(chain, update.Height).ToArray(), update.Update.ToArray()));
    }

    public static void Same(IndexedBlock expected, IndexedBlock? actual)
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
