using System.Numerics;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Fields;

/// <summary>
/// Nine limbs of 29 bits, R = 2^261, by products of 32 bits: a column holds eighteen of them in 64 bits, so nothing is carried before
/// the reduction's end. Products are routines that the formulas call: written out in each formula they would exceed what .NET's compiler
/// optimises.
/// </summary>
public class Field29(KernelProgram program, Modulus modulus, Field29Routines routines) : Field(program, modulus, Field29Routines.LimbBits, Field29Routines.Limbs)
{
    public override Element SumOfProducts(
        IReadOnlyList<(Element A, Element B)> products, Element? square = null, int squareShift = 0, Element? plus = null)
    {
        if (square is not null && (products.Count > 0 || squareShift > 0))
        {
            Element scaled = squareShift == 0 ? square : Carry(ShiftLeft(square, squareShift));
            return SumOfProducts([.. products, (square, scaled)], plus: plus);
        }

        Element[] arguments = square is not null ? [square] : [.. products.SelectMany(product => (Element[])[product.A, product.B])];
        foreach (Element argument in arguments)
        {
            if (!argument.IsCarried || argument.Max > routines.MaxOperand(Modulus))
            {
                throw new InvalidOperationException($"Operand of a routine: {argument.Describe(Modulus)}, carried {argument.IsCarried}.");
            }
        }

        BigInteger largest = square is not null
            ? square.Max * square.Max
            : products.Aggregate(BigInteger.Zero, (sum, product) => sum + product.A.Max * product.B.Max);
        Interval bound = BoundOf(largest);
        Interval[] ranges =
        [
            .. Enumerable.Repeat(Interval.Bits(Width), LimbCount - 1), new Interval(0, bound.Max >> (Width * (LimbCount - 1))),
        ];
        Value[] limbs = Program.Call(
            routines.Of(Modulus, square is not null ? ProductKind.Square : products.Count == 1 ? ProductKind.Product : ProductKind.TwoProducts),
            [.. arguments.Select(argument => argument.Limbs)],
            ranges);
        var result = new Element(limbs, bound, IsCarried: true);
        return plus is null ? result : Add(result, plus);
    }

    public override Element Unpack(IReadOnlyList<Value> words, int shift, BigInteger max)
    {
        var limbs = new Value[LimbCount];
        for (int i = 0; i < LimbCount; i++)
        {
            limbs[i] = Program.And(Bits(words, Width * i - shift), LimbMask);
        }

        BigInteger largest = max << shift;
        Program.Refine(limbs[^1], new Interval(0, largest >> (Width * (LimbCount - 1))));
        return new Element(limbs, new Interval(0, largest), IsCarried: true);
    }

    /// <summary>Writes the sum of products of operands out.</summary>
    internal virtual Element WriteOut(ProductKind kind, Element[] operands)
    {
        BigInteger largest = BigInteger.Zero;
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
                for (int operand = 0; operand < operands.Length; operand += 2)
                {
                    AddRow(columns, i, operands[operand], operands[operand + 1]);
                }
            }

            ReduceStep(columns, i);
        }

        for (int operand = 0; operand < operands.Length; operand += 2)
        {
            largest += operands[operand].Max * operands[kind == ProductKind.Square ? operand : operand + 1].Max;
        }

        // Products end one column below the last, which carries alone may fill.
        Value[] result = [.. columns[LimbCount..].Select(column => column.Exists ? column : Program.Constant(0))];
        return Carry(new Element(result, ReducedBound(largest)));
    }

    /// <summary>Where a sum of products lies that was at most so large before its reduction.</summary>
    protected virtual Interval BoundOf(BigInteger largestSum) => ReducedBound(largestSum);

    protected void AddRow(Value[] columns, int row, Element a, Element b)
    {
        for (int j = 0; j < LimbCount; j++)
        {
            AddTo(columns, row + j, Program.Multiply32(a.Limbs[row], b.Limbs[j]));
        }
    }

    protected void AddSquareRow(Value[] columns, int row, Element a)
    {
        AddTo(columns, 2 * row, Program.Multiply32(a.Limbs[row], a.Limbs[row]));
        if (row == LimbCount - 1) return;

        Value doubled = Program.ShiftLeft(a.Limbs[row], 1);
        for (int j = row + 1; j < LimbCount; j++)
        {
            AddTo(columns, row + j, Program.Multiply32(doubled, a.Limbs[j]));
        }
    }

    /// <summary>At least one limb's bits from a position on, which may lie before the first bit.</summary>
    private Value Bits(IReadOnlyList<Value> words, int start)
    {
        if (start <= 0) return start == 0 ? words[0] : Program.ShiftLeftOut(words[0], -start);

        int word = start / 64;
        int offset = start % 64;
        Value low = offset == 0 ? words[word] : Program.ShiftRight(words[word], offset);
        return offset + Width <= 64 || word + 1 == words.Count
            ? low
            : Program.Or(low, Program.ShiftLeftOut(words[word + 1], 64 - offset));
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
            Value product = Program.Multiply32(columns[i], Program.Constant(MontgomeryFactor), truncate: true);
            Value factor = Program.And(product, LimbMask);
            for (int j = 0; j < LimbCount; j++)
            {
                AddTo(columns, i + j, Program.Multiply32(factor, Program.Constant(LimbOf(Prime, j))));
            }

            AddTo(columns, i + 1, Program.ShiftRight(columns[i], Width));
            return;
        }

        Value limb = Program.And(columns[i], LimbMask);
        AddTo(columns, i + 1, Program.ShiftRight(columns[i], Width));
        foreach ((int position, IReadOnlyList<PowerOfTwo> terms) in TermsOfPrimePlusOne)
        {
            foreach (PowerOfTwo term in terms)
            {
                Value multiple = term.Exponent == 0 ? limb : Program.ShiftLeft(limb, term.Exponent);
                ref Value column = ref columns[i + position];
                if (!column.Exists) column = Program.Constant(0);

                column = term.Sign > 0 ? Program.Add(column, multiple) : Program.Subtract(column, multiple);
            }
        }
    }

    /// <summary>m p is m 2^256 less m times the complement, which has a second limb of a few bits.</summary>
    private void ReduceBySmallComplement(Value[] columns, int i)
    {
        Value product = Program.Multiply32(columns[i], Program.Constant(MontgomeryFactor), truncate: true);
        Value factor = Program.And(product, LimbMask);
        Value cleared = Program.Subtract(columns[i], Program.Multiply32(factor, Program.Constant(LimbOf(Modulus.Complement, 0))));
        Value second = Program.Multiply32(factor, Program.Constant(LimbOf(Modulus.Complement, 1)));
        AddTo(columns, i + 1, Program.Subtract(Program.ShiftRight(cleared, Width), second));
        AddTo(columns, i + LimbCount - 1, Program.ShiftLeft(factor, FoldShift));
    }

    protected void AddTo(Value[] columns, int index, Value value) =>
        columns[index] = columns[index].Exists ? Program.Add(columns[index], value) : value;
}
