using Appliance.Kernels.Generator.Language;
using Appliance.Kernels.Generator.Machine;
using Appliance.Kernels.Generator.Output;

namespace Appliance.Kernels.Generator.Listing;

/// <summary>A kernel with its machine code as it stands in ifma.bin.</summary>
/// <param name="Kernel">What was compiled.</param>
/// <param name="Offset">Where its code begins in the image, in bytes.</param>
/// <param name="Code">Its code.</param>
public sealed record PlacedKernel(Kernel Kernel, int Offset, byte[] Code)
{
    private const string ImageName = "ifma.bin";

    /// <summary>Every kernel of the image in its order, and the words that they read through their pointer to constants.</summary>
    /// <exception cref="InvalidOperationException">The image does not hold what a kernel compiles to.</exception>
    public static IReadOnlyList<PlacedKernel> All(out IReadOnlyList<ulong> constants)
    {
        byte[] image = IfmaImage.Create(Catalogue.Curves).Single(file => Path.GetFileName(file.Path) == ImageName).Content;

        // The pool of constants fills in the order of compilation, and code that refers to other offsets would not be found below.
        var pool = new ConstantPool();
        var compiler = new IfmaCompiler(pool);
        var placed = new List<PlacedKernel>();
        int from = 0;
        foreach (Kernel kernel in IfmaImage.AllKernels(Catalogue.Curves))
        {
            byte[] code = compiler.Compile(kernel);
            int offset = image.AsSpan(from).IndexOf(code);
            if (offset < 0) throw new InvalidOperationException($"{ImageName} does not hold {kernel.Name} as it is compiled here.");

            placed.Add(new PlacedKernel(kernel, from + offset, code));
            from += offset + code.Length;
        }

        constants = pool.Words;
        return placed;
    }
}
