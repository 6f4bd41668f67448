using System.Globalization;
using System.Numerics;
using System.Text;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Listing;

/// <summary>Programs of the generator's language, one instruction a line: what it defines, from what, and the interval that was proven for it.</summary>
public static class ProgramListing
{
    private const int CommentColumn = 56;

    /// <summary>The listing of all sections of one kernel.</summary>
    public static string Print(Kernel kernel)
    {
        var lines = new StringBuilder();
        foreach (Section section in kernel.Sections)
        {
            lines.Append(CultureInfo.InvariantCulture, $"section, {section.Repeat} {(section.Repeat == 1 ? "time" : "times")}\n");
            foreach (Instruction instruction in section.Program.Instructions)
            {
                lines.Append("  ").Append(Print(instruction, section.Program)).Append('\n');
            }
        }

        return lines.ToString();
    }

    private static string Print(Instruction instruction, KernelProgram program)
    {
        string text = $"{instruction.Opcode} {string.Join(", ", Arguments(instruction))}".TrimEnd();
        if (!instruction.Result.Exists) return text;

        return $"{$"{Name(instruction.Result)} = {text}".PadRight(CommentColumn)} ; {Print(program.Range(instruction.Result))}";
    }

    private static IEnumerable<string> Arguments(Instruction instruction)
    {
        foreach (Value operand in (Value[])[instruction.A, instruction.B, instruction.C])
        {
            if (operand.Exists) yield return Name(operand);
        }

        switch (instruction.Opcode)
        {
            case Opcode.Constant:
                yield return string.Create(CultureInfo.InvariantCulture, $"0x{instruction.Literal:x}");
                break;
            case Opcode.Load or Opcode.Store:
                yield return Name(instruction.Place);
                break;
            case Opcode.LoadRow or Opcode.Prefetch:
                yield return $"{Name(instruction.Place)} lane {instruction.Immediate} part {instruction.Part}";
                break;
            case Opcode.ShiftLeft or Opcode.ShiftRight or Opcode.ShiftRightSigned or Opcode.ShiftRightDouble:
                yield return $"{instruction.Immediate}";
                break;
            case Opcode.ShufflePairs:
                yield return string.Create(CultureInfo.InvariantCulture, $"0x{instruction.Immediate:x2}");
                break;
            default:
                break;
        }
    }

    private static string Name(Value value) => string.Create(CultureInfo.InvariantCulture, $"v{value.Id}");

    private static string Name(Place place) => string.Create(CultureInfo.InvariantCulture, $"{place.Base}[{place.Index}]");

    private static string Print(Interval range) => $"[{Print(range.Min)}, {Print(range.Max)}]";

    private static string Print(BigInteger bound) => BigInteger.Abs(bound) < 1_000
        ? bound.ToString(CultureInfo.InvariantCulture)
        : $"{(bound.Sign < 0 ? "-" : string.Empty)}0x{BigInteger.Abs(bound).ToString("x", CultureInfo.InvariantCulture).TrimStart('0')}";
}
