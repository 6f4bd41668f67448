using System.Numerics;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Fields;

/// <summary>
/// Five limbs of 52 bits, R = 2^260, by the processor's 52-bit multiply-add, which yields the halves of a product separately. Rows of
/// the product and steps of the reduction alternate.
/// </summary>
public class Field52(KernelProgram program, Modulus modulus) : Field(program, modulus, 52, 5)
{
    public override Element SumOfProducts(
        IReadOnlyList<(Element A, Element B)> products, Element? square = null, int squareShift = 0, Element? plus = null)
    {
        BigInteger largest = products.Aggregate(BigInteger.Zero, (sum, product) => sum + product.A.Max * product.B.Max);
        var columns = new Value[2 * LimbCount];
        Array.Fill(columns, Value.None);
        if (square is not null)
        {
            largest += (square.Max * square.Max) << squareShift;
            AddSquare(columns, square, squareShift);
        }

        Interval bound = ReducedBound(largest);
        if (plus is not null)
        {
            bound += plus.Bound;
            for (int i = 0; i < LimbCount; i++)
            {
                ref Value column = ref columns[LimbCount + i];
                column = column.Exists ? Program.Add(column, plus.Limbs[i]) : plus.Limbs[i];
            }
        }

        for (int i = 0; i < LimbCount; i++)
        {
            foreach ((Element a, Element b) in products)
            {
                AddRow(columns, i, a, b);
            }

            ReduceStep(columns, i);
        }

        return new Element(columns[LimbCount..], bound);
    }

    public override Element Unpack(IReadOnlyList<Value> words, int shift, BigInteger max)
    {
        if (shift != 0) throw new NotSupportedException("R is 2^260 already.");

        return new Element(
            [
                words[0],
                Program.ShiftRightDouble(words[0], words[1], 52),
                Program.ShiftRightDouble(words[1], words[2], 40),
                Program.ShiftRightDouble(words[2], words[3], 28),
                Program.ShiftRight(words[3], 16),
            ],
            new Interval(0, max),
            IsTruncated: true);
    }

    protected void AddRow(Value[] columns, int row, Element a, Element b)
    {
        bool truncate = a.IsTruncated || b.IsTruncated;
        for (int j = 0; j < LimbCount; j++)
        {
            ref Value column = ref columns[row + j];
            column = Program.MultiplyLow52(OrZero(column), a.Limbs[row], b.Limbs[j], truncate);
        }

        for (int j = 0; j < LimbCount; j++)
        {
            ref Value column = ref columns[row + j + 1];
            column = Program.MultiplyHigh52(OrZero(column), a.Limbs[row], b.Limbs[j], truncate);
        }
    }

    /// <summary>Products of different limbs once and doubled, then the squares of the limbs.</summary>
    protected void AddSquare(Value[] columns, Element a, int shift)
    {
        for (int i = 0; i < LimbCount; i++)
        {
            for (int j = i + 1; j < LimbCount; j++)
            {
                columns[i + j] = Program.MultiplyLow52(OrZero(columns[i + j]), a.Limbs[i], a.Limbs[j]);
            }

            for (int j = i + 1; j < LimbCount; j++)
            {
                columns[i + j + 1] = Program.MultiplyHigh52(OrZero(columns[i + j + 1]), a.Limbs[i], a.Limbs[j]);
            }
        }

        for (int k = 0; k < columns.Length; k++)
        {
            if (columns[k].Exists) columns[k] = Program.Add(columns[k], columns[k]);
        }

        for (int i = 0; i < LimbCount; i++)
        {
            columns[2 * i] = Program.MultiplyLow52(OrZero(columns[2 * i]), a.Limbs[i], a.Limbs[i]);
            columns[2 * i + 1] = Program.MultiplyHigh52(OrZero(columns[2 * i + 1]), a.Limbs[i], a.Limbs[i]);
        }

        if (shift == 0) return;

        for (int k = 0; k < columns.Length; k++)
        {
            columns[k] = Program.ShiftLeft(columns[k], shift);
        }
    }

    /// <summary>Adds the multiple of p that clears the low bits of column i, and carries the rest of it into column i + 1.</summary>
    private void ReduceStep(Value[] columns, int i)
    {
        if (HasSmallComplement)
        {
            ReduceBySmallComplement(columns, i);
            return;
        }

        if (!IsFriendly)
        {
            Value factor = Program.MultiplyLow52(Program.Constant(0), columns[i], Program.Constant(MontgomeryFactor), truncate: true);
            for (int j = 0; j < LimbCount; j++)
            {
                columns[i + j] = Program.MultiplyLow52(OrZero(columns[i + j]), factor, Program.Constant(LimbOf(Prime, j)));
            }

            for (int j = 0; j < LimbCount; j++)
            {
                columns[i + j + 1] = Program.MultiplyHigh52(OrZero(columns[i + j + 1]), factor, Program.Constant(LimbOf(Prime, j)));
            }

            columns[i + 1] = Program.Add(columns[i + 1], Program.ShiftRight(columns[i], Width));
            return;
        }

        columns[i + 1] = Program.Add(OrZero(columns[i + 1]), Program.ShiftRight(columns[i], Width));
        Value digit = Value.None;
        foreach ((int limb, IReadOnlyList<PowerOfTwo> terms) in TermsOfPrimePlusOne)
        {
            BigInteger coefficient = terms.Aggregate(BigInteger.Zero, (sum, term) => sum + term.Value);
            Value constant = Program.Constant(BigInteger.Abs(coefficient));
            ref Value low = ref columns[i + limb];
            ref Value high = ref columns[i + limb + 1];
            if (coefficient.IsPowerOfTwo)
            {
                // The high half by a shift: products are what the processor has too few units for.
                if (!digit.Exists) digit = Program.And(columns[i], LimbMask);
                low = Program.MultiplyLow52(OrZero(low), columns[i], constant, truncate: true);
                high = Program.Add(OrZero(high), Program.ShiftRight(digit, Width - terms[0].Exponent));
            }
            else if (coefficient.Sign > 0)
            {
                low = Program.MultiplyLow52(OrZero(low), columns[i], constant, truncate: true);
                high = Program.MultiplyHigh52(OrZero(high), columns[i], constant, truncate: true);
            }
            else
            {
                low = Program.Subtract(OrZero(low), Program.MultiplyLow52(Program.Constant(0), columns[i], constant, truncate: true));
                high = Program.Subtract(OrZero(high), Program.MultiplyHigh52(Program.Constant(0), columns[i], constant, truncate: true));
            }
        }
    }

    /// <summary>m p is m 2^256 less m times the complement, whose low limb is column i's and falls away with it.</summary>
    private void ReduceBySmallComplement(Value[] columns, int i)
    {
        Value factor = Program.MultiplyLow52(Program.Constant(0), columns[i], Program.Constant(MontgomeryFactor), truncate: true);
        Value high = Program.MultiplyHigh52(Program.Constant(0), factor, Program.Constant(Modulus.Complement));
        Value carried = Program.Add(OrZero(columns[i + 1]), Program.ShiftRight(columns[i], Width));
        columns[i + 1] = Program.Subtract(carried, high);
        Value top = Program.Constant(BigInteger.One << FoldShift);
        columns[i + LimbCount - 1] = Program.MultiplyLow52(OrZero(columns[i + LimbCount - 1]), factor, top);
        columns[i + LimbCount] = Program.Add(OrZero(columns[i + LimbCount]), Program.ShiftRight(factor, Width - FoldShift));
    }

    protected Value OrZero(Value column) => column.Exists ? column : Program.Constant(0);
}
