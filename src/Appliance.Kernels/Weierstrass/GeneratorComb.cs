namespace Appliance.Kernels;

/// <summary>The comb of a curve's generator, built at its first use by whichever thread comes first and shared by all.</summary>
internal static class GeneratorComb<TCurve>
    where TCurve : struct, ICurve
{
    /// <summary>20 windows of 4,096 points: 5.2 MB, 20 additions for a multiplication.</summary>
    public const int Width = 13;

    private static readonly Lazy<Comb<TCurve>> Instance = new(() => new Comb<TCurve>(CurveConstants<TCurve>.Generator, Width));

    public static Comb<TCurve> Value => Instance.Value;
}
