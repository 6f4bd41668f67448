using System.Globalization;
using System.Text;
using Appliance.Kernels.Generator.CSharp;
using Appliance.Kernels.Generator.Curves;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Output;

/// <summary>The kernels of a curve as C# over .NET's vectors.</summary>
public static class VectorSource
{
    public static GeneratedFile Create(Curve curve, int lanes)
    {
        var routines = new Field29Routines(lanes);
        return Create(curve.Name, curve.Name, CSharpNames.InterfacesOf(curve), lanes, KernelsOf(curve, lanes, routines), routines);
    }

    public static GeneratedFile CreateEdwards(int lanes)
    {
        var routines = new Field29Routines(lanes);
        return Create(EdwardsKernels.Name, "Ed25519", CSharpNames.EdwardsInterface, lanes, EdwardsKernelsOf(lanes, routines), routines);
    }

    public static IReadOnlyList<Kernel> KernelsOf(Curve curve, int lanes, Field29Routines routines) =>
        new CurveKernels(curve, lanes, (program, modulus) => new Field29(program, modulus, routines)).All;

    public static IReadOnlyList<Kernel> EdwardsKernelsOf(int lanes, Field29Routines routines) => new EdwardsKernels(
        lanes, program => new Field25519Narrow(program, routines), (program, order) => new Field29(program, order, routines)).All;

    private static GeneratedFile Create(
        string name, string directory, string contract, int lanes, IReadOnlyList<Kernel> kernels, Field29Routines routines)
    {
        string set = lanes == 8 ? "Avx512" : "Avx2";
        var printer = new KernelPrinter(new VectorSyntax(lanes), Field29Routines.Limbs);
        var methods = new StringBuilder();
        foreach (Kernel kernel in kernels)
        {
            methods.Append(printer.Print(kernel, kernel.Name[name.Length..]));
        }

        foreach (Routine routine in routines.All.OrderBy(routine => routine.Name, StringComparer.Ordinal))
        {
            methods.Append(printer.Print(routine));
        }

        return GeneratedFile.Text(
            $"{directory}/{name}Kernels.{set}x{lanes}.cs",
            GeneratedFile.Header + string.Create(CultureInfo.InvariantCulture, $$"""
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;
            using System.Runtime.Intrinsics.X86;

            namespace Appliance.Kernels;

            /// <summary>The kernels of {{name}} on {{set}}: {{lanes}} lanes, nine limbs of 29 bits.</summary>
            internal readonly unsafe struct {{name}}{{set}} : {{contract}}
            {
                public static int Lanes => {{lanes}};

                public static int Limbs => {{Field29Routines.Limbs}};
            {{methods}}}

            """));
    }
}
