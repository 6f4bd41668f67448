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
        string set = lanes == 8 ? "Avx512" : "Avx2";
        var routines = new Field29Routines(lanes);
        var printer = new KernelPrinter(new VectorSyntax(lanes), Field29Routines.Limbs);
        var methods = new StringBuilder();
        foreach (Kernel kernel in KernelsOf(curve, lanes, routines))
        {
            methods.Append(printer.Print(kernel, kernel.Name[curve.Name.Length..]));
        }

        foreach (Routine routine in routines.All.OrderBy(routine => routine.Name, StringComparer.Ordinal))
        {
            methods.Append(printer.Print(routine));
        }

        return GeneratedFile.Text(
            $"{curve.Name}/{curve.Name}Kernels.{set}x{lanes}.cs",
            GeneratedFile.Header + string.Create(CultureInfo.InvariantCulture, $$"""
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;
            using System.Runtime.Intrinsics.X86;

            namespace Appliance.Kernels;

            /// <summary>The kernels of {{curve.Name}} on {{set}}: {{lanes}} lanes, nine limbs of 29 bits.</summary>
            internal readonly unsafe struct {{curve.Name}}{{set}} : {{CSharpNames.InterfacesOf(curve)}}
            {
                public static int Lanes => {{lanes}};

                public static int Limbs => {{Field29Routines.Limbs}};
            {{methods}}}

            """));
    }

    public static IReadOnlyList<Kernel> KernelsOf(Curve curve, int lanes, Field29Routines routines) =>
        new CurveKernels(curve, lanes, (program, modulus) => new Field29(program, modulus, routines)).All;
}
