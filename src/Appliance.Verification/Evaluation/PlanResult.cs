using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Evaluation;

/// <summary>The verdicts on a plan's checks.</summary>
/// <param name="Verdicts">One per check of the plan, in its order.</param>
public sealed record PlanResult(IReadOnlyList<Verdict> Verdicts);
