using Appliance.Kernels;

namespace Appliance.Engine;

/// <summary>
/// The admitted backends, fastest first. One that faults is quarantined until the process restarts, and its work goes to the
/// next. Safe for concurrent use.
/// </summary>
public sealed class BackendLadder
{
    private readonly BackendAdmission[] _steps;

    /// <summary>Admits each step that this machine can run, that is selected and that gives the known answers; keeps why the others are off.</summary>
    /// <exception cref="BackendException">None is left: a machine that cannot compute must not serve.</exception>
    public BackendLadder(IEnumerable<BackendStep> steps, BackendSelection selection)
        : this([.. steps.Select(step => BackendAdmission.Of(step, selection))])
    {
    }

    /// <summary>
    /// The same, but each step is asked for the known answers of a function or algorithm only before it computes that one for the first time: for a
    /// process that lives for one document.
    /// </summary>
    /// <exception cref="BackendException">None is left.</exception>
    public static BackendLadder AskingLate(IEnumerable<BackendStep> steps, BackendSelection selection) =>
        new([.. steps.Select(step => BackendAdmission.Made(step, selection))]);

    /// <summary>Admits each backend that gives the known answers; keeps why the others were refused.</summary>
    /// <exception cref="BackendException">None is left: a machine that cannot compute must not serve.</exception>
    public BackendLadder(IEnumerable<IBackend> candidates)
        : this([.. candidates.Select(BackendAdmission.Of)])
    {
    }

    private BackendLadder(BackendAdmission[] steps)
    {
        _steps = steps;
        if (_steps.Any(step => step.Standing == BackendStanding.Serving))
            return;
        string reasons = string.Join("; ", _steps.Select(step => $"{step.Name}: {step.OffBecause}"));
        throw new BackendException(_steps.Any(step => step.Standing == BackendStanding.Wrong)
            ? $"no backend gives the known answers ({reasons}). The processor or memory may be faulty: run 'appliance doctor'"
            : $"no backend may serve ({reasons}); select another one: see 'appliance doctor'");
    }

    /// <summary>Every step with its state: null when it serves, otherwise why not.</summary>
    public IEnumerable<(string Name, string? OffBecause)> States => _steps.Select(step => (step.Name, step.OffBecause));

    /// <summary>The fastest backend that serves this algorithm, or null.</summary>
    public IBackend? For(SignatureAlgorithm algorithm)
    {
        foreach (BackendAdmission step in _steps)
        {
            if (step.Serves(algorithm))
                return step.Backend;
        }

        return null;
    }

    /// <summary>The fastest backend that recovers keys of this algorithm, or null.</summary>
    public IBackend? ForRecovery(SignatureAlgorithm algorithm)
    {
        foreach (BackendAdmission step in _steps)
        {
            if (step.Backend is { } backend && backend.SupportsRecovery(algorithm) && step.Serves(algorithm))
                return backend;
        }

        return null;
    }

    /// <summary>The fastest backend that serves this function, or null.</summary>
    public IBackend? For(HashFunction function)
    {
        foreach (BackendAdmission step in _steps)
        {
            if (step.Serves(function))
                return step.Backend;
        }

        return null;
    }

    /// <summary>Takes a backend out of service.</summary>
    public void Quarantine(IBackend backend, string because)
    {
        foreach (BackendAdmission step in _steps)
        {
            if (ReferenceEquals(step.Backend, backend))
                step.Quarantine(because);
        }
    }
}

/// <summary>No backend can be trusted to compute.</summary>
public sealed class BackendException(string message) : Exception(message);
