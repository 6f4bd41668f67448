using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Appliance.Host.Tests.Cli;

/// <summary>Answers of FISCO BCOS nodes at the command line, under their own sealers, pinned ones and others.</summary>
public sealed class FiscoTests
{
    private const string First =
        "151ad794a3aeb3cf9c190120da3d13d36cd8bdf21ca1ccb15debd61c601314b0594742a9f616a5c23ecee9413e2deb1456e8e2a5b42b7237bdb5f5d92c07dcb8";

    private const string Second =
        "b45a5955ea7847d121225c752edaeb4a5d731a056a951a876caaf6d1f69adb7db849d2a4b63d4a1f7e28037cb539a50be7478ff7a1bb5495e161383dd1252bb7";

    // The header of docs/reference/formats-fisco.md, made by FiscoChain of the verification tests: two sealers, both signed.
    private const string Header =
        $$"""
        {"version":50397184,"number":1200,"parentInfo":[{"blockNumber":1199,"blockHash":"0xff483e972a04a9a62bb4b7d04ae403c615604e4090521ecc5bb7af67f71be09c"}],
        "txsRoot":"0x0000000000000000000000000000000000000000000000000000000000000000","timestamp":1667550861150,"gasUsed":"24363","extraData":"0x","sealer":0,
        "receiptsRoot":"0x837399e622967f92f2ba0d0ab8b41d1b497ed52a31354c945bd675f2657d6dcf","consensusWeights":[1,1],
        "stateRoot":"0x69e39af32bd0cc2d5f8ad822a3afcd7fe8d7211e4ca7c42654cdbda7a9b74516","sealerList":["0x{{First}}","0x{{Second}}"],
        "hash":"0x2e68b9701e024af4f2e78b82d1ba9c6b440a6d1811dcacdd6a45a379823a7797","signatureList":[
        {"sealerIndex":0,"signature":"0xd48616e2d22e5e2b1c427414ea56b40c9e68afbce77667938010825655ce1bb57b0cad31cde391d72da1f5625f4869731fd8ea7ca409f65dcdc7150a63f4148701"},
        {"sealerIndex":1,"signature":"0x68ef1d401964d64584c0adf7271bb9bbf9969ca41ef39e599b7865f8aeca80a74bcbfc51cc5c7491b517663bd76b25b3ead7bfe315bf1794fe12c7eb6f460b2800"}]}
        """;

    // Block 0 has no parent and nobody's signature: its hash, computed apart from the product's code, is all that can vouch for it.
    private const string GenesisHash = "47abe97075017c44fbed8abc05312daac36500bdcaa7d28cdbbe2a5185723bd9";

    private const string Genesis =
        $$"""
        {"version":50397184,"number":0,"parentInfo":[],"txsRoot":"0x0000000000000000000000000000000000000000000000000000000000000000",
        "receiptsRoot":"0x0000000000000000000000000000000000000000000000000000000000000000","timestamp":0,"gasUsed":"0","extraData":"0x","sealer":0,
        "stateRoot":"0x0000000000000000000000000000000000000000000000000000000000000000","sealerList":["0x{{First}}"],"consensusWeights":[1],
        "hash":"0x{{GenesisHash}}","signatureList":[]}
        """;

