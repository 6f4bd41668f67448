using Appliance.Host.Configuration;
using Appliance.Index;
using Appliance.Verification.Trust;

namespace Appliance.Host.Cli;

/// <summary>What most commands begin with: the data directory and the configuration in force. Creates nothing on disk.</summary>
internal sealed class CommandSession
{
    private CommandSession(CommandConsole console, DataDirectory data, ApplianceConfiguration configuration)
    {
        Console = console;
        Data = data;
        Configuration = configuration;
    }

    public CommandConsole Console { get; }

    public DataDirectory Data { get; }

    public ApplianceConfiguration Configuration { get; }

    /// <summary>Reads the configuration and says on standard error which keys are unknown.</summary>
    /// <param name="console">Where to say it.</param>
    /// <param name="dataDirectory">As the caller named it, or null.</param>
    /// <param name="configurationFile">As the caller named it, or null.</param>
    /// <param name="backends">What the caller puts in the place of <c>engine.backends</c>, or null.</param>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public static CommandSession Open(CommandConsole console, string? dataDirectory, string? configurationFile, string? backends = null)
    {
        DataDirectory data = DataDirectory.Find(dataDirectory);
        string? file = configurationFile ?? Environment.GetEnvironmentVariable("APPLIANCE_CONFIG");
        ApplianceConfiguration configuration = ConfigurationLoader.Load(
            data, string.IsNullOrEmpty(file) ? null : file, Environment.GetEnvironmentVariables());
        foreach (string warning in configuration.Warnings)
            console.Say($"warning: {warning}");
        return new CommandSession(console, data, configuration.With(SettingCatalogue.EngineBackends, backends));
    }

    /// <summary>The anchors that are pinned in this data directory.</summary>
    /// <exception cref="TrustAnchorException">The file cannot be read.</exception>
    public TrustAnchors LoadAnchors() => TrustAnchorFile.Load(Data.TrustFile);

    /// <summary>A verifier after this configuration; the caller disposes of it.</summary>
    /// <exception cref="ConfigurationException">A chaincode policy cannot be read.</exception>
    public ApplianceVerifier CreateVerifier() => new(Configuration, forService: false, Console.Say);

    /// <summary>Opens the index, creating it where there is none.</summary>
    public Task<ChainIndex> OpenIndexAsync(CancellationToken cancellation)
    {
        string directory = Data.Resolve(Configuration.Text(SettingCatalogue.IndexDirectory));
        return ChainIndex.OpenAsync(directory, IndexOptions.Default, null, cancellation);
    }
}
