namespace Appliance.Bench.Budgets;

/// <summary>The part of <c>appliance bench --output json</c> that budgets speak of.</summary>
/// <param name="Backends">The ladder.</param>
/// <param name="Results">Rows.</param>
internal sealed record BenchOutput(IReadOnlyList<BenchBackend> Backends, IReadOnlyList<BenchRow> Results);

/// <param name="Name">Name of the step.</param>
/// <param name="OffBecause">Why it was not measured, or null.</param>
internal sealed record BenchBackend(string Name, string? OffBecause);

/// <param name="Scheme">Scheme or hash function.</param>
/// <param name="Path">Way of doing it.</param>
/// <param name="Backend">Backend.</param>
/// <param name="Signers">Keys, for signatures.</param>
/// <param name="Ratio">Over OpenSSL, or null where there is none.</param>
/// <param name="AllocatedBytesPerOperation">Managed memory.</param>
internal sealed record BenchRow(string Scheme, string Path, string Backend, int? Signers, double? Ratio, double AllocatedBytesPerOperation)
{
    public override string ToString() => $"{Scheme} {Path} on {Backend}{(Signers is null ? "" : $", {Signers} signers")}";
}
