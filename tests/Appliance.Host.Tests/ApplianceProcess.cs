using System.Diagnostics;
using System.Text.Json;

namespace Appliance.Host.Tests;

/// <summary>The real binary as a child process: what scripts and people see.</summary>
internal static class ApplianceProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The binary that the build put beside the tests.</summary>
    public static string Binary { get; } = Path.Combine(AppContext.BaseDirectory, "appliance");

    /// <summary>What a run left behind.</summary>
    public sealed record Result(int Code, string Output, string Error)
    {
        /// <summary>Standard output as JSON.</summary>
        public JsonElement Json()
        {
            using JsonDocument document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }

        public override string ToString() => $"code {Code}\nout: {Output}\nerr: {Error}";
    }

    public static Task<Result> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string?>(), arguments);

    public static async Task<Result> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        using Process process = Start(environment, arguments);
        return await FinishAsync(process);
    }

    /// <summary>Waits for a process that reads nothing from standard input.</summary>
    public static async Task<Result> FinishAsync(Process process)
    {
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return new Result(process.ExitCode, await output, await error);
    }

    public static Process Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Binary)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        // What the tests' own environment configures must not reach the binary.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("APPLIANCE_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
