using System.CommandLine;
using System.CommandLine.Help;

namespace Appliance.Host.Cli;

/// <summary>The command line as a whole: parses, runs, and turns every ending into one exit code.</summary>
public static class CommandLine
{
    // A command that was told to stop gets this long to close its files.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs one command.</summary>
    public static async Task<ExitCode> RunAsync(string[] arguments, CommandConsole console)
    {
        ParseResult parsed = Create(console).Parse(arguments);
        bool asksForHelp = parsed.Action is HelpAction;
        if (parsed.Errors.Count > 0 && !asksForHelp)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
                console.Say(error.Message);
            console.Say($"see '{PathOf(parsed.CommandResult.Command)} --help'");
            return ExitCode.Usage;
        }

        try
        {
            int code = await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TerminationTimeout,
            }).ConfigureAwait(false);
            return (ExitCode)code;
        }
        catch (Exception exception)
        {
            (ExitCode code, string message) = Failures.Describe(exception);
            console.Say(message);
            return code;
        }
    }

    /// <summary>All commands.</summary>
    internal static RootCommand Create(CommandConsole console) => new(
        """
        Verifies documents of consortium chains, indexes what it verified, and vouches for its verdicts.

        Standard output holds data only; everything else goes to standard error.
        Exit codes: 0 genuine, 1 not genuine or unrecognised, 2 usage or file absent, 3 configuration or not initialised,
        4 hardware, HSM or PIN, 5 not verified, 6 index damaged, fork or gap, 70 internal error.
        """)
    {
        VerifyCommand.Create(console),
        TrustCommand.Create(console),
        InitCommand.Create(console),
        DemoCommand.Create(console),
        ServeCommand.Create(console),
        ConformanceCommand.Create(console),
        IndexCommand.Create(console),
        ReceiptCommand.Create(console),
        BenchCommand.Create(console),
        DoctorCommand.Create(console),
        ConfigCommand.Create(console),
        VersionCommand.Create(console),
    };

    private static string PathOf(Command command)
    {
        var names = new Stack<string>();
        for (Command? each = command; each is not null; each = each.Parents.OfType<Command>().FirstOrDefault())
            names.Push(each is RootCommand ? "appliance" : each.Name);
        return string.Join(' ', names);
    }
}
