using System.CommandLine;
using System.Text.Json;
using Appliance.Host.Health;
using Appliance.Host.Reporting;
using Spectre.Console;

namespace Appliance.Host.Cli;

/// <summary><c>appliance doctor</c>: what this machine and this data directory lack.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandConsole console)
    {
        Option<OutputFormat> output = CommonOptions.Output();
        Option<string?> data = CommonOptions.Data();
        Option<string?> configuration = CommonOptions.Configuration();
        Option<string?> backends = CommonOptions.Backends();
        var command = new Command(
            "doctor",
            """
            Looks at processor, backends, PKCS#11 module, data directory and disk, and says what to do about what it finds. Changes nothing.

            Exit code 0 without a failure, 4 with one. Warnings do not count.
            """)
        {
            output,
            data,
            configuration,
            backends,
        };
        command.SetAction(parsed =>
        {
            CommandSession session = CommandSession.Open(console, parsed.GetValue(data), parsed.GetValue(configuration), parsed.GetValue(backends));
            IReadOnlyList<Finding> findings = Diagnosis.Run(session.Data, session.Configuration);
            if (parsed.GetValue(output) == OutputFormat.Json)
                WriteJson(console, findings);
            else
                WriteTable(console, findings);
            return (int)(findings.Any(finding => finding.State == FindingState.Fail) ? ExitCode.Hardware : ExitCode.Genuine);
        });
        return command;
    }

    private static void WriteTable(CommandConsole console, IReadOnlyList<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            Color color = finding.State switch { FindingState.Ok => Color.Green, FindingState.Warn => Color.Yellow, _ => Color.Red };
            console.Output.Write(new Text($"{Name(finding.State),-5}", new Style(color)));
            console.WriteLine($"{finding.Subject,-14}{finding.What}");
            if (finding.Advice is not null)
                console.WriteLine($"     {string.Empty,-14}-> {finding.Advice}");
        }
    }

    private static void WriteJson(CommandConsole console, IReadOnlyList<Finding> findings)
    {
        using (var json = new Utf8JsonWriter(console.Data, ReportJsonWriter.Indented))
        {
            json.WriteStartObject();
            json.WriteStartArray("findings");
            foreach (Finding finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("state", Name(finding.State));
                json.WriteString("subject", finding.Subject);
                json.WriteString("what", finding.What);
                if (finding.Advice is not null)
                    json.WriteString("advice", finding.Advice);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        console.Data.WriteByte((byte)'\n');
    }

    private static string Name(FindingState state) => state switch
    {
        FindingState.Ok => "ok",
        FindingState.Warn => "warn",
        _ => "fail",
    };
}
