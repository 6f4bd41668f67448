namespace Appliance.Host.Tests.Cli;

public sealed class BadInputTests
{
    private const int Seed = 20_240_301;

    public static TheoryData<string, int> Documents => new()
    {
        { "empty", 1 },
        { "one byte", 1 },
        { "random", 1 },
        { "truncated", 1 },
        { "oversized length", 1 },
        { "trailing bytes", 1 },
        { "absent", 2 },
        { "directory", 2 },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_bad_document_ends_with_its_code_and_a_message_that_names_it(string kind, int code)
    {
        using var folder = new TestFolder();
        string file = await MakeAsync(folder, kind);

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("verify", "-o", "json", file, "--data", folder.Data);

        Assert.True(result.Code == code, result.ToString());
        Assert.Contains(file, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        if (code == 2)
            Assert.StartsWith($"appliance: {file}: ", result.Error, StringComparison.Ordinal);
        else
            Assert.Contains("offset", result.Json().GetProperty("documents")[0].GetProperty("decodeError").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_ledger_loses_nothing_that_is_indexed()
    {
        using var folder = new TestFolder();
        SampleFile.Made sample = await SampleFile.Honest;
        await ApplianceProcess.RunAsync("verify", folder.Write("ledger", sample.Bytes), "--index", "--data", folder.Data);
        string truncated = folder.Write("truncated", sample.Bytes.AsSpan(0, sample.Bytes.Length - 100));

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("verify", truncated, "--index", "--data", folder.Data);
        ApplianceProcess.Result status = await ApplianceProcess.RunAsync("index", "status", "-o", "json", "--data", folder.Data);

        Assert.Equal(1, result.Code);
        Assert.Equal(sample.Manifest.Blocks, status.Json().GetProperty("blocks").GetInt64());
        Assert.Equal(0, (await ApplianceProcess.RunAsync("index", "check", "--data", folder.Data)).Code);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("nonsense")]
    [InlineData("verify", "--output", "xml", "x")]
    [InlineData("verify", "a", "b", "--receipt", "out")]
    [InlineData("trust", "add", "channel")]
    [InlineData("trust", "add", "channel", "--genesis", "00", "--msp", "Org1MSP=ca.pem")]
    [InlineData("trust", "remove", "channel", "nothing")]
    [InlineData("conformance", "/nonexistent")]
    public async Task Wrong_usage_is_2_on_standard_error(params string[] arguments)
    {
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync(arguments);

        Assert.True(result.Code == 2, result.ToString());
        Assert.StartsWith("appliance: ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    private static async Task<string> MakeAsync(TestFolder folder, string kind)
    {
        byte[] ledger = (await SampleFile.Honest).Bytes;
        byte[] noise = new byte[10_000];
        new Random(Seed).NextBytes(noise);
        byte[] length = new byte[16];
        length.AsSpan(0, 9).Fill(0xff);
        length[9] = 0x01;
        switch (kind)
        {
            case "absent": return folder.File(kind);
            case "directory": return folder.Path;
            case "empty": return folder.Write(kind, []);
            case "one byte": return folder.Write(kind, [0x0a]);
            case "random": return folder.Write(kind, noise);
            case "truncated": return folder.Write(kind, ledger.AsSpan(0, ledger.Length / 2));
            case "oversized length": return folder.Write(kind, [.. ledger, .. length]);
            case "trailing bytes": return folder.Write(kind, [.. ledger, 0x00, 0x01, 0x02]);
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such document");
        }
    }
}