    [Fact]
    public async Task A_header_is_judged_by_its_own_sealers_with_a_warning_until_some_are_pinned()
    {
        using var folder = new TestFolder();
        string header = Write(folder, "header.json", Header);
        ApplianceProcess.Result own = await ApplianceProcess.RunAsync("verify", header, "-o", "json", "--data", folder.Data);
        Assert.Equal((0, "Genuine", "self-declared"), Summary(own));
        Assert.Contains("self-declared", own.Error, StringComparison.Ordinal);

        await PinAsync(folder, folder.Data, "group0", [(First, 1), (Second, 1)], "--from-height", "1200");
        ApplianceProcess.Result pinned = await ApplianceProcess.RunAsync("verify", header, "-o", "json", "--data", folder.Data);
        Assert.Equal((0, "Genuine", "pinned"), Summary(pinned));
        Assert.Empty(pinned.Error);

        string altered = Write(folder, "altered.json", Header.Replace("\"24363\"", "\"24364\"", StringComparison.Ordinal));
        Assert.Equal((1, "PartsNotGenuine", "pinned"), await VerifyAsync(folder.Data, altered));
        string unsigned = Write(folder, "unsigned.json", Header.Replace("b57b0cad31", "b57b0cad32", StringComparison.Ordinal));
        ApplianceProcess.Result mismatch = await ApplianceProcess.RunAsync("verify", unsigned, "--data", folder.Data);
        Assert.Equal(1, mismatch.Code);
        Assert.Contains("SignatureMismatch", mismatch.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sealers_of_later_heights_of_other_weights_or_of_strangers_vouch_for_nothing()
    {
        using var folder = new TestFolder();
        string header = Write(folder, "header.json", Header);
        await PinAsync(folder, folder.File("later"), "group0", [(First, 1), (Second, 1)], "--from-height", "1201");
        await PinAsync(folder, folder.File("weights"), "group0", [(First, 2), (Second, 1)]);
        await PinAsync(folder, folder.File("fewer"), "group0", [(First, 1)]);
        await PinAsync(folder, folder.File("strangers"), "group0", [(new string('1', 128), 1)]);

        Assert.Equal((5, "Unanchored", "none"), await VerifyAsync(folder.File("later"), header));
        Assert.Equal((1, "AnchorMismatch", "none"), await VerifyAsync(folder.File("weights"), header));
        Assert.Equal((1, "AnchorMismatch", "none"), await VerifyAsync(folder.File("fewer"), header));
        Assert.Equal((5, "Unanchored", "none"), await VerifyAsync(folder.File("strangers"), header));

        // The anchors of a file take the place of those that are configured, whatever these say.
        Assert.Equal((5, "Unanchored", "none"), await VerifyAsync(folder.Data, header, "--trust", Path.Combine(folder.File("strangers"), "trust.json")));
        await PinAsync(folder, folder.File("right"), "group0", [(First, 1), (Second, 1)]);
        Assert.Equal((0, "Genuine", "pinned"), await VerifyAsync(folder.File("strangers"), header, "--trust", Path.Combine(folder.File("right"), "trust.json")));
    }

    [Fact]
    public async Task A_required_weight_takes_the_place_of_the_protocols_and_must_be_reachable()
    {
        using var folder = new TestFolder();
        JsonNode one = JsonNode.Parse(Header)!;
        one["signatureList"]!.AsArray().RemoveAt(1);
        string header = Write(folder, "one.json", one.ToJsonString());
        await PinAsync(folder, folder.File("protocol"), "group0", [(First, 1), (Second, 1)]);
        await PinAsync(folder, folder.File("one"), "group0", [(First, 1), (Second, 1)], "--required-weight", "1");

        Assert.Equal((1, "PartsNotGenuine", "pinned"), await VerifyAsync(folder.File("protocol"), header));
        Assert.Equal((0, "Genuine", "pinned"), await VerifyAsync(folder.File("one"), header));

        string list = Write(folder, "sealers.json", Sealers((First, 1), (Second, 1)));
        ApplianceProcess.Result refused = await ApplianceProcess.RunAsync("trust", "add", "group0", "--sealers", list, "--required-weight", "3", "--data", folder.Data);
        Assert.Equal(2, refused.Code);
        Assert.Contains("the required weight 3 is not between 1 and the 2 of all sealers; ", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Block_0_is_genuine_by_its_pinned_hash_only_where_the_chain_is_said_to_be_of_FISCO_BCOS()
    {
        using var folder = new TestFolder();
        string genesis = Write(folder, "genesis.json", Genesis);
        foreach ((string data, string[] options) in ((string, string[])[])[("fisco", ["--fisco"]), ("fabric", [])])
        {
            ApplianceProcess.Result pin = await ApplianceProcess.RunAsync(
                ["trust", "add", "group0", "--genesis", GenesisHash, "--data", folder.File(data), .. options]);
            Assert.True(pin.Code == 0, pin.ToString());
        }

        Assert.Equal((0, "Genuine", "pinned"), await VerifyAsync(folder.File("fisco"), genesis));
        Assert.Equal((0, "Genuine", "self-declared"), await VerifyAsync(folder.File("fabric"), genesis));
    }

    [Fact]
    public async Task A_file_or_root_that_a_header_says_nothing_about_is_not_verified()
    {
        using var folder = new TestFolder();
        string header = Write(folder, "header.json", Header);
        string record = Write(folder, "record.txt", "a record");
        foreach (string[] stray in (string[][])[["--detached", record], ["--root", new string('1', 64)]])
        {
            ApplianceProcess.Result result = await ApplianceProcess.RunAsync(["verify", header, "-o", "json", "--data", folder.Data, .. stray]);
            Assert.Equal((5, "PartsNotVerified", "self-declared"), Summary(result));
            Assert.Contains("no part in this kind of document", result.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--fisco", "--fisco goes with --genesis")]
    [InlineData("--from-height=7", "--from-height and --required-weight go with --sealers")]
    [InlineData("--required-weight=7", "--from-height and --required-weight go with --sealers")]
    public async Task Options_of_sealers_go_with_sealers(string option, string message)
    {
        using var folder = new TestFolder();
        string key = Write(folder, "log.vkey", "example.com/log+530d903c+ATDfQYxJdaeLyUsr5e0A4oMHVWqPiW0Yi6Zl9rHHRJEp\n");
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("trust", "add", "group0", "--key", key, option, "--data", folder.Data);
        Assert.True(result.Code == 2, result.ToString());
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""[{"nodeID":"12","weight":1}]""")]
    public async Task A_list_that_no_header_could_satisfy_is_2_and_named(string list)
    {
        using var folder = new TestFolder();
        string file = Write(folder, "sealers.json", list);
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("trust", "add", "group0", "--sealers", file, "--data", folder.Data);
        Assert.True(result.Code == 2, result.ToString());
        Assert.Contains(file, result.Error, StringComparison.Ordinal);
        Assert.Contains("getSealerList", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_block_of_a_real_chain_is_genuine_and_every_change_to_it_is_found()
    {
        string real = Path.Combine(Requirements.Vectors(), "fisco", "wecross_block9_header.json");
        using var folder = new TestFolder();
        JsonNode block = JsonNode.Parse(await File.ReadAllTextAsync(real, TestContext.Current.CancellationToken))![0]!;
        (string, int)[] sealers = [.. block["sealerList"]!.AsArray().Select(one => (one!.GetValue<string>()[2..], 1))];
        Assert.Equal((0, "Genuine", "self-declared"), await VerifyAsync(folder.Data, real));
        await PinAsync(folder, folder.Data, "group0", sealers, "--from-height", "1");
        Assert.Equal((0, "Genuine", "pinned"), await VerifyAsync(folder.Data, real));

        foreach ((string name, Action<JsonNode> change) in Changes)
        {
            JsonNode changed = block.DeepClone();
            change(changed);
            string file = Write(folder, name, changed.ToJsonString());
            (int code, string? verdict, _) = await VerifyAsync(folder.Data, file);
            Assert.True(code == 1, $"{name}: {verdict}");
        }
    }

    private static readonly (string Name, Action<JsonNode> Change)[] Changes =
    [
        ("timestamp", block => block["timestamp"] = 1667550861151),
        ("transaction", block => block["transactions"]![7] = "0x" + new string('0', 64)),
        ("order", block => (block["transactions"]![0], block["transactions"]![1]) = (block["transactions"]![1]!.DeepClone(), block["transactions"]![0]!.DeepClone())),
        ("signature", block => block["signatureList"]![0]!["signature"] = block["signatureList"]![1]!["signature"]!.DeepClone()),
        ("recovery id", block => block["signatureList"]![0]!["signature"] = block["signatureList"]![0]!["signature"]!.GetValue<string>()[..^1] + "1"),
        ("sealer", block => block["sealerList"]!.AsArray().RemoveAt(1)),
        ("weight", block => block["consensusWeights"]![0] = 5),
    ];

    private static async Task PinAsync(TestFolder folder, string data, string group, (string Node, int Weight)[] sealers, params string[] options)
    {
        string list = Write(folder, "pinned.json", Sealers(sealers));
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync(["trust", "add", group, "--sealers", list, "--data", data, .. options]);
        Assert.True(result.Code == 0, result.ToString());
    }

    private static string Sealers(params (string Node, int Weight)[] sealers) =>
        new JsonArray([.. sealers.Select(one => new JsonObject { ["nodeID"] = one.Node, ["weight"] = one.Weight })]).ToJsonString();

    private static async Task<(int Code, string? Verdict, string? Anchor)> VerifyAsync(string data, string file, params string[] options) =>
        Summary(await ApplianceProcess.RunAsync(["verify", file, "-o", "json", "--data", data, .. options]));

    private static (int Code, string? Verdict, string? Anchor) Summary(ApplianceProcess.Result result)
    {
        Assert.True(result.Output.Length > 0, result.ToString());
        JsonElement document = Assert.Single(result.Json().GetProperty("documents").EnumerateArray());
        return (result.Code, document.GetProperty("verdict").GetString(), document.GetProperty("anchor").GetString());
    }

    private static string Write(TestFolder folder, string name, string text) => folder.Write(name, Encoding.UTF8.GetBytes(text));
}
