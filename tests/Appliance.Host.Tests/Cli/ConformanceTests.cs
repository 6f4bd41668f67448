namespace Appliance.Host.Tests.Cli;

public sealed class ConformanceTests
{
    [Fact]
    public async Task Wycheproof_agrees_with_the_default_profile()
    {
        string file = Path.Combine(Requirements.Vectors(), "ecdsa", "ecdsa_secp256r1_sha256_test.json");

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("conformance", file);

        Assert.True(result.Code == 0, result.ToString());
        Assert.EndsWith("1 files, 484 cases, 484 agreed, 0 disagreed, 0 skipped\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stricter_profile_disagrees_and_names_the_cases()
    {
        string file = Path.Combine(Requirements.Vectors(), "ecdsa", "ecdsa_secp256r1_sha256_test.json");

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("conformance", file, "--profile", "fabric", "-o", "json");

        Assert.Equal(1, result.Code);
        System.Text.Json.JsonElement first = result.Json().GetProperty("files")[0].GetProperty("disagreements")[0];
        Assert.Equal("HighS", first.GetProperty("found").GetString());
        Assert.True(first.GetProperty("id").GetInt32() > 0);
    }

    [Theory]
    [InlineData("ref10")]
    [InlineData("rfc8032")]
    [InlineData("strict")]
    public async Task Wycheproofs_ed25519_agrees_under_every_profile_of_rfc_8032(string profile)
    {
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync(
            "conformance", Path.Combine(Requirements.Vectors(), "ed25519", "wycheproof_ed25519.json"), "--profile", profile, "-o", "json");

        Assert.True(result.Code == 0, result.ToString());
        Assert.Equal("1 files, 151 cases, 151 agreed, 0 disagreed, 0 skipped", result.Json().GetProperty("summary").GetString());
        Assert.Equal(profile, result.Json().GetProperty("ed25519Profile").GetString());
    }

    [Fact]
    public async Task Zip_215_accepts_the_one_encoding_that_rfc_8032_forbids()
    {
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync(
            "conformance", Path.Combine(Requirements.Vectors(), "ed25519", "wycheproof_ed25519.json"), "--profile", "zip215", "-o", "json");

        Assert.Equal(1, result.Code);
        System.Text.Json.JsonElement only = Assert.Single(result.Json().GetProperty("files")[0].GetProperty("disagreements").EnumerateArray());
        Assert.Equal((151, "Valid"), (only.GetProperty("id").GetInt32(), only.GetProperty("found").GetString()));
    }

    [Fact]
    public async Task A_folder_is_searched_with_all_below_it_and_other_files_are_named()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.File("a/b"));
        File.Copy(Path.Combine(Requirements.Vectors(), "ed25519", "wycheproof_ed25519.json"), folder.File("a/b/ed25519.json"));
        folder.Write("a/notes.txt", "no vectors"u8);

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("conformance", folder.Path, "-o", "json");

        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("1 files hold no vectors", result.Error, StringComparison.Ordinal);
        Assert.Equal([folder.File("a/notes.txt")], result.Json().GetProperty("passedOver").EnumerateArray().Select(file => file.GetString()));
    }

    [Theory]
    [InlineData("inclusion")]
    [InlineData("consistency")]
    public async Task Merkle_proofs_agree(string kind)
    {
        string folder = Path.Combine(Requirements.Vectors(), "merkle", kind);
        int count = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length;

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("conformance", folder);

        Assert.True(result.Code == 0, result.ToString());
        Assert.True(count > 10);
        Assert.EndsWith($"{count} files, {count} cases, {count} agreed, 0 disagreed, 0 skipped\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merkle_proof_that_holds_against_expectation_is_a_disagreement()
    {
        using var folder = new TestFolder();
        string text = await File.ReadAllTextAsync(Path.Combine(Requirements.Vectors(), "merkle", "inclusion", "0", "happy-path.json"), TestContext.Current.CancellationToken);
        string file = folder.Write("flipped.json", System.Text.Encoding.UTF8.GetBytes(text.Replace("\"wantErr\": false", "\"wantErr\": true", StringComparison.Ordinal)));

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("conformance", file);

        Assert.Equal(1, result.Code);
        Assert.Contains("expected refused, found Valid", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_runs_no_case_is_1()
    {
        using var folder = new TestFolder();
        string file = folder.Write("rsa.json", """{"algorithm":"RSA","schema":"rsa.json","numberOfTests":1,"testGroups":[{"type":"R","tests":[{"tcId":1,"result":"valid"}]}]}"""u8);

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("conformance", file);

        Assert.Equal(1, result.Code);
        Assert.EndsWith("1 files, 1 cases, 0 agreed, 0 disagreed, 1 skipped\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_wycheproof_is_1()
    {
        using var folder = new TestFolder();

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("conformance", folder.Write("x.json", "{}"u8));

        Assert.Equal(1, result.Code);
        Assert.EndsWith("1 files, 0 cases, 0 agreed, 0 disagreed, 0 skipped\n", result.Output, StringComparison.Ordinal);
    }
}
