using System.Collections.Concurrent;
using Appliance.Kernels;

namespace Appliance.Engine;

/// <summary>How a step of the ladder stands.</summary>
public enum BackendStanding
{
    /// <summary>It gave the known answers and serves.</summary>
    Serving,

    /// <summary>This machine lacks what it needs.</summary>
    Unavailable,

    /// <summary>The operator turned it off.</summary>
    Excluded,

    /// <summary>The machine refused it something while it was made.</summary>
    NotStarted,

    /// <summary>It gave a wrong known answer.</summary>
    Wrong,

    /// <summary>It faulted while serving.</summary>
    Quarantined,
}

/// <summary>A step of the ladder with what became of it.</summary>
public sealed class BackendAdmission
{
    private const int NamedAnswers = 3;

    // A recovered key and the one that it should have been, in hexadecimal digits, say nothing to a reader.
    private const int MaxAnswerLength = 160;

    private readonly ConcurrentDictionary<HashFunction, Lazy<bool>> _functions = new();
    private readonly ConcurrentDictionary<SignatureAlgorithm, Lazy<bool>> _algorithms = new();
    private volatile State _state;

    private BackendAdmission(string name, IBackend? backend, BackendStanding standing, string? offBecause)
    {
        Name = name;
        Backend = backend;
        _state = new State(standing, offBecause);
    }

    /// <summary>Name of the step.</summary>
    public string Name { get; }

    /// <summary>The backend; null where it was not made. One that does not serve may still be looked at.</summary>
    public IBackend? Backend { get; }

    /// <summary>How it stands.</summary>
    public BackendStanding Standing => _state.Standing;

    /// <summary>Why it does not serve, in words; null where it serves.</summary>
    public string? OffBecause => _state.OffBecause;

    /// <summary>Makes the backend of a step and asks it for the known answers. Never throws: what goes wrong is the reason why the step is off.</summary>
    public static BackendAdmission Of(BackendStep step, BackendSelection selection)
    {
        BackendAdmission admission = Made(step, selection);
        admission.AskForAll();
        return admission;
    }

    /// <summary>Asks a backend for the known answers.</summary>
    public static BackendAdmission Of(IBackend backend)
    {
        BackendAdmission admission = Made(backend);
        admission.AskForAll();
        return admission;
    }

    /// <summary>Makes the backend of a step, which will be asked for the known answers of each function and algorithm before its first use.</summary>
    internal static BackendAdmission Made(BackendStep step, BackendSelection selection)
    {
        if (step.UnavailableBecause is { } lacks)
            return new BackendAdmission(step.Name, null, BackendStanding.Unavailable, lacks);
        if (selection.Excludes(step.Name) is { } excluded)
            return new BackendAdmission(step.Name, null, BackendStanding.Excluded, excluded);
        try
        {
            return Made(step.Create());
        }
        catch (Exception exception)
        {
            return new BackendAdmission(step.Name, null, BackendStanding.NotStarted, $"cannot be made ready: {exception.Message}");
        }
    }

    /// <summary>Whether the step serves this function, after asking for its known answers if nobody did.</summary>
    internal bool Serves(HashFunction function) =>
        Standing == BackendStanding.Serving && Backend!.Supports(function)
        && _functions.GetOrAdd(function, key => new Lazy<bool>(() => Passes(KnownAnswers.Run(Backend, key)))).Value
        && Standing == BackendStanding.Serving;

    /// <summary>Whether the step serves this algorithm, after asking for its known answers if nobody did.</summary>
    internal bool Serves(SignatureAlgorithm algorithm) =>
        Standing == BackendStanding.Serving && (Backend!.Supports(algorithm) || Backend.SupportsRecovery(algorithm))
        && _algorithms.GetOrAdd(algorithm, key => new Lazy<bool>(() => Passes(KnownAnswers.Run(Backend, key)))).Value
        && Standing == BackendStanding.Serving;

    /// <summary>Asks for everything that was not asked for yet.</summary>
    internal void AskForAll()
    {
        foreach (HashFunction function in Enum.GetValues<HashFunction>())
            Serves(function);
        foreach (SignatureAlgorithm algorithm in Enum.GetValues<SignatureAlgorithm>())
            Serves(algorithm);
    }

    /// <summary>Takes a serving backend out of service; the first reason stays.</summary>
    internal void Quarantine(string because)
    {
        State seen = _state;
        if (seen.Standing == BackendStanding.Serving)
            Interlocked.CompareExchange(ref _state, new State(BackendStanding.Quarantined, because), seen);
    }

    private static BackendAdmission Made(IBackend backend) => new(backend.Name, backend, BackendStanding.Serving, null);

    // One wrong answer of whatever kind: nothing that the backend says counts any more.
    private bool Passes(IReadOnlyList<string> wrong)
    {
        if (wrong.Count == 0)
            return true;
        _state = new State(BackendStanding.Wrong, Describe(wrong));
        return false;
    }

    // A broken backend gets hundreds wrong, and the first few tell as much.
    private static string Describe(IReadOnlyList<string> wrong)
    {
        string named = string.Join(", ", wrong.Take(NamedAnswers).Select(Shorten));
        string more = wrong.Count > NamedAnswers ? $", and {wrong.Count - NamedAnswers} more" : string.Empty;
        return $"{wrong.Count} wrong known {(wrong.Count == 1 ? "answer" : "answers")}: {named}{more}";
    }

    private static string Shorten(string text) => text.Length <= MaxAnswerLength ? text : $"{text[..MaxAnswerLength]}…";

    private sealed record State(BackendStanding Standing, string? OffBecause);
}
