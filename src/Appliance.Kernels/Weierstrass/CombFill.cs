namespace Appliance.Kernels;

/// <summary>
/// Fills a comb: <paramref name="points"/> holds as many entries for each window, (2j + 1) B_i for entry j of window i, where
/// <paramref name="bases"/> holds B_i and 2 B_i in turn.
/// </summary>
internal delegate void CombFill(ReadOnlySpan<AffinePoint> bases, Span<AffinePoint> points);
