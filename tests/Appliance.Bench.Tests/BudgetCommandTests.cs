using System.Diagnostics;

namespace Appliance.Bench.Tests;

/// <summary>The program that a script runs: its exit code is that of the check.</summary>
public sealed class BudgetCommandTests
{
    [Theory]
    [InlineData(2, "usage: budgets RESULTS.json BUDGETS.json", "budgets")]
    [InlineData(2, "usage: budgets RESULTS.json BUDGETS.json", "budgets", "results.json")]
    [InlineData(2, "unreadable: ", "budgets", "/nonexistent/results.json", "/nonexistent/budgets.json")]
    public async Task What_cannot_be_checked_is_2_and_says_why(int code, string message, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Appliance.Bench"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(code, process.ExitCode);
        Assert.StartsWith(message, await output + await error, StringComparison.Ordinal);
    }
}
