using System.Text.Json;

namespace Appliance.Host.Tests.Cli;

public sealed class VerifyTests
{
    [Fact]
    public async Task A_ledger_without_a_pin_is_genuine_by_its_own_roots_and_says_so()
    {
        using var folder = new TestFolder();
        SampleFile.Made sample = await SampleFile.Honest;
        string file = folder.Write("ledger one", sample.Bytes);

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("verify", "--output", "json", "--data", folder.Data, file);

        Assert.True(result.Code == 0, result.ToString());
        JsonElement document = Assert.Single(result.Json().GetProperty("documents").EnumerateArray());
        Assert.Equal(file, document.GetProperty("file").GetString());
        Assert.Equal("fabric-ledger", document.GetProperty("format").GetString());
        Assert.Equal("self-declared", document.GetProperty("anchor").GetString());
        Assert.Equal("Genuine", document.GetProperty("verdict").GetString());
        Assert.Contains("self-declared", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Data));
    }

    [Fact]
    public async Task The_report_names_every_block_transaction_and_check()
    {
        using var folder = new TestFolder();
        SampleFile.Made sample = await SampleFile.Honest;

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("verify", "-o", "json", "--data", folder.Data, folder.Write("ledger", sample.Bytes));

        JsonElement document = result.Json().GetProperty("documents")[0];
        JsonElement[] blocks = [.. document.GetProperty("blocks").EnumerateArray()];
        Assert.Equal(sample.Manifest.Blocks, blocks.Length);
        Assert.Equal(sample.Genesis, blocks[0].GetProperty("headerHash").GetString());
        JsonElement[] transactions = [.. blocks.SelectMany(block => block.GetProperty("transactions").EnumerateArray())];
        Assert.Equal(sample.Manifest.Transactions, transactions.Length);
        JsonElement creator = blocks[^1].GetProperty("transactions")[0].GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("kind").GetString() == "CreatorSignature");
        Assert.Equal("Valid", creator.GetProperty("verdict").GetString());
        Assert.StartsWith("ecdsa-p256", creator.GetProperty("scheme").GetString(), StringComparison.Ordinal);
        Assert.Contains("MSP/", creator.GetProperty("signer").GetString(), StringComparison.Ordinal);
        long made = blocks.SelectMany(block => block.GetProperty("checks").EnumerateArray())
            .Concat(transactions.SelectMany(transaction => transaction.GetProperty("checks").EnumerateArray()))
            .Count(check => check.GetProperty("verdict").GetString() != "NotChecked");
        Assert.Equal(made, document.GetProperty("checks").GetInt64());
    }

    [Fact]
    public async Task Tampered_transactions_are_named_and_nothing_else()
    {
        using var folder = new TestFolder();
        SampleFile.Made sample = await SampleFile.Tampered;

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("verify", "-o", "json", "--data", folder.Data, folder.Write("ledger", sample.Bytes));

        Assert.Equal(1, result.Code);
        IEnumerable<(long, int)> found =
            from block in result.Json().GetProperty("documents")[0].GetProperty("blocks").EnumerateArray()
            from transaction in block.GetProperty("transactions").EnumerateArray()
            where transaction.GetProperty("verdict").GetString() != "Genuine"
            select (block.GetProperty("number").GetInt64(), transaction.GetProperty("index").GetInt32());
        Assert.NotEmpty(sample.Manifest.Tampered);
        Assert.Equal(sample.Manifest.Tampered.Select(one => (one.Block, one.Transaction)), found);
    }

    [Fact]
    public async Task A_pin_that_contradicts_the_ledger_is_never_genuine()
    {
        using var folder = new TestFolder();
        SampleFile.Made sample = await SampleFile.Honest;
        string file = folder.Write("ledger", sample.Bytes);
        string wrong = new('0', 64);
        Assert.Equal(0, (await ApplianceProcess.RunAsync("trust", "add", sample.Manifest.ChannelId, "--genesis", wrong, "--data", folder.Data)).Code);

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("verify", "-o", "json", "--data", folder.Data, file);

        Assert.Equal(1, result.Code);
        Assert.Equal("AnchorMismatch", result.Json().GetProperty("documents")[0].GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task The_worst_file_decides_and_every_file_is_reported()
    {
        using var folder = new TestFolder();
        SampleFile.Made sample = await SampleFile.Honest;
        string good = folder.Write("good", sample.Bytes);
        string bad = folder.Write("bad", "no ledger"u8);

        ApplianceProcess.Result two = await ApplianceProcess.RunAsync("verify", "-o", "json", good, bad, "--data", folder.Data);
        ApplianceProcess.Result three = await ApplianceProcess.RunAsync("verify", "-o", "json", good, folder.File("absent"), bad, "--data", folder.Data);

        Assert.Equal(1, two.Code);
        Assert.Equal(2, two.Json().GetProperty("documents").GetArrayLength());
        Assert.Equal(2, three.Code);
        Assert.Equal(3, three.Json().GetProperty("documents").GetArrayLength());
    }

    [Fact]
    public async Task Indexing_twice_changes_nothing_and_says_so()
    {
        using var folder = new TestFolder();
        SampleFile.Made sample = await SampleFile.Honest;
        string file = folder.Write("ledger", sample.Bytes);

        ApplianceProcess.Result first = await ApplianceProcess.RunAsync("verify", "-o", "json", file, "--index", "--data", folder.Data);
        ApplianceProcess.Result second = await ApplianceProcess.RunAsync("verify", file, "--index", "--data", folder.Data);
        ApplianceProcess.Result status = await ApplianceProcess.RunAsync("index", "status", "-o", "json", "--data", folder.Data);
        ApplianceProcess.Result check = await ApplianceProcess.RunAsync("index", "check", "--data", folder.Data);

        Assert.True(first.Code == 0, first.ToString());
        Assert.Equal(sample.Manifest.Blocks, first.Json().GetProperty("documents")[0].GetProperty("index").GetProperty("appended").GetInt64());
        Assert.Contains("nothing changed", second.Output, StringComparison.Ordinal);
        JsonElement chain = Assert.Single(status.Json().GetProperty("chains").EnumerateArray());
        Assert.Equal(Convert.ToHexStringLower(sample.Manifest.LastHash.Span), chain.GetProperty("hash").GetString());
        Assert.True(check.Code == 0, check.ToString());
    }

    [Theory]
    [InlineData("from_snapshot.blockfile")]
    [InlineData("sample_prod.blockfile")]
    public async Task Real_ledgers_have_the_expected_headers_and_are_genuine(string name)
    {
        string fabric = Path.Combine(Requirements.Vectors(), "fabric");
        using var folder = new TestFolder();
        using JsonDocument expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(fabric, "expected.json"), TestContext.Current.CancellationToken));

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("verify", "-o", "json", Path.Combine(fabric, name), "--data", folder.Data);

        Assert.True(result.Code == 0, result.ToString());
        IEnumerable<(long, string?)> found = result.Json().GetProperty("documents")[0].GetProperty("blocks").EnumerateArray()
            .Select(block => (block.GetProperty("number").GetInt64(), block.GetProperty("headerHash").GetString()));
        IEnumerable<(long, string?)> known = expected.RootElement.GetProperty("fabric/" + name).EnumerateArray()
            .Select(block => (block.GetProperty("num").GetInt64(), block.GetProperty("header_hash").GetString()));
        Assert.Equal(known, found);
    }
}
