using System.Text.Json;
using Appliance.Host.Bench;
using Appliance.Kernels;

namespace Appliance.Host.Tests.Cli;

/// <summary>The form of what <c>bench</c> prints; how fast a machine is belongs in no test.</summary>
public sealed class BenchTests
{
    private static readonly string[] Short = ["--rounds", "4", "--slice", "1"];

    [Fact]
    public async Task Every_scheme_on_every_admitted_backend_has_its_rows_without_init()
    {
        using var folder = new TestFolder();
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync(["bench", "-o", "json", "--data", folder.Data, .. Short]);

        Assert.True(result.Code == 0, result.ToString());
        Assert.False(Directory.Exists(folder.Data), "bench makes no data directory");
        JsonElement json = result.Json();
        Assert.NotEqual(string.Empty, json.GetProperty("cpu").GetString());
        Assert.Equal(Environment.Version.ToString(), json.GetProperty("dotnet").GetString());
        Assert.Equal(4, json.GetProperty("rounds").GetInt32());
        (string, string, string, int?)[] found =
        [
            .. json.GetProperty("results").EnumerateArray().Select(row => (
                row.GetProperty("scheme").GetString()!,
                row.GetProperty("path").GetString()!,
                row.GetProperty("backend").GetString()!,
                row.GetProperty("signers").ValueKind == JsonValueKind.Null ? (int?)null : row.GetProperty("signers").GetInt32())),
        ];
        Assert.Equal(Expected(json).Order(), found.Order());
        Assert.All(json.GetProperty("results").EnumerateArray(), AssertRow);
    }

    [Fact]
    public async Task A_filter_leaves_only_what_it_names()
    {
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync(["bench", "-o", "json", "--scheme", "sm3", "--backend", "scalar", .. Short]);

        Assert.True(result.Code == 0, result.ToString());
        Assert.Equal(["node", "stream"], result.Json().GetProperty("results").EnumerateArray().Select(row => row.GetProperty("path").GetString()));
        Assert.All(result.Json().GetProperty("results").EnumerateArray(), row => Assert.Equal("scalar", row.GetProperty("backend").GetString()));
    }

