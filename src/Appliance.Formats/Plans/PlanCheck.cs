namespace Appliance.Formats.Plans;

/// <summary>
/// One line of the report to come: decided by a node, found by the decoder, or declared as not checked. A check with neither a
/// node, a finding nor a reason stays undecided, which is never genuine.
/// </summary>
/// <param name="Kind">Which rule of the format.</param>
/// <param name="Subject">Which block, transaction or signature.</param>
/// <param name="Mandatory">Whether the subject can be genuine without it.</param>
/// <param name="NotCheckedBecause">Why nothing decides it, or null.</param>
/// <param name="Finding">What the decoder itself found.</param>
/// <param name="ViolatedBecause">In words, where the finding is a violation; otherwise null.</param>
public readonly record struct PlanCheck(
    CheckKind Kind,
    CheckSubject Subject,
    bool Mandatory,
    string? NotCheckedBecause = null,
    DecoderFinding Finding = DecoderFinding.None,
    string? ViolatedBecause = null);
