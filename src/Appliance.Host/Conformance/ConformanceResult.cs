namespace Appliance.Host.Conformance;

/// <summary>What one file of vectors showed.</summary>
internal sealed class ConformanceResult(string file)
{
    private readonly List<Disagreement> _disagreements = [];
    private readonly Dictionary<string, int> _skips = new(StringComparer.Ordinal);

    public string File { get; } = file;

    /// <summary>Cases in the file.</summary>
    public int Cases => Agreed + Disagreements.Count + Skipped;

    public int Agreed { get; private set; }

    public IReadOnlyList<Disagreement> Disagreements => _disagreements;

    public int Skipped { get; private set; }

    /// <summary>Why cases were skipped, with how many each.</summary>
    public IReadOnlyDictionary<string, int> Skips => _skips;

    /// <summary>Why the file as a whole could not be read, or null.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the file counts as passed: it ran at least one case, and all agreed.</summary>
    public bool Passed => Error is null && Agreed > 0 && Disagreements.Count == 0;

    public void Agree() => Agreed++;

    public void Disagree(Disagreement disagreement) => _disagreements.Add(disagreement);

    public void Skip(string reason)
    {
        Skipped++;
        _skips[reason] = _skips.GetValueOrDefault(reason) + 1;
    }
}

/// <summary>A case whose outcome is not the one that the file demands.</summary>
/// <param name="Id">The case's <c>tcId</c>.</param>
/// <param name="Comment">What the case is about.</param>
/// <param name="Flags">Its flags, which the file explains.</param>
/// <param name="Expected">What the file demands.</param>
/// <param name="Found">What the backend said.</param>
internal sealed record Disagreement(int Id, string Comment, IReadOnlyList<string> Flags, string Expected, string Found);
