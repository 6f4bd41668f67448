using Appliance.Engine;
using Appliance.Host.Api;
using Appliance.Kernels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Appliance.Host.Health;

/// <summary>
/// What must hold before traffic comes: the index is open, the backends gave their known answers and at least one still serves, the
/// HSM signs, the verdict log takes entries.
/// </summary>
internal static class ReadinessChecks
{
    // A load balancer asks every few seconds; an HSM session is worth more than a fresher answer.
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(10);

    public static void AddReadiness(this IHealthChecksBuilder checks, ServiceParts parts)
    {
        var probe = new HsmProbe(parts, ProbeInterval);
        checks.AddCheck("index", () => Guard(() => $"{parts.Index.Status().Blocks} blocks"));
        checks.AddCheck("known-answers", KnownAnswersOnce());
        checks.AddCheck("backends", () => Backends(parts.Verifier.Engine.Backends));
        checks.AddCheck("hsm", probe.Check);
        checks.AddCheck("verdict-log", () => parts.Voucher.Log.Failure is { } failure
            ? HealthCheckResult.Unhealthy(failure.Message, failure)
            : HealthCheckResult.Healthy($"{parts.Voucher.Log.Head.Head.Size} leaves"));
    }

    private static HealthCheckResult Guard(Func<string> describe)
    {
        try
        {
            return HealthCheckResult.Healthy(describe());
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or ObjectDisposedException)
        {
            return HealthCheckResult.Unhealthy(exception.Message, exception);
        }
    }

    /// <summary>Answers that were right at start do not become wrong by asking again; the engine looks for faults while it works.</summary>
    private static Func<HealthCheckResult> KnownAnswersOnce()
    {
        var result = new Lazy<HealthCheckResult>(() => KnownAnswers.Run(new ScalarBackend()) is { Count: > 0 } failures
            ? HealthCheckResult.Unhealthy(string.Join("; ", failures))
            : HealthCheckResult.Healthy("scalar"));
        return () => result.Value;
    }

    private static HealthCheckResult Backends(BackendLadder ladder)
    {
        string states = string.Join(", ", ladder.States.Select(state => state.OffBecause is null ? state.Name : $"{state.Name} off: {state.OffBecause}"));
        return ladder.States.Any(state => state.OffBecause is null) ? HealthCheckResult.Healthy(states) : HealthCheckResult.Unhealthy(states);
    }
}
