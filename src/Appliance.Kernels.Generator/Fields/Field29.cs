using System.Numerics;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Fields;

/// <summary>
/// Nine limbs of 29 bits, R = 2^261, by products of 32 bits: a column holds eighteen of them in 64 bits, so nothing is carried before
/// the reduction's end.
/// </summary>
public sealed class Field29(KernelProgram program, Modulus modulus) : Field(program, modulus, 29, 9)
{
    public override Element SumOfProducts(
        IReadOnlyList<(Element A, Element B)> products, Element? square = null, int squareShift = 0, Element? plus = null)
    {
        BigInteger largest = products.Aggregate(BigInteger.Zero, (sum, product) => sum + product.A.Max * product.B.Max);
        var columns = new Value[2 * LimbCount];
        Array.Fill(columns, Value.None);
        if (plus is not null)
        {
            for (int i = 0; i < LimbCount; i++)
            {
                columns[LimbCount + i] = plus.Limbs[i];
            }
        }

        Value[] doubled = [];
        if (square is not null)
        {
            largest += (square.Max * square.Max) << squareShift;
            doubled = [.. square.Limbs.Select(limb => Program.ShiftLeft(limb, squareShift + 1))];
        }

        for (int i = 0; i < LimbCount; i++)
        {
            foreach ((Element a, Element b) in products)
            {
                for (int j = 0; j < LimbCount; j++)
                {
                    AddTo(columns, i + j, Program.Multiply32(a.Limbs[i], b.Limbs[j]));
                }
            }

            if (square is not null)
            {
                Value self = squareShift == 0 ? square.Limbs[i] : Program.ShiftLeft(square.Limbs[i], squareShift);
                AddTo(columns, 2 * i, Program.Multiply32(square.Limbs[i], self));
                for (int j = i + 1; j < LimbCount; j++)
                {
                    AddTo(columns, i + j, Program.Multiply32(square.Limbs[i], doubled[j]));
                }
            }

            ReduceStep(columns, i);
        }

        Interval bound = ReducedBound(largest);
        return new Element(columns[LimbCount..], plus is null ? bound : bound + plus.Bound);
    }

    public override Element Unpack(IReadOnlyList<Value> words, int shift, BigInteger max)
    {
        var limbs = new Value[LimbCount];
        for (int i = 0; i < LimbCount; i++)
        {
            int start = Width * i - shift;
            limbs[i] = Program.And(Bits(words, start), LimbMask);
        }

        BigInteger largest = max << shift;
        Program.Refine(limbs[^1], new Interval(0, largest >> (Width * (LimbCount - 1))));
        return new Element(limbs, new Interval(0, largest), IsCarried: true);
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
        if (IsFriendly)
        {
            Value limb = Program.And(columns[i], LimbMask);
            AddTo(columns, i + 1, Program.ShiftRight(columns[i], Width));
            foreach ((int position, IReadOnlyList<PowerOfTwo> terms) in TermsOfPrimePlusOne)
            {
                foreach (PowerOfTwo term in terms)
                {
                    Value multiple = term.Exponent == 0 ? limb : Program.ShiftLeft(limb, term.Exponent);
                    ref Value column = ref columns[i + position];
                    column = term.Sign > 0
                        ? Program.Add(column.Exists ? column : Program.Constant(0), multiple)
                        : Program.Subtract(column.Exists ? column : Program.Constant(0), multiple);
                }
            }

            return;
        }

        Value product = Program.Multiply32(columns[i], Program.Constant(MontgomeryFactor), truncate: true);
        Value factor = Program.And(product, LimbMask);
        for (int j = 0; j < LimbCount; j++)
        {
            AddTo(columns, i + j, Program.Multiply32(factor, Program.Constant(LimbOf(Prime, j))));
        }

        AddTo(columns, i + 1, Program.ShiftRight(columns[i], Width));
    }

    private void AddTo(Value[] columns, int index, Value value) =>
        columns[index] = columns[index].Exists ? Program.Add(columns[index], value) : value;
}
