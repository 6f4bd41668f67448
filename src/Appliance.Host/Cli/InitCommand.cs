using System.CommandLine;
using Appliance.Host.Vouching;

namespace Appliance.Host.Cli;

/// <summary><c>appliance init</c>: provisions a data directory.</summary>
internal static class InitCommand
{
    public static Command Create(CommandConsole console)
    {
        Option<string?> data = CommonOptions.Data();
        var command = new Command(
            "init",
            """
            Provisions a data directory: a commented configuration, a SoftHSM2 token with a random PIN, a P-256 key that cannot leave it,
            and the public key that receipts are checked with. Running it again changes nothing.

            Example:
              appliance init --data /srv/appliance
            """)
        {
            data,
        };
        command.SetAction(parsed =>
        {
            CommandSession session = CommandSession.Open(console, parsed.GetValue(data), null);
            Initialisation.Result result;
            try
            {
                result = Initialisation.Run(session.Data, session.Configuration);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new CommandFailure(
                    ExitCode.Configuration, session.Data.Path, $"cannot be written: {exception.Message}", "name another directory with --data", exception);
            }

            foreach (string line in result.Done)
                console.Say($"made {line}");
            if (result.Done.Count == 0)
                console.Say($"{session.Data}: is initialised already; nothing changed");
            console.WriteLine($"appliance {result.Key.KeyId}");
        });
        return command;
    }
}
