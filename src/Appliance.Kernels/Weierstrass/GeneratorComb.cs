namespace Appliance.Kernels;

/// <summary>The comb of a curve's generator, built at its first use by whichever thread comes first and shared by all.</summary>
internal static class GeneratorComb<TCurve>
    where TCurve : struct, ICurve
{
    /// <summary>20 windows of 4,096 points: 5.2 MB, 20 additions for a multiplication.</summary>
    public const int Width = 13;

    private static readonly Lock Gate = new();

    private static volatile Comb<TCurve>? _value;

    public static Comb<TCurve> Value => _value ?? Build();

    /// <summary>Whether the comb is what was built, or not built yet.</summary>
    public static bool IsIntact => _value?.IsIntact ?? true;

    /// <summary>Replaces the comb by a new one. Batches under way finish with the old one.</summary>
    public static void Rebuild() => _value = new Comb<TCurve>(CurveConstants<TCurve>.Generator, Width);

    private static Comb<TCurve> Build()
    {
        lock (Gate)
        {
            return _value ??= new Comb<TCurve>(CurveConstants<TCurve>.Generator, Width);
        }
    }
}
