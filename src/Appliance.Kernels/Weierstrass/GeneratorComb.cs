namespace Appliance.Kernels;

/// <summary>The comb of a curve's generator.</summary>
internal static class GeneratorComb<TCurve>
    where TCurve : struct, ICurve
{
    /// <summary>20 windows of 4,096 points: 5.2 MB, 20 additions for a multiplication.</summary>
    public const int Width = 13;

    public static readonly SharedTable<Comb<TCurve>> Table = new(() => new Comb<TCurve>(CurveConstants<TCurve>.Generator, Width));

    public static Comb<TCurve> Value => Table.Value;
}
