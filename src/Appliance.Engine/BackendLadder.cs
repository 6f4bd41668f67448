using Appliance.Kernels;

namespace Appliance.Engine;

/// <summary>
/// The admitted backends, fastest first. One that faults is quarantined until the process restarts, and its work goes to the
/// next. Safe for concurrent use.
/// </summary>
public sealed class BackendLadder
{
    private readonly Step[] _steps;

    /// <summary>Admits each backend that gives the known answers; keeps why the others were refused.</summary>
    /// <exception cref="BackendException">None is left: a machine that cannot compute must not serve.</exception>
    public BackendLadder(IEnumerable<IBackend> candidates)
    {
        _steps = [.. candidates.Select(Admit)];
        if (!_steps.Any(step => step.Refused is null))
        {
            string reasons = string.Join("; ", _steps.Select(step => $"{step.Backend.Name}: {step.Refused}"));
            throw new BackendException($"no backend gives the known answers ({reasons}). The processor or memory may be faulty: run 'appliance doctor'");
        }
    }

    /// <summary>Every step with its state: null when it serves, otherwise why not.</summary>
    public IEnumerable<(string Name, string? OffBecause)> States => _steps.Select(step => (step.Backend.Name, step.Refused));

    /// <summary>The fastest backend that serves this algorithm, or null.</summary>
    public IBackend? For(SignatureAlgorithm algorithm)
    {
        foreach (Step step in _steps)
        {
            if (step.Refused is null && step.Backend.Supports(algorithm))
                return step.Backend;
        }

        return null;
    }

    /// <summary>The fastest backend that serves this function, or null.</summary>
    public IBackend? For(HashFunction function)
    {
        foreach (Step step in _steps)
        {
            if (step.Refused is null && step.Backend.Supports(function))
                return step.Backend;
        }

        return null;
    }

    /// <summary>Takes a backend out of service.</summary>
    public void Quarantine(IBackend backend, string because)
    {
        foreach (Step step in _steps)
        {
            if (ReferenceEquals(step.Backend, backend))
                step.Refused ??= because;
        }
    }

    private static Step Admit(IBackend backend)
    {
        IReadOnlyList<string> failures = KnownAnswers.Run(backend);
        return new Step(backend) { Refused = failures.Count == 0 ? null : $"wrong known answers: {string.Join(", ", failures)}" };
    }

    private sealed class Step(IBackend backend)
    {
        public IBackend Backend { get; } = backend;

        public volatile string? Refused;
    }
}

/// <summary>No backend can be trusted to compute.</summary>
public sealed class BackendException(string message) : Exception(message);
