namespace Appliance.Host.Tests.Reference;

/// <summary>The written pages are those that the code gives; APPLIANCE_WRITE_REFERENCE=1 writes them anew.</summary>
public sealed class ReferencePageTests
{
    private const string WriteVariable = "APPLIANCE_WRITE_REFERENCE";

    [Theory]
    [InlineData("metrics.md")]
    [InlineData("configuration.md")]
    [InlineData("cli.md")]
    public void A_page_is_current(string name)
    {
        string page = name switch
        {
            "metrics.md" => ReferencePages.Metrics(),
            "configuration.md" => ReferencePages.Configuration(),
            _ => ReferencePages.CommandLine(),
        };
        string file = Path.Combine(Repository.Root, "docs", "reference", name);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
            File.WriteAllText(file, page);

        Assert.True(File.Exists(file), $"{file} is missing; run this test with {WriteVariable}=1");
        Assert.Equal(page, File.ReadAllText(file));
    }

    [Fact]
    public void Every_exit_code_is_explained()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "exit-codes.md"));

        Assert.All(Enum.GetValues<Host.Cli.ExitCode>(), code => Assert.Contains($"| {(int)code} |", page, StringComparison.Ordinal));
    }
}
