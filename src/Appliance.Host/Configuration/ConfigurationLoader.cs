using System.Collections;
using Tomlyn;
using Tomlyn.Model;

namespace Appliance.Host.Configuration;

/// <summary>Merges defaults, the file and the environment; later ones win.</summary>
public static class ConfigurationLoader
{
    /// <summary>
    /// Reads the configuration of a data directory.
    /// </summary>
    /// <param name="data">The data directory.</param>
    /// <param name="file">The file that the caller named, which then must exist; null takes the default one if it is there.</param>
    /// <param name="environment">Environment variables.</param>
    /// <exception cref="ConfigurationException">The file or a variable cannot be used.</exception>
    public static ApplianceConfiguration Load(DataDirectory data, string? file, IDictionary environment)
    {
        var draft = new Draft();
        string path = file ?? data.ConfigurationFile;
        if (File.Exists(path))
            ReadFile(path, draft);
        else if (file is not null)
            throw new ConfigurationException($"{file}: no such configuration file; 'appliance init' writes one into the data directory");
        ReadEnvironment(environment, draft);
        return new ApplianceConfiguration(draft.Values, draft.ChaincodePolicies, draft.Warnings);
    }

    private static void ReadFile(string path, Draft draft)
    {
        TomlTable table;
        try
        {
            table = TomlSerializer.Deserialize<TomlTable>(File.ReadAllText(path)) ?? [];
        }
        catch (TomlException exception)
        {
            throw new ConfigurationException($"{path}: not TOML: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{path}: cannot be read: {exception.Message}", exception);
        }

        foreach ((string section, object content) in table)
        {
            if (content is not TomlTable settings)
                draft.Warnings.Add($"{path}: unknown key '{section}'; every key belongs to a section");
            else if (section == SettingCatalogue.ChaincodePolicies)
                ReadPolicies(path, settings, draft);
            else
                ReadSection(path, section, settings, draft);
        }
    }

    private static void ReadSection(string path, string section, TomlTable settings, Draft draft)
    {
        foreach ((string name, object value) in settings)
        {
            string key = $"{section}.{name}";
            if (SettingCatalogue.Find(key) is { } setting)
                draft.Values[key] = (setting.Check(value, path), path);
            else
                draft.Warnings.Add($"{path}: unknown key '{key}'");
        }
    }

    private static void ReadPolicies(string path, TomlTable policies, Draft draft)
    {
        foreach ((string chaincode, object policy) in policies)
        {
            draft.ChaincodePolicies[chaincode] = policy as string
                ?? throw new ConfigurationException($"{path}: the policy of chaincode '{chaincode}' is text in quotation marks");
        }
    }

    private static void ReadEnvironment(IDictionary environment, Draft draft)
    {
        foreach (DictionaryEntry entry in environment)
        {
            string name = (string)entry.Key;
            if (!name.StartsWith(Setting.EnvironmentPrefix, StringComparison.Ordinal))
                continue;
            if (SettingCatalogue.All.FirstOrDefault(setting => setting.EnvironmentVariable == name) is { } setting)
                draft.Values[setting.Key] = (setting.Parse((string?)entry.Value ?? string.Empty, name), name);
            else
                draft.Warnings.Add($"environment: unknown setting '{name}'");
        }
    }

    private sealed class Draft
    {
        public Dictionary<string, (object Value, string Source)> Values { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, string> ChaincodePolicies { get; } = new(StringComparer.Ordinal);

        public List<string> Warnings { get; } = [];
    }
}
