using Appliance.Engine;
using Appliance.Formats.Decoding;
using Appliance.Kernels;
using Appliance.Verification.Documents;

namespace Appliance.Host.Configuration;

/// <summary>The configuration in force: one value per setting, with where it came from. Immutable.</summary>
public sealed class ApplianceConfiguration
{
    private const string CommandLine = "command line";

    private readonly IReadOnlyDictionary<string, (object Value, string Source)> _values;

    internal ApplianceConfiguration(
        IReadOnlyDictionary<string, (object Value, string Source)> values,
        IReadOnlyDictionary<string, string> chaincodePolicies,
        IReadOnlyList<string> warnings)
    {
        _values = values;
        ChaincodePolicies = chaincodePolicies;
        Warnings = warnings;
    }

    /// <summary>Endorsement policies that go before what a ledger says, by chaincode.</summary>
    public IReadOnlyDictionary<string, string> ChaincodePolicies { get; }

    /// <summary>Unknown keys: a warning when a command starts, an error in <c>config validate</c>.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>An integer setting.</summary>
    public long Integer(Setting setting) => (long)Value(setting);

    /// <summary>An integer setting whose bounds lie within 32 bits.</summary>
    public int Int32(Setting setting) => checked((int)Integer(setting));

    /// <summary>A text setting.</summary>
    public string Text(Setting setting) => (string)Value(setting);

    /// <summary>Where a value came from: <c>default</c>, the file, or an environment variable.</summary>
    public string Source(Setting setting) => _values.TryGetValue(setting.Key, out (object, string Source) entry) ? entry.Source : "default";

    /// <summary>The value as text, as it would stand in the file.</summary>
    public string Display(Setting setting) => (setting with { Default = Value(setting) }).DefaultText;

    /// <summary>The same with one setting from the command line; null keeps it, <c>none</c> empties it.</summary>
    public ApplianceConfiguration With(Setting setting, string? text)
    {
        if (text is null)
            return this;
        var values = new Dictionary<string, (object Value, string Source)>(_values, StringComparer.Ordinal)
        {
            [setting.Key] = (setting.Parse(text == "none" ? string.Empty : text, CommandLine), CommandLine),
        };
        return new ApplianceConfiguration(values, ChaincodePolicies, Warnings);
    }

    /// <summary>Options of the engine.</summary>
    /// <param name="fault">Told of faults, in words.</param>
    public EngineOptions ToEngineOptions(Action<string> fault) => new()
    {
        SignerTableBytes = Integer(SettingCatalogue.EngineSignerTableBytes),
        SignerTableAfter = Int32(SettingCatalogue.EngineSignerTableAfter),
        WideSignerTableAfter = Int32(SettingCatalogue.EngineWideSignerTableAfter),
        SlowLaneBurst = Int32(SettingCatalogue.EngineSlowLaneBurst),
        SlowLanesPerSecond = Int32(SettingCatalogue.EngineSlowLanesPerSecond),
        Fault = fault,
    };

    /// <summary>Options of the verification layer.</summary>
    public VerificationOptions ToVerificationOptions(bool allowSelfDeclared) => new()
    {
        AllowSelfDeclared = allowSelfDeclared,
        BlocksInFlight = Int32(SettingCatalogue.BlocksInFlight),
        ChaincodePolicies = ChaincodePolicies,
        Limits = ToDecodeLimits(),
    };

    /// <summary>Which backends may serve.</summary>
    /// <exception cref="ConfigurationException">The setting names a backend that there is not.</exception>
    public BackendSelection ToBackendSelection()
    {
        try
        {
            return BackendSelection.Parse(Text(SettingCatalogue.EngineBackends), BackendCatalogue.Steps.Select(step => step.Name));
        }
        catch (FormatException exception)
        {
            throw new ConfigurationException(
                $"{Source(SettingCatalogue.EngineBackends)}: {SettingCatalogue.EngineBackends.Key}: {exception.Message}", exception);
        }
    }

    /// <summary>Limits of decoders.</summary>
    public DecodeLimits ToDecodeLimits() => new()
    {
        MaxDocumentBytes = Int32(SettingCatalogue.MaxDocumentBytes),
        MaxTransactionsPerBlock = Int32(SettingCatalogue.MaxTransactionsPerBlock),
        MaxSignatures = Int32(SettingCatalogue.MaxSignatures),
        MaxDepth = Int32(SettingCatalogue.MaxDepth),
    };

    private object Value(Setting setting) => _values.TryGetValue(setting.Key, out (object Value, string) entry) ? entry.Value : setting.Default;
}
