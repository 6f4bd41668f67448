namespace Appliance.Host.Tests.Cli;

public sealed class DemoTests
{
    [Fact]
    public async Task Everything_goes_as_it_should()
    {
        Requirements.SoftHsm();
        using var folder = new TestFolder();

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("demo", "--data", folder.Data);

        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("everything went as it should", result.Output, StringComparison.Ordinal);
        Assert.Contains("the same over gRPC", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_ledger_that_nobody_pinned_is_refused_by_the_service()
    {
        Requirements.SoftHsm();
        using var folder = new TestFolder();
        string ledger = Path.Combine(Requirements.Vectors(), "fabric", "sample_prod.blockfile");

        ApplianceProcess.Result result = await ApplianceProcess.RunAsync("demo", "--chain", ledger, "--data", folder.Data);

        Assert.True(result.Code == 0, result.ToString());
        Assert.Contains("self-declared", result.Output, StringComparison.Ordinal);
        Assert.Contains("Unanchored", result.Output, StringComparison.Ordinal);
    }
}
