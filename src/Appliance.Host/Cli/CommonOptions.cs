using System.CommandLine;
using Appliance.Host.Configuration;

namespace Appliance.Host.Cli;

/// <summary>Options that several commands share; each command gets its own instance.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data() => new("--data")
    {
        Description = "Data directory. Default: $APPLIANCE_DATA, else /var/lib/appliance for root and ~/.local/share/appliance for others",
        HelpName = "DIR",
    };

    public static Option<string?> Configuration() => new("--config")
    {
        Description = "Configuration file. Default: $APPLIANCE_CONFIG, else appliance.toml in the data directory",
        HelpName = "FILE",
    };

    public static Option<string?> Backends() => new("--backends")
    {
        Description = $"Overrides {SettingCatalogue.EngineBackends.Key}: all, names as in 'avx2,scalar', or exclusions as in '-ifma'",
        HelpName = "LIST",
    };

    public static Option<OutputFormat> Output() => new("--output", "-o")
    {
        Description = "Form of the report on standard output",
        HelpName = "table|json",
        DefaultValueFactory = _ => OutputFormat.Table,
    };
}

/// <summary>Forms of output.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs; described in docs/reference/cli.md.</summary>
    Json,
}
