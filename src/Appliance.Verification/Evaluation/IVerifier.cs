namespace Appliance.Verification.Evaluation;

/// <summary>
/// Computes a plan. Two implementations: <see cref="ScalarVerifier"/>, which is the definition, and the engine, which is the same
/// thing merged into batches with other callers.
/// </summary>
public interface IVerifier
{
    /// <summary>
    /// Decides every check of the plan. Never throws for what a document holds: an invalid signature is a verdict, and a fault of a
    /// backend is <see cref="Verdicts.Verdict.BackendFault"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    ValueTask<PlanResult> EvaluateAsync(BoundPlan plan, CancellationToken cancellation);
}
