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
        if (step.UnavailableBecause is { } lacks)
            return new BackendAdmission(step.Name, null, BackendStanding.Unavailable, lacks);
        if (selection.Excludes(step.Name) is { } excluded)
            return new BackendAdmission(step.Name, null, BackendStanding.Excluded, excluded);
        IBackend backend;
        try
        {
            backend = step.Create();
        }
        catch (Exception exception)
        {
            return new BackendAdmission(step.Name, null, BackendStanding.NotStarted, $"cannot be made ready: {exception.Message}");
        }

        return Of(backend);
    }

    /// <summary>Asks a backend for the known answers.</summary>
    public static BackendAdmission Of(IBackend backend)
    {
        IReadOnlyList<string> wrong = KnownAnswers.Run(backend);
        return wrong.Count == 0
            ? new BackendAdmission(backend.Name, backend, BackendStanding.Serving, null)
            : new BackendAdmission(backend.Name, backend, BackendStanding.Wrong, $"wrong known answers: {string.Join(", ", wrong)}");
    }

    /// <summary>Takes a serving backend out of service; the first reason stays.</summary>
    internal void Quarantine(string because)
    {
        State seen = _state;
        if (seen.Standing == BackendStanding.Serving)
            Interlocked.CompareExchange(ref _state, new State(BackendStanding.Quarantined, because), seen);
    }

    private sealed record State(BackendStanding Standing, string? OffBecause);
}
