using System.Diagnostics;
using Appliance.Host.Cli;
using Spectre.Console;

namespace Appliance.Host.Demo;

/// <summary>
/// Says on standard error what the demo is doing: a progress bar where somebody watches, otherwise a line per step.
/// </summary>
internal sealed class DemoSteps(CommandConsole console)
{
    private readonly List<(string Step, string Result, TimeSpan Time)> _done = [];

    /// <summary>The steps so far with what they gave.</summary>
    public IReadOnlyList<(string Step, string Result, TimeSpan Time)> Done => _done;

    /// <summary>Runs one step. The work is handed a function that takes how much is done, from 0 to 1, and returns its result in words.</summary>
    public async Task RunAsync(string name, Func<Action<double>, Task<string>> work)
    {
        long start = Stopwatch.GetTimestamp();
        string result = console.ShowsProgress ? await WithBarAsync(name, work).ConfigureAwait(false) : await WithLineAsync(name, work).ConfigureAwait(false);
        _done.Add((name, result, Stopwatch.GetElapsedTime(start)));
    }

    private async Task<string> WithBarAsync(string name, Func<Action<double>, Task<string>> work)
    {
        string result = string.Empty;
        await console.Error.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                ProgressTask task = progress.AddTask(Markup.Escape(name), maxValue: 1);
                result = await work(done => task.Value = Math.Clamp(done, task.Value, 1)).ConfigureAwait(false);
                task.Value = 1;
            }).ConfigureAwait(false);
        return result;
    }

    private async Task<string> WithLineAsync(string name, Func<Action<double>, Task<string>> work)
    {
        console.Say($"demo: {name} …");
        return await work(static _ => { }).ConfigureAwait(false);
    }
}
