using Appliance.Samples;

namespace Appliance.Host.Tests.Cli;

/// <summary>What does not continue the indexed chain is refused with the height and both hashes, and loses nothing.</summary>
public sealed class IndexConflictTests
{
    private static readonly SampleBlock[] Blocks = [.. new SampleChannel(new SampleChannelOptions { Seed = "conflicts", Blocks = 4, TransactionsPerBlock = 2 }).Blocks()];

    [Fact]
    public async Task A_gap_is_code_6_and_the_missing_blocks_mend_it()
    {
        using var folder = new TestFolder();
        await IndexAsync(folder, Blocks[..3]);

        ApplianceProcess.Result gap = await IndexAsync(folder, Blocks[4..]);
        ApplianceProcess.Result missing = await IndexAsync(folder, Blocks[3..4]);
        ApplianceProcess.Result rest = await IndexAsync(folder, Blocks[4..]);

        Assert.True(gap.Code == 6, gap.ToString());
        Assert.Contains("height 4", gap.Error, StringComparison.Ordinal);
        Assert.Contains(Hash(Blocks[2]), gap.Error, StringComparison.Ordinal);
        Assert.Contains(Hash(Blocks[3]), gap.Error, StringComparison.Ordinal);
        Assert.True(missing.Code == 0, missing.ToString());
        Assert.True(rest.Code == 0, rest.ToString());
    }

    [Fact]
    public async Task A_fork_is_code_6_and_changes_nothing()
    {
        using var folder = new TestFolder();
        IReadOnlyList<SampleBlock> forged = SampleAttacks.RewriteHistory(Blocks, 3, 0);
        await IndexAsync(folder, Blocks);

        ApplianceProcess.Result fork = await IndexAsync(folder, forged.Skip(4));
        ApplianceProcess.Result again = await IndexAsync(folder, Blocks);

        Assert.True(fork.Code == 6, fork.ToString());
        Assert.Contains("height 4", fork.Error, StringComparison.Ordinal);
        Assert.Contains(Hash(Blocks[3]), fork.Error, StringComparison.Ordinal);
        Assert.Contains(Hash(forged[3]), fork.Error, StringComparison.Ordinal);
        Assert.Contains("nothing changed", again.Output, StringComparison.Ordinal);
    }

    private static Task<ApplianceProcess.Result> IndexAsync(TestFolder folder, IEnumerable<SampleBlock> blocks) =>
        ApplianceProcess.RunAsync("verify", folder.Write("ledger", SampleLedger.Write(blocks)), "--index", "--data", folder.Data);

    private static string Hash(SampleBlock block) => Convert.ToHexStringLower(block.HeaderHash());
}
