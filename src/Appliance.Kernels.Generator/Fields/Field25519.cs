using System.Numerics;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Fields;

/// <summary>
/// Plain residues modulo 2^255 - 19 in five limbs of 52 bits: no Montgomery form, because 2^260 is 608. The upper half of a product returns times
/// 608, and what then lies above 2^255 returns times 19.
/// </summary>
public sealed class Field25519(KernelProgram program) : Field52(program, Curve25519Prime)
{
    /// <summary>2^260 modulo the prime.</summary>
    private const int Wrap = 608;

    /// <summary>2^255 modulo the prime.</summary>
    private const int Excess = 19;

    /// <summary>Bit 255 within the top limb.</summary>
    private const int TopShift = 255 - 4 * 52;

    /// <summary>The prime.</summary>
    public static Modulus Curve25519Prime { get; } = new("2^255 - 19", (BigInteger.One << 255) - 19, []);

    /// <summary>The prime and what columns hold in excess of their limbs.</summary>
    public override BigInteger MaxProduct => Prime + (BigInteger.One << 216);

    /// <summary>a times b plus c times d …; columns, which are not carried but stand for an integer barely above the prime.</summary>
    public override Element SumOfProducts(
        IReadOnlyList<(Element A, Element B)> products, Element? square = null, int squareShift = 0, Element? plus = null)
    {
        if (squareShift != 0 || plus is not null) throw new NotSupportedException("No formula over this field asks for it.");

        var columns = new Value[2 * LimbCount];
        Array.Fill(columns, Value.None);
        if (square is not null) AddSquare(columns, square, shift: 0);

        for (int i = 0; i < LimbCount; i++)
        {
            foreach ((Element a, Element b) in products)
            {
                AddRow(columns, i, a, b);
            }
        }

        return Reduce(columns);
    }

    /// <inheritdoc/>
    public override Element Shorten(Element a) => Carry(FoldTop((Value[])CarryPositive(a).Limbs.Clone(), Value.None));

    private Element Reduce(Value[] columns)
    {
        for (int i = LimbCount; i + 1 < columns.Length; i++)
        {
            columns[i + 1] = Program.Add(columns[i + 1], Program.ShiftRight(columns[i], Width));
        }

        // What was carried on stands above 52 bits, which multiplicands do not read; the last column has nowhere to carry to.
        Value wrap = Program.Constant(Wrap);
        Value beyond = Value.None;
        for (int i = 0; i < LimbCount; i++)
        {
            bool isLast = i == LimbCount - 1;
            Value upper = columns[LimbCount + i];
            columns[i] = Program.MultiplyLow52(columns[i], upper, wrap, truncate: !isLast);
            if (isLast)
            {
                // Products of operands that are barely above the prime leave so little in the last column that 608 times it fits a limb.
                bool hasUpperHalf = Program.Range(upper).Max * Wrap > LimbMask;
                if (hasUpperHalf) beyond = Program.MultiplyHigh52(Program.Constant(0), upper, wrap);
            }
            else
            {
                columns[i + 1] = Program.MultiplyHigh52(columns[i + 1], upper, wrap, truncate: true);
            }
        }

        return FoldTop(columns[..LimbCount], beyond);
    }

    /// <summary>Brings what lies above bit 255, and <paramref name="beyond"/> times 2^260 if there is any, back times 19.</summary>
    private Element FoldTop(Value[] limbs, Value beyond)
    {
        Value top = limbs[^1];
        Value quotient = Program.ShiftRight(top, TopShift);
        if (beyond.Exists) quotient = Program.Add(quotient, Program.ShiftLeft(beyond, Width - TopShift));
        if (Program.Range(quotient).Max * Excess > LimbMask) throw new InvalidOperationException("19 times the excess leaves its limb.");

        limbs[^1] = Program.And(top, (1UL << TopShift) - 1);
        limbs[0] = Program.MultiplyLow52(limbs[0], quotient, Program.Constant(Excess));
        BigInteger max = 0;
        for (int i = 0; i < LimbCount; i++)
        {
            Interval range = Program.Range(limbs[i]);
            if (range.Min < 0) throw new InvalidOperationException($"A limb may be negative: {range}.");
            max += range.Max << (Width * i);
        }

        return new Element(limbs, new Interval(0, max));
    }
}
