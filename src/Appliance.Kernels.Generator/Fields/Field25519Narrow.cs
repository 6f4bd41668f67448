using System.Numerics;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Fields;

/// <summary>
/// Plain residues modulo 2^255 - 19 in nine limbs of 29 bits, as <see cref="Field25519"/> has them in five: tables of points are the same for both. The
/// upper half of a product returns times 1216, which is 2^261.
/// </summary>
public sealed class Field25519Narrow(KernelProgram program, Field29Routines routines) : Field29(program, Field25519.Curve25519Prime, routines)
{
    /// <summary>2^261 modulo the prime.</summary>
    private const int Wrap = 1216;

    /// <summary>Bit 255 within the top limb.</summary>
    private const int TopShift = 255 - 8 * Field29Routines.LimbBits;

    /// <summary>The prime and a carry into the top limb.</summary>
    public override BigInteger MaxProduct => Prime + (BigInteger.One << 234);

    /// <inheritdoc/>
    public override Element Shorten(Element a) => FoldTop(CarryPositive(a).Limbs);

    /// <inheritdoc/>
    internal override Element WriteOut(ProductKind kind, Element[] operands)
    {
        var columns = new Value[2 * LimbCount];
        Array.Fill(columns, Value.None);
        for (int i = 0; i < LimbCount; i++)
        {
            if (kind == ProductKind.Square)
            {
                AddSquareRow(columns, i, operands[0]);
            }
            else
            {
                AddRow(columns, i, operands[0], operands[1]);
            }
        }

        CarryOn(columns, LimbCount, columns.Length);
        for (int i = 0; i < LimbCount; i++)
        {
            AddTo(columns, i, Program.Multiply32(columns[LimbCount + i], Program.Constant(Wrap)));
        }

        Value[] limbs = columns[..LimbCount];
        CarryOn(limbs, 0, LimbCount);
        Element result = FoldTop(limbs);
        return result.Max <= MaxProduct ? result : throw new InvalidOperationException($"A product may be {result.Describe(Modulus)}.");
    }

    /// <inheritdoc/>
    protected override Interval BoundOf(BigInteger largestSum) => new(0, MaxProduct);

    /// <summary>Moves what exceeds a limb into the next one, from limb <paramref name="start"/> to before <paramref name="end"/>, which keeps what it gets.</summary>
    private void CarryOn(Value[] limbs, int start, int end)
    {
        for (int i = start; i + 1 < end; i++)
        {
            AddTo(limbs, i + 1, Program.ShiftRight(limbs[i], Width));
            limbs[i] = Program.And(limbs[i], LimbMask);
        }
    }

    /// <summary>Brings what lies above bit 255 of limbs that are carried but for the top one back times 19, and carries.</summary>
    private Element FoldTop(Value[] carried)
    {
        var limbs = (Value[])carried.Clone();
        Value quotient = Program.ShiftRight(limbs[^1], TopShift);
        limbs[^1] = Program.And(limbs[^1], (1UL << TopShift) - 1);
        Value multiple = Program.Add(Program.Add(Program.ShiftLeft(quotient, 4), Program.ShiftLeft(quotient, 1)), quotient);
        limbs[0] = Program.Add(limbs[0], multiple);
        BigInteger max = 0;
        for (int i = 0; i < LimbCount; i++)
        {
            Interval range = Program.Range(limbs[i]);
            if (range.Min < 0) throw new InvalidOperationException($"A limb may be negative: {range}.");
            max += range.Max << (Width * i);
        }

        return Carry(new Element(limbs, new Interval(0, max)));
    }
}
