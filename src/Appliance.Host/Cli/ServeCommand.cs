using System.CommandLine;
using Appliance.Host.Api;
using Appliance.Host.Configuration;

namespace Appliance.Host.Cli;

/// <summary><c>appliance serve</c>: verifies over REST and gRPC.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandConsole console)
    {
        Option<string?> data = CommonOptions.Data();
        Option<string?> configuration = CommonOptions.Configuration();
        Option<string?> backends = CommonOptions.Backends();
        var listen = Override(SettingCatalogue.ServiceListen, "--listen");
        var listenGrpc = Override(SettingCatalogue.ServiceListenGrpc, "--listen-grpc");
        var socket = Override(SettingCatalogue.ServiceSocket, "--socket");
        var socketGrpc = Override(SettingCatalogue.ServiceSocketGrpc, "--socket-grpc");
        var command = new Command(
            "serve",
            """
            Runs the service: REST and gRPC, metrics, health. Needs 'appliance init'. Accepts pinned anchors only.

            It logs JSON lines to standard error, reads the trust anchors again on SIGHUP, and on SIGTERM finishes the documents under way.

            Examples:
              appliance serve
              curl --data-binary @blockfile_000000 'http://127.0.0.1:7080/v1/documents?index=true&receipt=true'
            """)
        {
            data,
            configuration,
            backends,
            socket,
            socketGrpc,
            listen,
            listenGrpc,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            CommandSession session = CommandSession.Open(console, parsed.GetValue(data), parsed.GetValue(configuration), parsed.GetValue(backends));
            ApplianceConfiguration settings = session.Configuration
                .With(SettingCatalogue.ServiceSocket, parsed.GetValue(socket))
                .With(SettingCatalogue.ServiceSocketGrpc, parsed.GetValue(socketGrpc))
                .With(SettingCatalogue.ServiceListen, parsed.GetValue(listen))
                .With(SettingCatalogue.ServiceListenGrpc, parsed.GetValue(listenGrpc));
            Listeners listeners = Listeners.From(session.Data, settings);
            await using ServiceParts parts = await ServiceParts.OpenAsync(session.Data, settings, cancellation).ConfigureAwait(false);
            try
            {
                await ServiceHost.RunAsync(parts, listeners, cancellation).ConfigureAwait(false);
            }
            catch (IOException exception)
            {
                throw new CommandFailure(
                    ExitCode.Configuration, "serve", exception.Message, "free the address, or choose another with --listen and --listen-grpc", exception);
            }

            return (int)ExitCode.Genuine;
        });
        return command;
    }

    private static Option<string?> Override(Setting setting, string name) => new(name)
    {
        Description = $"Overrides {setting.Key}; 'none' turns it off",
        HelpName = "ADDRESS",
    };
}
