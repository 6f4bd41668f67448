using System.CommandLine;
using System.Text.Json;
using Appliance.Host.Configuration;
using Appliance.Host.Reporting;
using Spectre.Console;

namespace Appliance.Host.Cli;

/// <summary><c>appliance config</c>: what is in force, and whether it would be accepted.</summary>
internal static class ConfigCommand
{
    public static Command Create(CommandConsole console) => new("config", "Shows or checks the configuration.")
    {
        CreateShow(console),
        CreateValidate(console),
    };

    private static Command CreateShow(CommandConsole console)
    {
        Option<string?> data = CommonOptions.Data();
        Option<string?> file = CommonOptions.Configuration();
        Option<OutputFormat> output = CommonOptions.Output();
        var command = new Command("show", "Prints every setting in force and where it came from. Secrets are files, so none is shown.") { data, file, output };
        command.SetAction(parsed =>
        {
            var session = CommandSession.Open(console, parsed.GetValue(data), parsed.GetValue(file));
            if (parsed.GetValue(output) == OutputFormat.Json)
                WriteJson(console, session.Configuration);
            else
                WriteTable(console, session.Configuration);
        });
        return command;
    }

    private static Command CreateValidate(CommandConsole console)
    {
        Option<string?> data = CommonOptions.Data();
        Option<string?> file = CommonOptions.Configuration();
        var command = new Command("validate", "Checks configuration and trust anchors without starting anything. An unknown key is an error here.")
        {
            data,
            file,
        };
        command.SetAction(async (parsed, _) =>
        {
            var session = CommandSession.Open(console, parsed.GetValue(data), parsed.GetValue(file));
            if (session.Configuration.Warnings.Count > 0)
                return (int)ExitCode.Configuration;
            session.LoadAnchors();
            await session.CreateVerifier().DisposeAsync().ConfigureAwait(false);
            console.WriteLine("configuration is valid");
            return (int)ExitCode.Genuine;
        });
        return command;
    }

    private static void WriteTable(CommandConsole console, ApplianceConfiguration configuration)
    {
        Table table = new Table().Border(TableBorder.None).AddColumns("setting", "value", "source");
        foreach (Setting setting in SettingCatalogue.All)
            table.AddRow(new Text(setting.Key), new Text(configuration.Display(setting)), new Text(configuration.Source(setting)));
        foreach ((string chaincode, string policy) in configuration.ChaincodePolicies)
            table.AddRow(new Text($"{SettingCatalogue.ChaincodePolicies}.{chaincode}"), new Text($"\"{policy}\""), new Text("file"));
        console.Output.Write(table);
    }

    private static void WriteJson(CommandConsole console, ApplianceConfiguration configuration)
    {
        using var json = new Utf8JsonWriter(console.Data, ReportJsonWriter.Indented);
        json.WriteStartObject();
        foreach (Setting setting in SettingCatalogue.All)
        {
            json.WriteStartObject(setting.Key);
            if (setting.Kind == SettingKind.Integer)
                json.WriteNumber("value", configuration.Integer(setting));
            else
                json.WriteString("value", configuration.Text(setting));
            json.WriteString("source", configuration.Source(setting));
            json.WriteEndObject();
        }

        json.WriteStartObject(SettingCatalogue.ChaincodePolicies);
        foreach ((string chaincode, string policy) in configuration.ChaincodePolicies)
            json.WriteString(chaincode, policy);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        console.Data.WriteByte((byte)'\n');
    }
}
