using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Appliance.Host.Tests.Reference;

/// <summary>
/// The examples of the documentation, run as they stand: in <c>console</c> blocks a line after <c>$ </c> is a command, what follows
/// is what it prints on standard output, and … stands for anything.
/// </summary>
public sealed partial class ConsoleExampleTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/tutorial.md")]
    public async Task Examples_print_what_the_page_says(string page)
    {
        Requirements.SoftHsm();
        using var folder = new TestFolder();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "appliance"), ApplianceProcess.Binary);
        string text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, page), TestContext.Current.CancellationToken);
        (string Command, string Expected)[] examples = [.. Blocks().Matches(text).SelectMany(match => Split(match.Groups[1].Value))];

        Assert.NotEmpty(examples);
        foreach ((string command, string expected) in examples)
        {
            string output = await RunAsync(folder, command);
            Assert.True(Matches(expected, output), $"$ {command}\nexpected:\n{expected}\nfound:\n{output}");
        }
    }

    [GeneratedRegex("^```console\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();

    private static IEnumerable<(string Command, string Expected)> Split(string block)
    {
        string? command = null;
        var expected = new StringBuilder();
        foreach (string line in block.Split('\n'))
        {
            if (!line.StartsWith("$ ", StringComparison.Ordinal))
            {
                expected.Append(line).Append('\n');
                continue;
            }

            if (command is not null)
                yield return (command, expected.ToString());
            command = line[2..];
            expected.Clear();
        }

        if (command is not null)
            yield return (command, expected.ToString());
    }

    private static bool Matches(string expected, string output) =>
        Regex.IsMatch(Normalise(output), $"^{Regex.Escape(Normalise(expected)).Replace("…", ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline);

    private static string Normalise(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).Trim();

    private static async Task<string> RunAsync(TestFolder folder, string command)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command);
        start.Environment["APPLIANCE_DATA"] = folder.Data;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await error;
        return output;
    }
}
