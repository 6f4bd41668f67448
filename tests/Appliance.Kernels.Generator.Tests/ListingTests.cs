using System.Globalization;
using Appliance.Kernels.Generator.Language;
using Appliance.Kernels.Generator.Output;

namespace Appliance.Kernels.Generator.Tests;

/// <summary>What a reviewer sees is what the repository's image holds.</summary>
public sealed class ListingTests
{
    private static readonly byte[] Image = IfmaImage.Create(Catalogue.Curves).Single(file => file.Path.EndsWith("ifma.bin", StringComparison.Ordinal)).Content;

    [Fact]
    public void List_names_every_kernel_where_its_code_begins()
    {
        string[] lines = Lines(Run(0, "list"));

        Assert.Equal(IfmaImage.AllKernels(Catalogue.Curves).Select(kernel => kernel.Name), lines.Select(line => line.Split(' ')[0]));
        Assert.All(lines, line =>
        {
            // push rbp; mov rbp, rsp
            int offset = int.Parse(line.Split(" at ")[1].Split(' ')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Assert.Equal((byte[])[0x55, 0x48, 0x89, 0xe5], Image[offset..(offset + 4)]);
        });
    }

    [Fact]
    public void Print_disassembles_from_the_first_instruction_to_the_return()
    {
        string name = IfmaImage.AllKernels(Catalogue.Curves).First(kernel => Multiplies(kernel)).Name;
        string start = Lines(Run(0, "list")).Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(" at ")[1].Split(' ')[0];

        string[] lines = Lines(Run(0, "print", name));

        Assert.Equal($"{start}  push rbp", lines[0]);
        Assert.EndsWith("  ret", lines[^1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("vpmadd52luq zmm", StringComparison.Ordinal));

        // The mask of 52 bits is a constant that products are reduced with.
        Assert.Contains(lines, line => line.Contains("rcx", StringComparison.Ordinal) && line.EndsWith(" ; 0xfffffffffffff", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("(bad)", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kernel_can_be_printed()
    {
        foreach (Kernel kernel in IfmaImage.AllKernels(Catalogue.Curves))
        {
            string[] program = Lines(Run(0, "print", kernel.Name, "--program"));
            Assert.Equal(kernel.Sections.Sum(section => section.Program.Instructions.Count + 1), program.Length);
            Assert.Contains(program, line => line.TrimStart().StartsWith("Store ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(2)]
    [InlineData(2, "print")]
    [InlineData(2, "print", "P256Abacus")]
    [InlineData(2, "print", "P256Abacus", "--program")]
    public void What_is_not_understood_is_2_and_says_what_is(int code, params string[] arguments)
    {
        string text = Run(code, arguments);
        Assert.True(text.Contains("print NAME", StringComparison.Ordinal) || text.Contains("'list' names them", StringComparison.Ordinal), text);
    }

    private static bool Multiplies(Kernel kernel) =>
        kernel.Sections.Any(section => section.Program.Instructions.Any(instruction => instruction.Opcode == Opcode.MultiplyLow52));

    private static string Run(int code, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int returned = GeneratorCommands.Run(arguments, output, error);
        Assert.True(returned == code, $"{returned}: {error}");
        Assert.Equal(code == 0, error.ToString().Length == 0);
        return $"{output}{error}";
    }

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');
}
