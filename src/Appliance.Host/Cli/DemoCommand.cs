using System.CommandLine;
using Appliance.Host.Demo;

namespace Appliance.Host.Cli;

/// <summary><c>appliance demo</c>: the whole appliance on one ledger.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandConsole console)
    {
        var chain = new Option<string?>("--chain")
        {
            Description = "A real Fabric ledger file instead of the sample channel. Unpinned, the service must answer that it is not verified",
            HelpName = "FILE",
        };
        var data = new Option<string?>("--data")
        {
            Description = "Keep everything in this directory. Default: a temporary one, removed at the end",
            HelpName = "DIR",
        };
        var command = new Command(
            "demo",
            """
            Shows the whole appliance on one ledger: makes a sample channel of several agencies with tampered transactions among valid ones,
            verifies and indexes it, issues receipts and checks them offline, then does the same through a running service.

            Exit code 0 when everything went as it should, tampered transactions included; 70 when it did not.

            Examples:
              appliance demo
              appliance demo --chain blockfile_000000
              appliance demo --data ./demo && appliance receipt verify ./demo/ledger.receipt ./demo/sample-channel.blockfile --data ./demo
            """)
        {
            chain,
            data,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string? kept = parsed.GetValue(data);
            string directory = kept ?? Directory.CreateTempSubdirectory("appliance-demo-").FullName;
            try
            {
                CommandSession session = CommandSession.Open(console, directory, null);
                var steps = new DemoSteps(console);
                var run = new DemoRun(session, steps, parsed.GetValue(chain));
                await run.RunAsync(cancellation).ConfigureAwait(false);
                DemoSummary.Write(console, run, steps);
                return (int)(run.Failures.Count == 0 ? ExitCode.Genuine : ExitCode.Internal);
            }
            finally
            {
                if (kept is null)
                    Directory.Delete(directory, recursive: true);
            }
        });
        return command;
    }
}
