using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Appliance.Kernels.Generator.Curves;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;
using Appliance.Kernels.Generator.Machine;

namespace Appliance.Kernels.Generator.Output;

/// <summary>
/// The machine code of all curves in one image, their constants behind it, and for each curve a struct whose methods call into it.
/// </summary>
public static class IfmaImage
{
    private const string ImagePath = "Machine/ifma.bin";

    /// <summary>Where processors like functions to begin.</summary>
    private const int Alignment = 64;

    public static IEnumerable<GeneratedFile> Create(IReadOnlyList<Curve> curves)
    {
        var constants = new ConstantPool();
        var compiler = new IfmaCompiler(constants);
        var image = new List<byte>();
        foreach (Curve curve in curves)
        {
            yield return Struct(curve.Name, curve.Name, CSharpNames.InterfacesOf(curve), KernelsOf(curve));
        }

        yield return Struct(EdwardsKernels.Name, "Ed25519", CSharpNames.EdwardsInterface, Edwards);

        int constantsOffset = image.Count;
        var bytes = new byte[sizeof(ulong)];
        foreach (ulong word in constants.Words)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, word);
            image.AddRange(bytes);
        }

        yield return new GeneratedFile(ImagePath, [.. image]);
        yield return GeneratedFile.Text("Machine/IfmaCode.Generated.cs", GeneratedFile.Header + string.Create(CultureInfo.InvariantCulture, $$"""
            namespace Appliance.Kernels;

            internal static unsafe partial class IfmaCode
            {
                /// <summary>Offset of the constants in the image.</summary>
                private const int ConstantsOffset = 0x{{constantsOffset:x5}};

                /// <summary>Bytes of the image.</summary>
                private const int ImageSize = 0x{{image.Count:x5}};
            }

            """));

        GeneratedFile Struct(string name, string directory, string contract, IReadOnlyList<Kernel> kernels)
        {
            var methods = new StringBuilder();
            foreach (Kernel kernel in kernels)
            {
                methods.Append(CultureInfo.InvariantCulture, $"""

                        public static void {kernel.Name[name.Length..]}(ulong* output, ulong* first, ulong* second, nint count) =>
                            IfmaCode.At(0x{image.Count:x5})(output, first, second, IfmaCode.Constants, count);

                    """);
                image.AddRange(compiler.Compile(kernel));
                Align(image);
            }

            return GeneratedFile.Text(
                $"{directory}/{name}Kernels.Ifmax8.cs",
                GeneratedFile.Header + string.Create(CultureInfo.InvariantCulture, $$"""
                namespace Appliance.Kernels;

                /// <summary>The kernels of {{name}} in machine code: 8 lanes, five limbs of 52 bits.</summary>
                internal readonly unsafe struct {{name}}Ifma : {{contract}}
                {
                    public static int Lanes => 8;

                    public static int Limbs => 5;
                {{methods}}}

                """));
        }
    }

    /// <summary>The kernels of edwards25519.</summary>
    public static IReadOnlyList<Kernel> Edwards =>
        new EdwardsKernels(lanes: 8, program => new Field25519(program), (program, order) => new Field52(program, order)).All;

    /// <summary>Every kernel of the image.</summary>
    public static IEnumerable<Kernel> AllKernels(IReadOnlyList<Curve> curves) => curves.SelectMany(KernelsOf).Concat(Edwards);

    public static IReadOnlyList<Kernel> KernelsOf(Curve curve) =>
        new CurveKernels(curve, lanes: 8, (program, modulus) => new Field52(program, modulus)).All;

    private static void Align(List<byte> image)
    {
        while (image.Count % Alignment != 0)
        {
            image.Add(0xcc);
        }
    }
}
