using System.CommandLine;

namespace Appliance.Host.Cli;

/// <summary><c>appliance verify</c>: are these documents genuine?</summary>
internal static class VerifyCommand
{
    public static Command Create(CommandConsole console)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Documents; '-' reads standard input. The format is recognised by content",
            Arity = ArgumentArity.OneOrMore,
        };
        var index = new Option<bool>("--index") { Description = "Append genuine blocks to the index of the data directory" };
        var receipt = new Option<string?>("--receipt") { Description = "Write a receipt on the verdict to this file; needs 'appliance init'", HelpName = "OUT" };
        Option<OutputFormat> output = CommonOptions.Output();
        Option<string?> data = CommonOptions.Data();
        Option<string?> configuration = CommonOptions.Configuration();
        Option<string?> backends = CommonOptions.Backends();
        var command = new Command(
            "verify",
            """
            Verifies documents: Fabric ledger files and single blocks. Changes nothing unless --index or --receipt is given.

            Without a pinned anchor a ledger is judged by its own roots: the report says 'self-declared', and a warning says what that means.
            With several files the exit code is the worst one (worst first: 70 6 4 3 2 1 5 0).

            Examples:
              appliance verify blockfile_000000
              appliance verify --output json blockfile_000000 | jq '.documents[].verdict'
              appliance verify blockfile_000000 --index --receipt ledger.receipt
            """)
        {
            files,
            index,
            receipt,
            output,
            data,
            configuration,
            backends,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(receipt) is not null && result.GetValue(files) is { Length: > 1 })
                result.AddError("--receipt takes exactly one FILE: a receipt speaks of one document");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            CommandSession session = CommandSession.Open(console, parsed.GetValue(data), parsed.GetValue(configuration), parsed.GetValue(backends));
            await using VerifyRun run = await VerifyRun.OpenAsync(
                session, parsed.GetValue(index), parsed.GetValue(receipt), parsed.GetValue(output), cancellation).ConfigureAwait(false);
            return (int)await run.RunAsync(parsed.GetRequiredValue(files), cancellation).ConfigureAwait(false);
        });
        return command;
    }
}
