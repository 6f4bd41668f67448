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

    [Fact]
    public async Task A_file_that_runs_no_case_is_1()
    {
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync(
            "conformance", Path.Combine(Requirements.Vectors(), "ed25519", "wycheproof_ed25519.json"));

        Assert.Equal(1, result.Code);
        Assert.EndsWith("1 files, 151 cases, 0 agreed, 0 disagreed, 151 skipped\n", result.Output, StringComparison.Ordinal);
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
