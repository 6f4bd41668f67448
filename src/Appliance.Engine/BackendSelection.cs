namespace Appliance.Engine;

/// <summary>Which steps of the ladder an operator lets serve. Immutable.</summary>
public sealed class BackendSelection
{
    private const string Everything = "all";
    private const char Exclusion = '-';

    private static readonly char[] Separators = [',', ' '];

    private readonly string _text;
    private readonly bool _only;
    private readonly HashSet<string> _names;

    private BackendSelection(string text, bool only, IEnumerable<string> names)
    {
        _text = text;
        _only = only;
        _names = new HashSet<string>(names, StringComparer.Ordinal);
    }

    /// <summary>Every step.</summary>
    public static BackendSelection All { get; } = new(Everything, only: false, []);

    /// <summary>
    /// Reads <c>all</c>, a list of steps that may serve (<c>avx2, scalar</c>), or a list of steps that may not (<c>-ifma</c>).
    /// The order of the ladder is its own.
    /// </summary>
    /// <param name="text">Names, separated by commas or spaces.</param>
    /// <param name="known">Names of the steps that there are.</param>
    /// <exception cref="FormatException">Empty, both kinds mixed, or a step that there is not.</exception>
    public static BackendSelection Parse(string text, IEnumerable<string> known)
    {
        string[] entries = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (entries is [Everything])
            return All;
        if (entries.Length == 0)
            throw new FormatException($"names no backend; write '{Everything}' for all of them");
        string[] steps = [.. known];
        bool only = entries[0][0] != Exclusion;
        if (entries.Any(entry => entry[0] != Exclusion != only))
            throw new FormatException($"'{text}' names backends that serve and backends that do not; write only one kind");
        string[] names = only ? entries : [.. entries.Select(entry => entry[1..])];
        return names.Except(steps).FirstOrDefault() is { } stranger
            ? throw new FormatException($"there is no backend '{stranger}'; there are {string.Join(", ", steps)}")
            : new BackendSelection(text, only, names);
    }

    /// <summary>Why a step does not serve, or null where it may.</summary>
    public string? Excludes(string name) => _names.Contains(name) == _only || this == All ? null : $"excluded by the selection '{_text}'";
}
