using System.Globalization;
using Appliance.Kernels.Generator.Listing;
using Appliance.Kernels.Generator.Output;

namespace Appliance.Kernels.Generator;

/// <summary>The generator's command line.</summary>
public static class GeneratorCommands
{
    private const int Done = 0;
    private const int Usage = 2;

    private const string Help =
        """
        Writes the vector kernels, and shows what the machine code of ifma.bin holds.

        usage:
          generate DIRECTORY     writes every generated file below DIRECTORY, which is src/Appliance.Kernels
          list                   names every kernel of ifma.bin: offset and bytes of its code, instructions of its program
          print NAME             the machine code of a kernel, disassembled; offsets are those in ifma.bin
          print NAME --program   the program that it was compiled from, with the interval that was proven for each value
          --help                 this text

        A kernel is void kernel(output rdi, first rsi, second rdx, constants rcx, count r8) over 8 lanes of 64 bits.
        """;

    /// <summary>Runs a command. 0 when it was done, 2 when it was not understood.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        switch (arguments)
        {
            case ["generate", string directory]:
                Generate(directory, output);
                return Done;
            case ["list"]:
                List(output);
                return Done;
            case ["print", string name]:
                return Print(name, program: false, output, error);
            case ["print", string name, "--program"]:
                return Print(name, program: true, output, error);
            case ["--help" or "-h"]:
                output.WriteLine(Help);
                return Done;
            default:
                error.WriteLine(Help);
                return Usage;
        }
    }

    private static void Generate(string directory, TextWriter output)
    {
        foreach (GeneratedFile file in Catalogue.Files)
        {
            string path = Path.Combine(directory, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content);
            output.WriteLine($"{file.Path}: {file.Content.Length} bytes");
        }
    }

    private static void List(TextWriter output)
    {
        foreach (PlacedKernel placed in PlacedKernel.All(out _))
        {
            int instructions = placed.Kernel.Sections.Sum(section => section.Program.Instructions.Count);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{placed.Kernel.Name,-32} at {placed.Offset:x5} {placed.Code.Length,7:N0} bytes {instructions,6:N0} instructions"));
        }
    }

    private static int Print(string name, bool program, TextWriter output, TextWriter error)
    {
        if (program && IfmaImage.AllKernels(Catalogue.Curves).FirstOrDefault(kernel => kernel.Name == name) is { } kernel)
        {
            output.Write(ProgramListing.Print(kernel));
            return Done;
        }

        if (!program && PlacedKernel.All(out IReadOnlyList<ulong> constants).FirstOrDefault(placed => placed.Kernel.Name == name) is { } found)
        {
            output.Write(new MachineListing(constants).Print(found));
            return Done;
        }

        error.WriteLine($"no kernel is called '{name}'; 'list' names them");
        return Usage;
    }
}
