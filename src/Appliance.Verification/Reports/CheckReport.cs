using Appliance.Formats.Plans;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Reports;

/// <summary>One check of a report.</summary>
/// <param name="Kind">Which rule of the format.</param>
/// <param name="Verdict">How it came out.</param>
/// <param name="Mandatory">Whether the subject can be genuine without it.</param>
/// <param name="Scheme">Signature checks: the scheme, for example <c>ecdsa-p256-sha256</c>; otherwise null.</param>
/// <param name="Signer">Signature checks: who signed, for example <c>Org1MSP/peer0.org1.example.com</c>; otherwise null.</param>
/// <param name="Reason">In words, where the verdict alone does not tell.</param>
public sealed record CheckReport(CheckKind Kind, Verdict Verdict, bool Mandatory, string? Scheme, string? Signer, string? Reason);