    [Fact]
    public async Task The_table_names_machine_and_method()
    {
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync(["bench", "--scheme", "sha256", .. Short]);

        Assert.True(result.Code == 0, result.ToString());
        Assert.StartsWith("Processor  ", result.Output, StringComparison.Ordinal);
        Assert.Contains("4 rounds in turn, 1 ms each", result.Output, StringComparison.Ordinal);
        Assert.Contains("| sha256 | node   | scalar ", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("--scheme", "rsa", "'p256'")]
    [InlineData("--backend", "abacus", "'scalar'")]
    [InlineData("--rounds", "3", "4 to 1000")]
    [InlineData("--slice", "0", "1 to 60000")]
    public async Task A_wrong_value_is_2_and_says_what_is_allowed(string option, string value, string advice)
    {
        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("bench", option, value);

        Assert.True(result.Code == 2, result.ToString());
        Assert.Contains(advice, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_configuration_that_leaves_no_backend_is_4_and_one_that_names_a_stranger_3()
    {
        var off = new Dictionary<string, string?> { ["APPLIANCE__ENGINE__BACKENDS"] = string.Join(' ', BackendCatalogue.Steps.Select(step => $"-{step.Name}")) };
        var stranger = new Dictionary<string, string?> { ["APPLIANCE__ENGINE__BACKENDS"] = "abacus" };

        ApplianceProcess.Result none = await ApplianceProcess.RunAsync(off, "bench");
        ApplianceProcess.Result unknown = await ApplianceProcess.RunAsync(stranger, "bench");
        ApplianceProcess.Result named = await ApplianceProcess.RunAsync(off, ["bench", "--backend", "scalar", "--scheme", "sm3", .. Short]);

        Assert.True(none.Code == 4, none.ToString());
        Assert.Contains("excluded by the selection", none.Error, StringComparison.Ordinal);
        Assert.True(unknown.Code == 3, unknown.ToString());
        Assert.Contains("APPLIANCE__ENGINE__BACKENDS", unknown.Error, StringComparison.Ordinal);
        Assert.True(named.Code == 0, named.ToString());
    }

    [Fact]
    public async Task A_backend_that_is_off_is_4_with_its_reason_and_nothing_is_measured()
    {
        // No processor is both an x86 and an ARM one.
        BackendStep off = BackendCatalogue.Steps.First(step => step.UnavailableBecause is not null);

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync(["bench", "--scheme", "sm3", "--backend", "scalar", "--backend", off.Name, .. Short]);

        Assert.True(result.Code == 4, result.ToString());
        Assert.Empty(result.Output);
        Assert.StartsWith($"appliance: backend {off.Name}: {off.UnavailableBecause}; ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_OpenSSL_there_are_figures_and_a_reason_in_place_of_its_columns()
    {
        // A file that is no library stands in the way of the real one.
        using var folder = new TestFolder();
        folder.Write("libcrypto.so.3", []);
        var hidden = new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = folder.Path };
        string[] schemes = [.. BenchScheme.All.SelectMany(scheme => (string[])["--scheme", scheme.Name])];

        ApplianceProcess.Result json = await ApplianceProcess.RunAsync(hidden, ["bench", "-o", "json", "--backend", "scalar", .. schemes, .. Short]);
        ApplianceProcess.Result table = await ApplianceProcess.RunAsync(hidden, ["bench", "--backend", "scalar", "--scheme", "sm3", .. Short]);

        Assert.True(json.Code == 0, json.ToString());
        Assert.Equal(JsonValueKind.Null, json.Json().GetProperty("openssl").ValueKind);
        JsonElement[] rows = [.. json.Json().GetProperty("results").EnumerateArray()];
        Assert.Equal(BenchScheme.All.Select(scheme => scheme.Name), rows.Select(row => row.GetProperty("scheme").GetString()).Distinct());
        Assert.All(rows, AssertRow);
        Assert.All(rows, row => Assert.Equal("OpenSSL 3 (libcrypto.so.3) is not installed", row.GetProperty("opensslMissingBecause").GetString()));
        Assert.True(table.Code == 0, table.ToString());
        Assert.EndsWith("Not compared: sm3: OpenSSL 3 (libcrypto.so.3) is not installed\n", table.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<(string, string, string, int?)> Expected(JsonElement json)
    {
        string[] admitted =
        [
            .. json.GetProperty("backends").EnumerateArray()
                .Where(backend => backend.GetProperty("admitted").GetBoolean())
                .Select(backend => backend.GetProperty("name").GetString()!),
        ];
        Assert.Contains("scalar", admitted);
        foreach (BackendStep step in BackendCatalogue.Steps.Where(step => admitted.Contains(step.Name)))
        {
            IBackend backend = step.Create();
            foreach (BenchScheme scheme in BenchScheme.All.Where(scheme => scheme.IsSupportedBy(backend)))
            {
                if (scheme.Algorithm is not null)
                {
                    yield return (scheme.Name, "known", step.Name, 8);
                    yield return (scheme.Name, "known", step.Name, 72);
                    yield return (scheme.Name, "unknown", step.Name, 8);
                    continue;
                }

                if (scheme.Node is not null)
                    yield return (scheme.Name, "node", step.Name, null);
                yield return (scheme.Name, "stream", step.Name, null);
            }
        }
    }

    private static void AssertRow(JsonElement row)
    {
        Assert.True(row.GetProperty("perSecond").GetDouble() > 0);
        Assert.True(row.GetProperty("batch").GetInt32() > 0);
        bool missing = row.GetProperty("opensslMissingBecause").ValueKind == JsonValueKind.String;
        foreach (string name in (string[])["opensslPerSecond", "ratio", "lowestRatio", "highestRatio"])
            Assert.Equal(missing ? JsonValueKind.Null : JsonValueKind.Number, row.GetProperty(name).ValueKind);
        if (!missing)
            Assert.InRange(row.GetProperty("ratio").GetDouble(), row.GetProperty("lowestRatio").GetDouble(), row.GetProperty("highestRatio").GetDouble());
    }
}
