using System.Globalization;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.CSharp;

/// <summary>How instructions are written for .NET vectors of one width.</summary>
internal sealed class VectorSyntax(int lanes)
{
    private readonly string _vector = lanes == 8 ? "Vector512" : "Vector256";
    private readonly string _instructions = lanes == 8 ? "Avx512F" : "Avx2";

    public int Lanes => lanes;

    public string VectorType => _vector + "<ulong>";

    public string Address(Place place) => Address(NameOf(place.Base), place.Index);

    public string Address(string pointer, int vector) =>
        vector == 0 ? pointer : string.Create(CultureInfo.InvariantCulture, $"{pointer} + {vector * lanes}");

    public string Load(string address) => $"{_vector}.Load({address})";

    public string Constant(ulong word) => word == 0
        ? $"{VectorType}.Zero"
        : string.Create(CultureInfo.InvariantCulture, $"{_vector}.Create(0x{word:x}UL)");

    public static string NameOf(Pointer pointer) => pointer switch
    {
        Pointer.Output => "output",
        Pointer.First => "first",
        Pointer.Second => "second",
        Pointer.Third => "third",
        _ => "fourth",
    };

    /// <summary>The right side of an assignment, given the operands' expressions.</summary>
    public string Expression(Instruction x, string a, string b, string c)
    {
        int n = x.Immediate;
        return x.Opcode switch
        {
            Opcode.LoadRow => string.Create(
                CultureInfo.InvariantCulture,
                $"{_vector}.Load((ulong*)({NameOf(x.Place.Base)}[{x.Place.Index * lanes + n}] & ~1UL) + {x.Part * lanes})"),
            Opcode.Multiply32 => $"{_instructions}.Multiply(({a}).AsUInt32(), ({b}).AsUInt32())",
            Opcode.Add => $"{a} + {b}",
            Opcode.Subtract => $"{a} - {b}",
            Opcode.And => $"{a} & {b}",
            Opcode.Or => $"{a} | {b}",
            Opcode.ExclusiveOr => $"{a} ^ {b}",
            Opcode.ShiftLeft => $"{a} << {n}",
            Opcode.ShiftRight => $"{a} >>> {n}",
            Opcode.ShiftRightSigned => ShiftRightSigned(a, n),
            Opcode.MaskOfLowestBit => $"{VectorType}.Zero - ({a} & {Constant(1)})",
            Opcode.MaskOfNegative => $"{_vector}.LessThan(({a}).AsInt64(), {_vector}<long>.Zero).AsUInt64()",
            Opcode.NegateWhere => $"({c} ^ {a}) - {a}",
            Opcode.Select => $"{_vector}.ConditionalSelect({a}, {c}, {b})",
            Opcode.UnpackLow => $"{_instructions}.UnpackLow({a}, {b})",
            Opcode.UnpackHigh => $"{_instructions}.UnpackHigh({a}, {b})",
            Opcode.ShufflePairs => ShufflePairs(a, b, n),
            _ => throw new NotSupportedException($"{x.Opcode} has no C# form."),
        };
    }

    public string Prefetch(Instruction x)
    {
        const int LineSize = 64;
        string line = string.Create(CultureInfo.InvariantCulture, $"{NameOf(x.Place.Base)}[{x.Place.Index * lanes + x.Immediate}]");
        return x.Part == 0
            ? $"Sse.Prefetch0((void*){line});"
            : string.Create(CultureInfo.InvariantCulture, $"Sse.Prefetch0((void*)({line} + {x.Part * LineSize}));");
    }

    /// <summary>AVX2 shifts 64 bits without their sign only: a bias makes them positive first.</summary>
    private string ShiftRightSigned(string a, int count)
    {
        const ulong Bias = 1UL << 63;
        return lanes == 8
            ? string.Create(CultureInfo.InvariantCulture, $"Avx512F.ShiftRightArithmetic(({a}).AsInt64(), {count}).AsUInt64()")
            : string.Create(CultureInfo.InvariantCulture, $"(({a} ^ {Constant(Bias)}) >>> {count}) - {Constant(Bias >> count)}");
    }

    private string ShufflePairs(string a, string b, int picks) => lanes == 8
        ? string.Create(CultureInfo.InvariantCulture, $"Avx512F.Shuffle4x128({a}, {b}, 0x{picks:x})")
        : string.Create(CultureInfo.InvariantCulture, $"Avx2.Permute2x128({a}, {b}, 0x{(picks & 3) | (2 + (picks >> 2)) << 4:x})");
}
