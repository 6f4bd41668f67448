using System.Globalization;
using Appliance.Host.Cli;
using Appliance.Host.Reporting;
using Appliance.Samples;
using Appliance.Verification.Verdicts;
using Spectre.Console;

namespace Appliance.Host.Demo;

/// <summary>What the demo did and found, for people.</summary>
internal static class DemoSummary
{
    public static void Write(CommandConsole console, DemoRun run, DemoSteps steps)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("step", "result", "seconds");
        foreach ((string step, string result, TimeSpan time) in steps.Done)
            table.AddRow(new Text(step), new Text(result), new Text(time.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)));
        console.Output.Write(table);

        console.WriteLine($"ledger       {run.Report.Chain}, blocks {run.Report.FirstBlock} to {run.Report.LastBlock}: "
            + $"{ReportNames.Of(run.Report.Verdict.Outcome())} ({run.Report.Verdict}), anchor {ReportNames.Of(run.Report.Anchor.Kind)}");
        console.WriteLine($"transactions {run.Report.Transactions}, of which {run.Report.GenuineTransactions} genuine");
        if (run.Chain.Manifest is { } manifest)
        {
            int flagged = manifest.Tampered.Count(one => one.FlaggedByPeer);
            console.WriteLine($"tampered     {manifest.Tampered.Count}: {flagged} marked by an honest peer, {manifest.Tampered.Count - flagged} passed off as valid by a lying one");
            foreach (IGrouping<SampleTampering, SampleExpectation> kind in manifest.Tampered.GroupBy(one => one.Tampering))
                console.WriteLine($"               {kind.Count(),3} x {kind.Key}");
        }

        foreach (string failure in run.Failures)
            console.WriteLine($"FAILED       {failure}");
        console.WriteLine(run.Failures.Count == 0
            ? "demo: everything went as it should: tampered transactions found, honest ones genuine, every way of asking agrees, receipts hold"
            : $"demo: {run.Failures.Count} things went wrong");
    }
}
