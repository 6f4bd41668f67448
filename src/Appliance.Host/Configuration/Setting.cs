using System.Globalization;

namespace Appliance.Host.Configuration;

/// <summary>What a setting holds.</summary>
public enum SettingKind
{
    /// <summary>A whole number within bounds.</summary>
    Integer,

    /// <summary>Text.</summary>
    Text,
}

/// <summary>
/// One setting: its key in the file, its default, its bounds and what it is for. The template that <c>init</c> writes, the reference
/// page, the environment variables and the validation all come from here.
/// </summary>
/// <param name="Key">Section and name, for example <c>service.max_request_bytes</c>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Default">A <see cref="long"/> or a <see cref="string"/>.</param>
/// <param name="Description">One or two sentences, with the unit.</param>
/// <param name="Minimum">Smallest integer allowed.</param>
/// <param name="Maximum">Largest integer allowed.</param>
public sealed record Setting(string Key, SettingKind Kind, object Default, string Description, long Minimum, long Maximum)
{
    /// <summary>Start of every environment variable that sets a setting.</summary>
    public const string EnvironmentPrefix = "APPLIANCE__";

    /// <summary>Section of the file.</summary>
    public string Section => Key[..Key.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>Name within the section.</summary>
    public string Name => Key[(Key.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>The environment variable that overrides the file.</summary>
    public string EnvironmentVariable => EnvironmentPrefix + Key.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>The default as it stands in the file.</summary>
    public string DefaultText => Kind == SettingKind.Text ? $"\"{Default}\"" : Convert.ToString(Default, CultureInfo.InvariantCulture)!;

    /// <summary>Reads a value from text, as environment variables bring it.</summary>
    /// <exception cref="ConfigurationException">Not a value of this setting.</exception>
    public object Parse(string text, string source)
    {
        if (Kind == SettingKind.Text)
            return text;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? Check(number, source)
            : throw new ConfigurationException($"{source}: {Key} is a whole number, not '{text}'");
    }

    /// <summary>Accepts a value of the file.</summary>
    /// <exception cref="ConfigurationException">Of the wrong kind, or out of bounds.</exception>
    public object Check(object value, string source) => (Kind, value) switch
    {
        (SettingKind.Text, string text) => text,
        (SettingKind.Integer, long number) when number >= Minimum && number <= Maximum => number,
        (SettingKind.Integer, long number) => throw new ConfigurationException(
            $"{source}: {Key} = {number} is out of bounds; allowed are {Minimum} to {Maximum}"),
        (SettingKind.Text, _) => throw new ConfigurationException($"{source}: {Key} is text in quotation marks"),
        _ => throw new ConfigurationException($"{source}: {Key} is a whole number without quotation marks"),
    };
}
