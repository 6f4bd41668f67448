using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Reports;

/// <summary>One transaction of a block.</summary>
/// <param name="Index">Position in the block.</param>
/// <param name="Id">Transaction id as the chain names it; empty where it has none.</param>
/// <param name="Verdict">Genuine only when every mandatory check is valid and the chain itself accepted the transaction.</param>
/// <param name="Checks">The checks, in the format's order.</param>
public sealed record TransactionReport(int Index, string Id, Verdict Verdict, IReadOnlyList<CheckReport> Checks);
