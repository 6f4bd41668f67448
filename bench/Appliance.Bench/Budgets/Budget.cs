namespace Appliance.Bench.Budgets;

/// <summary>The file of budgets.</summary>
/// <param name="Tolerance">The part of a ratio that may be missing: figures of a shared machine are not exact.</param>
/// <param name="MaxAllocatedBytesPerOperation">Most managed memory per operation, for every row; a few bytes per batch are less than one.</param>
/// <param name="Ratios">Least ratios to OpenSSL.</param>
internal sealed record BudgetFile(double Tolerance, double MaxAllocatedBytesPerOperation, IReadOnlyList<Budget> Ratios);

/// <summary>What one kind of work must reach on one backend.</summary>
/// <param name="Scheme">As in the results.</param>
/// <param name="Path">As in the results.</param>
/// <param name="Backend">As in the results; a machine that cannot run it owes nothing.</param>
/// <param name="Signers">As in the results; null for hashes.</param>
/// <param name="MinRatio">Least operations per second over OpenSSL's.</param>
internal sealed record Budget(string Scheme, string Path, string Backend, int? Signers, double MinRatio)
{
    public override string ToString() => $"{Scheme} {Path} on {Backend}{(Signers is null ? "" : $", {Signers} signers")}";
}
