namespace Appliance.Kernels;

/// <summary>The comb of the generator B, built at its first use by whichever thread comes first and shared by all.</summary>
internal static class EdwardsGenerator
{
    /// <summary>20 windows of 4,096 points: 7.9 MB, 20 additions for a multiplication.</summary>
    public const int Width = 13;

    private static readonly Lazy<EdwardsComb> Instance = new(() => new EdwardsComb(Edwards25519.Generator, Width));

    public static EdwardsComb Comb => Instance.Value;
}
