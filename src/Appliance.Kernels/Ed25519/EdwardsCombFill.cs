namespace Appliance.Kernels;

/// <summary>Computes a comb's entries: for each base in turn its multiples from 1 on, equally many.</summary>
/// <param name="bases">The first point of each window.</param>
/// <param name="entries">The entries behind the identity's.</param>
internal delegate void EdwardsCombFill(ReadOnlySpan<ExtendedPoint> bases, Span<NielsPoint> entries);
