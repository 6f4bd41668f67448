namespace Appliance.Formats.Plans;

/// <summary>One line of the report to come: decided by a node, or declared as not checked by the decoder.</summary>
/// <param name="Kind">Which rule of the format.</param>
/// <param name="Subject">Which block, transaction or signature.</param>
/// <param name="Mandatory">Whether the subject can be genuine without it.</param>
/// <param name="NotCheckedBecause">Why no node decides it, or null.</param>
public readonly record struct PlanCheck(CheckKind Kind, CheckSubject Subject, bool Mandatory, string? NotCheckedBecause = null);
