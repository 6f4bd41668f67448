using System.CommandLine;
using System.Text;
using Appliance.Host.Cli;
using Appliance.Host.Configuration;
using Appliance.Host.Telemetry;

namespace Appliance.Host.Tests.Reference;

/// <summary>Reference pages that are written from the code.</summary>
internal static class ReferencePages
{
    public static string Metrics()
    {
        var page = new StringBuilder(
            """
            # Metrics

            Everything that `/metrics` exports, in the text format of Prometheus. Labels take values from closed lists only: verdicts are those of
            [verdicts.md](verdicts.md). This page is written from `src/Appliance.Host/Telemetry/MetricCatalogue.cs`.

            | metric | type | labels | meaning |
            | --- | --- | --- | --- |

            """);
        foreach (MetricDefinition metric in MetricCatalogue.All)
            page.Append($"| `{metric.Name}` | {metric.Kind.ToString().ToLowerInvariant()} | {string.Join(", ", metric.Labels.Select(label => $"`{label}`"))} | {metric.Help} |\n");
        return page.ToString();
    }

    public static string Configuration()
    {
        var page = new StringBuilder(
            """
            # Configuration

            One TOML file, `appliance.toml` in the data directory, written with every setting commented out by `appliance init`. Another file: `--config FILE` or
            `$APPLIANCE_CONFIG`. Order of precedence: command line, environment, file, defaults. `appliance config show` tells each value with its source,
            `appliance config validate` checks file and trust anchors; an unknown key is an error there and a warning everywhere else.

            The data directory is `--data DIR`, else `$APPLIANCE_DATA`, else `/var/lib/appliance` for root and `~/.local/share/appliance` for others. The PIN is never an
            argument nor a variable: it is the systemd credential `hsm-pin`, else the file that `hsm.pin_file` names, readable to its owner only.

            This page is written from `src/Appliance.Host/Configuration/SettingCatalogue.cs`.

            | setting | default | bounds | environment variable | meaning |
            | --- | --- | --- | --- | --- |

            """);
        foreach (Setting setting in SettingCatalogue.All)
        {
            string bounds = setting.Kind == SettingKind.Integer ? $"{setting.Minimum} to {setting.Maximum}" : string.Empty;
            page.Append($"| `{setting.Key}` | `{setting.DefaultText}` | {bounds} | `{setting.EnvironmentVariable}` | {setting.Description} |\n");
        }

        page.Append(
            """

            The section `[chaincode_policies]` takes endorsement policies in Fabric's notation by chaincode, which go before what a ledger says:
            `mycc = "AND('Org1MSP.peer','Org2MSP.peer')"`.

            """);
        return page.ToString();
    }

    public static string CommandLine()
    {
        var page = new StringBuilder(
            """
            # Command line

            What `appliance COMMAND --help` says. Exit codes: [exit-codes.md](exit-codes.md); the JSON of reports: [report.md](report.md). This page is written from
            the commands themselves.

            """);
        Append(page, Host.Cli.CommandLine.Create(CommandConsole.OfProcess()), "appliance");
        return page.ToString();
    }

    private static void Append(StringBuilder page, Command command, string path)
    {
        bool isLeaf = command.Subcommands.Count == 0;
        if (isLeaf)
        {
            page.Append($"\n## {path}\n\n```\n");
            using var help = new StringWriter();
            Host.Cli.CommandLine.Create(CommandConsole.OfProcess()).Parse([.. path.Split(' ').Skip(1), "--help"]).Invoke(new InvocationConfiguration { Output = help });
            foreach (string line in help.ToString().TrimEnd().Split('\n'))
                page.Append(line.TrimEnd()).Append('\n');
            page.Append("```\n");
        }

        foreach (Command child in command.Subcommands)
            Append(page, child, $"{path} {child.Name}");
    }
}
