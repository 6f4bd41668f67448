namespace Appliance.Kernels;

/// <summary>The comb of the generator B.</summary>
internal static class EdwardsGenerator
{
    /// <summary>20 windows of 4,096 points: 7.9 MB, 20 additions for a multiplication.</summary>
    public const int Width = 13;

    public static readonly SharedTable<EdwardsComb> Table = new(() => new EdwardsComb(Edwards25519.Generator, Width));

    public static EdwardsComb Comb => Table.Value;
}
