using System.Text;

namespace Appliance.Host.Configuration;

/// <summary>The commented file that <c>init</c> writes: every setting with its default, commented out, so that defaults stay defaults.</summary>
public static class ConfigurationTemplate
{
    private const int Width = 110;

    /// <summary>The text of the file.</summary>
    public static string Write()
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Configuration of the appliance. Order of precedence: command line, environment, this file, defaults.
            # A setting [section] name has the environment variable APPLIANCE__SECTION__NAME.
            # Check changes with 'appliance config validate'; see what is in force with 'appliance config show'.

            """);
        foreach (IGrouping<string, Setting> section in SettingCatalogue.All.GroupBy(setting => setting.Section))
        {
            text.Append('\n').Append('[').Append(section.Key).Append("]\n");
            foreach (Setting setting in section)
            {
                foreach (string line in Wrap(Describe(setting)))
                    text.Append("# ").Append(line).Append('\n');
                text.Append('#').Append(setting.Name).Append(" = ").Append(setting.DefaultText).Append('\n');
            }
        }

        text.Append(
            $"""

            [{SettingCatalogue.ChaincodePolicies}]
            # Endorsement policies that go before what a ledger says, by chaincode, in Fabric's notation.
            # Needed where a ledger does not hold the chaincode's definition (definitions before Fabric 2.0).
            #mycc = "AND('Org1MSP.peer','Org2MSP.peer')"

            """);
        return text.ToString();
    }

    /// <summary>Description with bounds.</summary>
    internal static string Describe(Setting setting) => setting.Kind == SettingKind.Integer
        ? $"{setting.Description} {setting.Minimum} to {setting.Maximum}."
        : setting.Description;

    private static IEnumerable<string> Wrap(string text)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : string.Empty).Append(word);
        }

        yield return line.ToString();
    }
}
