using Appliance.Kernels.Generator.Curves;

namespace Appliance.Kernels.Generator.Output;

/// <summary>Everything that the generator writes into src/Appliance.Kernels.</summary>
public static class Catalogue
{
    public static IReadOnlyList<Curve> Curves { get; } = [Curve.P256, Curve.Sm2, Curve.Secp256k1];

    public static IReadOnlyList<GeneratedFile> Files { get; } =
    [
        .. IfmaImage.Create(Curves),
        .. Curves.Select(curve => VectorSource.Create(curve, lanes: 8)),
        .. Curves.Select(curve => VectorSource.Create(curve, lanes: 4)),
        VectorSource.CreateEdwards(lanes: 8),
        VectorSource.CreateEdwards(lanes: 4),
    ];
}
