using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Appliance.Host.Tests.Documentation;

/// <summary>Runs every command of the documents' <c>console</c> blocks, one shell and one folder per document, and compares what they print.</summary>
public sealed class DocumentedExampleTests
{
    private const char Marker = '\u001e';

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("README.md", true)]
    [InlineData("docs/tutorial.md", true)]
    [InlineData("docs/how-to/verify-single-documents.md", false)]
    [InlineData("docs/reference/formats-cose.md", false)]
    [InlineData("docs/reference/formats-fisco.md", false)]
    [InlineData("docs/reference/formats-transparency.md", false)]
    [InlineData("docs/reference/formats-x509.md", false)]
    public async Task Documented_commands_print_what_the_document_says(string document, bool needsToken)
    {
        Assert.SkipWhen(needsToken && !IsOnPath("softhsm2-util"), "SoftHSM2 (package softhsm2) is not installed");
        Assert.SkipUnless(IsOnPath("curl"), "curl (package curl) is not installed");
        Assert.SkipUnless(IsOnPath("openssl"), "OpenSSL's command (package openssl) is not installed");
        IReadOnlyList<DocumentedExample> examples = DocumentedExample.Read(Path.Combine(Root(), document));
        Assert.NotEmpty(examples);

        DirectoryInfo folder = Directory.CreateTempSubdirectory("examples-");
        try
        {
            string[][] outputs = await RunAsync(folder.FullName, examples);
            for (int i = 0; i < examples.Count; i++)
                Assert.True(examples[i].Refutes(outputs[i]) is null, examples[i].Refutes(outputs[i]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string[][]> RunAsync(string folder, IReadOnlyList<DocumentedExample> examples)
    {
        string binary = Path.Combine(AppContext.BaseDirectory, "appliance");
        Assert.True(File.Exists(binary), $"{binary} is not built");
        File.CreateSymbolicLink(Path.Combine(folder, "appliance"), binary);
        var script = new StringBuilder("set -o pipefail\nnext() { local status=$?; printf '\\036%s\\n' \"$1\"; return $status; }\n");
        for (int i = 0; i < examples.Count; i++)
            script.Append(CultureInfo.InvariantCulture, $"next {i}\n{examples[i].Command}\n");

        var start = new ProcessStartInfo("bash") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-s");
        start.Environment["APPLIANCE_DATA"] = Path.Combine(folder, "data");
        start.Environment["HOME"] = folder;
        using Process shell = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        Task<string> output = shell.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = shell.StandardError.ReadToEndAsync(limit.Token);
        await shell.StandardInput.WriteAsync(script, limit.Token);
        shell.StandardInput.Close();
        try
        {
            await shell.WaitForExitAsync(limit.Token);
            string printed = await output;
            TestContext.Current.TestOutputHelper?.WriteLine(await error);
            return [.. printed.Split(Marker)[1..].Select(part => part.TrimEnd('\n').Split('\n')[1..])];
        }
        finally
        {
            if (!shell.HasExited)
                shell.Kill(entireProcessTree: true);
        }
    }

    private static bool IsOnPath(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, tool)));

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Appliance.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Appliance.sln is not above the tests");
    }
}
