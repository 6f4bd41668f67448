using Appliance.Bench.Budgets;

namespace Appliance.Bench.Tests;

/// <summary>Results are held against budgets: what is met, missed and not owed, and what a script sees of it.</summary>
public sealed class BudgetCheckTests : IDisposable
{
    private const string Budgets =
        """
        {
          "tolerance": 0.05,
          "maxAllocatedBytesPerOperation": 1,
          "ratios": [
            { "scheme": "p256", "path": "known", "backend": "scalar", "signers": 8, "minRatio": 4 },
            { "scheme": "sha256", "path": "node", "backend": "scalar", "signers": null, "minRatio": 0.2 }
          ]
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("budgets ");

    [Theory]
    [InlineData(4.0)]
    [InlineData(3.81)]
    public void A_ratio_within_the_tolerance_is_met(double ratio)
    {
        (int code, string[] lines) = Run(Results(Row("p256", "known", 8, ratio), Row("sha256", "node", null, 0.2)));

        Assert.Equal(0, code);
        Assert.Equal([$"met      p256 known on scalar, 8 signers: {ratio:0.00} times OpenSSL, budget 4.00 less 5 %", "0 missed"], [lines[0], lines[^1]]);
    }

    [Fact]
    public void A_ratio_below_it_is_missed_and_the_code_says_so()
    {
        (int code, string[] lines) = Run(Results(Row("p256", "known", 8, 3.79), Row("sha256", "node", null, 0.1)));

        Assert.Equal(1, code);
        Assert.Equal(
            [
                "missed   p256 known on scalar, 8 signers: 3.79 times OpenSSL, budget 4.00 less 5 %",
                "missed   sha256 node on scalar: 0.10 times OpenSSL, budget 0.20 less 5 %",
                "2 missed",
            ],
            lines);
    }

    [Fact]
    public void A_figure_that_is_missing_although_the_backend_serves_is_missed()
    {
        (int code, string[] lines) = Run(Results(Row("p256", "known", 72, 40), Row("sha256", "node", null, 0.2)));

        Assert.Equal(1, code);
        Assert.Equal("missed   p256 known on scalar, 8 signers: not measured although the backend serves", lines[0]);
    }

    [Theory]
    [InlineData("""{ "name": "scalar", "offBecause": "excluded by the selection" }""", "excluded by the selection")]
    [InlineData("""{ "name": "avx2", "offBecause": null }""", "these results know no such backend")]
    public void A_backend_that_did_not_run_owes_nothing(string backend, string reason)
    {
        (int code, string[] lines) = Run($$"""{ "backends": [{{backend}}], "results": [] }""");

        Assert.Equal(0, code);
        Assert.Equal($"not owed p256 known on scalar, 8 signers: {reason}", lines[0]);
    }

    [Fact]
    public void Without_OpenSSL_no_ratio_is_owed()
    {
        (int code, string[] lines) = Run(Results(Row("p256", "known", 8, null), Row("sha256", "node", null, null)));

        Assert.Equal(0, code);
        Assert.All(lines[..2], line => Assert.EndsWith(": nothing to compare with", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Memory_beyond_the_budget_is_missed_for_every_row_with_a_budget_or_without()
    {
        (int code, string[] lines) = Run(Results(
            Row("p256", "known", 8, 4, allocated: 1), Row("sha256", "node", null, 0.2), Row("sm3", "stream", null, 9, allocated: 1.5)));

        Assert.Equal(1, code);
        Assert.Equal(["missed   sm3 stream on scalar: allocates 1.5 bytes per operation, allowed are 1", "1 missed"], lines[2..]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "backends": [] }""")]
    [InlineData("""{ "backends": [], "results": [{ "scheme": "p256" }] }""")]
    public void What_is_no_results_is_unreadable(string results)
    {
        (int code, string[] lines) = Run(results);

        Assert.Equal(2, code);
        Assert.StartsWith("unreadable: ", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_of_either_kind_is_unreadable_and_named()
    {
        string results = Write("results.json", Results());
        string absent = Path.Combine(_folder.FullName, "absent.json");
        foreach ((string first, string second) in ((string, string)[])[(absent, results), (results, absent)])
        {
            using var output = new StringWriter();
            Assert.Equal(2, BudgetCheck.Run(first, second, output));
            Assert.Contains(absent, output.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_repositorys_budgets_can_be_read_and_their_backends_and_figures_exist()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Appliance.sln")))
            folder = folder.Parent;
        using var output = new StringWriter();
        string results = Write("results.json", Results(Row("p256", "known", 8, 0)));

        int code = BudgetCheck.Run(results, Path.Combine(folder!.FullName, "bench", "budgets.json"), output);

        Assert.Equal(1, code);
        string text = output.ToString();
        Assert.Contains("missed   p256 known on scalar, 8 signers: 0.00 times OpenSSL", text, StringComparison.Ordinal);
        Assert.Contains("missed   sm3 node on scalar: not measured although the backend serves", text, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Results(params string[] rows) =>
        $$"""{ "cpu": "any", "backends": [{ "name": "scalar", "admitted": true, "offBecause": null }], "results": [{{string.Join(",", rows)}}] }""";

    private static string Row(string scheme, string path, int? signers, double? ratio, double allocated = 0) => FormattableString.Invariant(
        $$"""{ "scheme": "{{scheme}}", "path": "{{path}}", "backend": "scalar", "signers": {{signers?.ToString() ?? "null"}}, "ratio": {{ratio?.ToString() ?? "null"}}, "allocatedBytesPerOperation": {{allocated}} }""");

    private (int Code, string[] Lines) Run(string results)
    {
        using var output = new StringWriter();
        int code = BudgetCheck.Run(Write("results.json", results), Write("budgets.json", Budgets), output);
        return (code, output.ToString().TrimEnd('\n').Split('\n'));
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
