using Appliance.Formats.Fabric;
using Appliance.Samples.Blocks;
using Appliance.Samples.Transactions;

namespace Appliance.Samples.Tests;

/// <summary>The commit hash, recomputed from the writes of a real peer's ledger.</summary>
public sealed class CommitHashTests
{
    [Fact]
    public void It_is_the_one_that_a_real_peer_stored()
    {
        using FileStream file = File.OpenRead(Vectors.PathOf("fabric/sample_prod.blockfile"));
        var reader = new FabricLedgerReader(file);
        byte[] previous = [];
        int compared = 0;
        while (reader.Read() is { } block)
        {
            // Configuration and private collections enter the hash through state that a block does not hold.
            if (block.Transactions.All(transaction => transaction.Action is { } action
                && action.Namespaces.All(access => access.WrittenCollections.Count == 0)))
            {
                PlannedTransaction[] plans = [.. block.Transactions.Select((transaction, index) => Plan(block, transaction, index))];
                Assert.Equal(Convert.ToHexString(block.CommitHash.Span), Convert.ToHexString(CommitHash.Next(previous, plans)));
                compared++;
            }

            previous = block.CommitHash.ToArray();
        }

        Assert.True(compared >= 2, $"only {compared} blocks could be compared");
    }

    [Fact]
    public void Writes_of_a_rejected_transaction_do_not_enter_it()
    {
        PlannedTransaction plan = ChaincodeDefinition.Commit(1, DateTimeOffset.UnixEpoch);
        PlannedTransaction without = plan with { State = [] };
        Assert.NotEqual(CommitHash.Next([], [plan]), CommitHash.Next([], [without]));
        Assert.Equal(
            CommitHash.Next([], [plan with { ValidationCode = 10 }]),
            CommitHash.Next([], [without with { ValidationCode = 10 }]));
    }

    private static PlannedTransaction Plan(FabricBlock block, FabricTransaction transaction, int index) => new()
    {
        Block = block.Number,
        Index = index,
        Time = DateTimeOffset.UnixEpoch,
        Agency = 0,
        Chaincode = transaction.Action!.ChaincodeName,
        ChaincodeVersion = transaction.Action.ChaincodeVersion,
        Arguments = [],
        ValidationCode = block.ValidationCodes.Span[index],
        State =
        [
            .. transaction.Action.Namespaces.Select(access => new StateAccess(
                access.Name,
                [],
                [.. access.ReadWrites().Select(write => new StateWrite(write.Key, write.Value.ToArray()))])),
        ],
    };
}
