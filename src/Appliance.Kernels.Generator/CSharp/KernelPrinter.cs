using System.Globalization;
using System.Text;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.CSharp;

/// <summary>Kernels and routines as static methods over .NET vectors.</summary>
internal sealed class KernelPrinter(VectorSyntax syntax, int elementSize)
{
    private const string Attributes = "    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]\n";

    /// <summary>A method of the kernel's interface.</summary>
    public string Print(Kernel kernel, string name)
    {
        bool isNested = kernel.Sections.Any(section => section.Repeat > 1);
        string indent = isNested ? "                " : "            ";
        ProgramPrinter[] printers = [.. kernel.Sections.Select(section => new ProgramPrinter(syntax, section.Program, elementSize, indent))];
        string[] bodies = [.. printers.Select(printer => printer.Print())];
        var text = new StringBuilder("\n" + Attributes);
        text.Append(CultureInfo.InvariantCulture, $"    public static void {name}(ulong* output, ulong* first, ulong* second, nint count)\n    {{\n");
        AppendLocals(text, printers.Max(printer => printer.Locals));
        AppendScratch(text, printers.Max(printer => printer.Blocks));
        text.Append("        for (; count > 0; count--)\n        {\n");
        for (int i = 0; i < bodies.Length; i++)
        {
            if (isNested)
            {
                text.Append(CultureInfo.InvariantCulture, $"            for (int turn = 0; turn < {kernel.Sections[i].Repeat}; turn++)\n            {{\n");
                text.Append(bodies[i]).Append("            }\n\n");
            }
            else
            {
                text.Append(bodies[i]);
            }
        }

        AppendAdvance(text, "output", kernel.Strides.Output);
        AppendAdvance(text, "first", kernel.Strides.First);
        AppendAdvance(text, "second", kernel.Strides.Second);
        return text.Append("        }\n    }\n").ToString();
    }

    /// <summary>A private method that kernels call.</summary>
    public string Print(Routine routine)
    {
        var printer = new ProgramPrinter(syntax, routine.Body, elementSize, "        ");
        string body = printer.Print();
        IEnumerable<string> pointers = routine.Body.Instructions
            .Where(x => x.Opcode == Opcode.Load)
            .Select(x => x.Place.Base)
            .Distinct()
            .Order()
            .Select(pointer => "ulong* " + VectorSyntax.NameOf(pointer));
        var text = new StringBuilder("\n" + Attributes);
        text.Append(CultureInfo.InvariantCulture, $"    private static void {routine.Name}(ulong* output, {string.Join(", ", pointers)})\n    {{\n");
        AppendLocals(text, printer.Locals);
        return text.Append(body).Append("    }\n").ToString();
    }

    private void AppendLocals(StringBuilder text, int count)
    {
        const int PerLine = 16;
        for (int start = 0; start < count; start += PerLine)
        {
            IEnumerable<string> names = Enumerable.Range(start, Math.Min(PerLine, count - start))
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"v{i}"));
            text.Append(CultureInfo.InvariantCulture, $"        {syntax.VectorType} {string.Join(", ", names)};\n");
        }
    }

    private void AppendScratch(StringBuilder text, int blocks)
    {
        if (blocks == 0) return;

        int words = blocks * elementSize * syntax.Lanes;
        text.Append(CultureInfo.InvariantCulture, $"        ulong* scratch = stackalloc ulong[{words + 8}];\n");
        text.Append("        scratch = (ulong*)(((nuint)scratch + 63) & ~(nuint)63);\n");
    }

    private void AppendAdvance(StringBuilder text, string pointer, int vectors)
    {
        if (vectors != 0) text.Append(CultureInfo.InvariantCulture, $"            {pointer} += {vectors * syntax.Lanes};\n");
    }
}
