using Appliance.Kernels.Generator.Curves;

namespace Appliance.Kernels.Generator.Output;

/// <summary>Names in Appliance.Kernels that generated files refer to.</summary>
internal static class CSharpNames
{
    public const string EdwardsInterface = "IEdwardsKernels";

    public static string InterfacesOf(Curve curve) => curve.InvertsScalars ? "IEcdsaKernels" : "ISm2Kernels";
}
