using System.Numerics;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Fields;

/// <summary>
/// Montgomery arithmetic modulo a prime, written into a program. The radix is the subclass's; sums, carries, folds and memory are here.
/// Every element carries the interval that its integer lies in; an operation that would need a smaller one throws.
/// </summary>
public abstract class Field(KernelProgram program, Modulus modulus, int width, int limbCount)
{
    /// <summary>One limb of 52 bits holds such a number, and two of 29 bits do with an upper one of a few bits.</summary>
    private const int MaxComplementBits = 34;

    public KernelProgram Program { get; } = program;

    public Modulus Modulus { get; } = modulus;

    /// <summary>Bits per limb.</summary>
    public int Width { get; } = width;

    public int LimbCount { get; } = limbCount;

    public BigInteger Prime => Modulus.Prime;

    /// <summary>What products stay within.</summary>
    public virtual BigInteger MaxProduct => 2 * Prime;

    /// <summary>The Montgomery factor, 2^(Width LimbCount).</summary>
    public BigInteger Radix => BigInteger.One << (Width * LimbCount);

    protected ulong LimbMask => (1UL << Width) - 1;

    /// <summary>Bit 256 within the top limb.</summary>
    protected int FoldShift => 256 - Width * (LimbCount - 1);

    /// <summary>p - n and so on: a times b plus c times d …, divided by the Montgomery factor, plus <paramref name="plus"/>; columns.</summary>
    public abstract Element SumOfProducts(IReadOnlyList<(Element A, Element B)> products, Element? square = null, int squareShift = 0, Element? plus = null);

    public Element MultiplyColumns(Element a, Element b, Element? plus = null) => SumOfProducts([(a, b)], plus: plus);

    public Element Multiply(Element a, Element b) => Carry(MultiplyColumns(a, b));

    public Element SquareColumns(Element a) => SumOfProducts([], a);

    public Element Square(Element a) => Carry(SquareColumns(a));

    public Element Zero => Fixed(0);

    /// <summary>A constant; negative ones are legal as limbs of a sum.</summary>
    public Element Fixed(BigInteger integer) => new(
        [.. Enumerable.Range(0, LimbCount).Select(i => Program.Constant(LimbOf(integer, i)))], new Interval(integer, integer), integer.Sign >= 0);

    /// <summary>1 in Montgomery form.</summary>
    public Element One => Fixed(Radix % Prime);

    public Element Load(Place place, BigInteger max)
    {
        var limbs = new Value[LimbCount];
        for (int i = 0; i < LimbCount; i++)
        {
            limbs[i] = Program.Load(place.Next(i), i == LimbCount - 1 ? new Interval(0, max >> (Width * i)) : Interval.Bits(Width));
        }

        return new Element(limbs, new Interval(0, max), IsCarried: true);
    }

    /// <exception cref="InvalidOperationException">The element may exceed what readers of this memory rely on.</exception>
    public void Store(Element a, Place place, BigInteger max)
    {
        if (!a.IsCarried || a.Bound.Min < 0 || a.Max > max)
        {
            throw new InvalidOperationException($"Stored: {a.Describe(Modulus)}, carried {a.IsCarried}; promised: {(double)max / (double)Prime:0.000}p.");
        }

        for (int i = 0; i < LimbCount; i++)
        {
            Program.Store(a.Limbs[i], place.Next(i));
        }
    }

    public Element Add(Element a, Element b) => new(Map(a, b, Program.Add), a.Bound + b.Bound);

    public Element Subtract(Element a, Element b) => new(Map(a, b, Program.Subtract), a.Bound - b.Bound);

    public Element Double(Element a) => Add(a, a);

    public Element Triple(Element a) => Add(Add(a, a), a);

    public Element ShiftLeft(Element a, int count) => new(
        Map(a, limb => Program.ShiftLeft(limb, count)), new Interval(a.Bound.Min << count, a.Bound.Max << count));

    /// <summary>a - b plus the smallest multiple of the prime that keeps it from being negative, whatever a and b are.</summary>
    public Element Difference(Element a, Element b) => Add(a, NegativePlusMultiple(b, -a.Bound.Min));

    /// <summary>k p - b with the smallest k that makes it at least <paramref name="atLeast"/>.</summary>
    public Element NegativePlusMultiple(Element b, BigInteger atLeast)
    {
        BigInteger multiple = Prime * BigInteger.Max(0, CeilingDivide(b.Max + atLeast, Prime));
        return Subtract(Fixed(multiple), b);
    }

    public Element NegateWhere(Value mask, Element a) =>
        new(Map(a, limb => Program.NegateWhere(mask, limb)), a.Bound.Union(-a.Bound));

    public Element Select(Value mask, Element inside, Element outside) => new(
        Map(inside, outside, (x, y) => Program.Select(mask, x, y)),
        inside.Bound.Union(outside.Bound),
        inside.IsCarried && outside.IsCarried);

    /// <summary>Moves what exceeds a limb into the next one.</summary>
    /// <exception cref="InvalidOperationException">The integer may be negative.</exception>
    public Element Carry(Element a)
    {
        if (a.Bound.Min < 0) throw new InvalidOperationException($"Carry of a possibly negative integer: {a.Describe(Modulus)}.");

        var limbs = (Value[])a.Limbs.Clone();
        for (int i = 0; i < LimbCount - 1; i++)
        {
            limbs[i + 1] = Program.Add(limbs[i + 1], Program.ShiftRight(limbs[i], Width));
            limbs[i] = Program.And(limbs[i], LimbMask);
        }

        Program.Refine(limbs[^1], new Interval(0, a.Max >> (Width * (LimbCount - 1))));
        return new Element(limbs, a.Bound, IsCarried: true);
    }

    /// <summary>a plus the smallest multiple of the prime that keeps it from being negative, carried.</summary>
    public Element CarryPositive(Element a)
    {
        BigInteger multiple = Prime * BigInteger.Max(0, CeilingDivide(-a.Bound.Min, Prime));
        return Carry(multiple.IsZero ? a : Add(a, Fixed(multiple)));
    }

    /// <summary>
    /// Takes off the multiple of the prime that the bits from 2^256 on call for, judged before carrying: what remains is
    /// never negative and barely above the prime. The limbs are not carried.
    /// </summary>
    /// <remarks>
    /// q is (top limb - bias) / 2^256's place, rounded down. The bias makes up for low limbs that may be negative and for
    /// multiples of 2^256 - p that a negative q takes away; it costs as many units of the top limb in the result.
    /// </remarks>
    public Element Fold(Element a)
    {
        BigInteger unit = BigInteger.One << (Width * (LimbCount - 1));
        Interval low = new(0, 0);
        for (int i = 0; i < LimbCount - 1; i++)
        {
            Interval range = Program.Range(a.Limbs[i]);
            low += new Interval(range.Min << (Width * i), range.Max << (Width * i));
        }

        Interval top = Program.Range(a.Limbs[^1]);
        BigInteger lowestQuotient = (top.Min >> FoldShift) - 1;
        BigInteger shortfall = -(low.Min + BigInteger.Min(0, lowestQuotient * Modulus.Complement));
        BigInteger bias = BigInteger.Max(0, CeilingDivide(shortfall, unit));
        var limbs = (Value[])a.Limbs.Clone();
        Value biased = bias.IsZero ? limbs[^1] : Program.Subtract(limbs[^1], Program.Constant(bias));
        Value quotient = Program.ShiftRight(biased, FoldShift);
        limbs[^1] = Program.And(biased, (1UL << FoldShift) - 1);
        if (!bias.IsZero) limbs[^1] = Program.Add(limbs[^1], Program.Constant(bias));

        SubtractMultipleBelowTop(quotient, limbs);
        Interval quotients = Program.Range(quotient);
        Interval corrections = new(
            BigInteger.Min(quotients.Min * Modulus.Complement, 0), BigInteger.Max(quotients.Max * Modulus.Complement, 0));
        Interval rest = new(bias * unit, (bias + (BigInteger.One << FoldShift) - 1) * unit);
        Interval bound = low + rest + corrections;
        return new Element(limbs, bound);
    }

    /// <summary>a, which may be negative, carried and barely above the prime, where the field has such a form.</summary>
    public virtual Element Shorten(Element a) => throw new NotSupportedException($"{Modulus.Name}.");

    /// <summary>Splits words of 64 bits, lowest first, into limbs of the integer times 2^<paramref name="shift"/>.</summary>
    public abstract Element Unpack(IReadOnlyList<Value> words, int shift, BigInteger max);

    /// <summary>Clears foreign bits, and with them the ban on any use but as a multiplicand.</summary>
    public Element Truncate(Element a)
    {
        if (!a.IsTruncated) return a;

        Value[] limbs = [.. a.Limbs.Select((limb, i) => i == LimbCount - 1 ? limb : Program.And(limb, LimbMask))];
        Program.Refine(limbs[^1], new Interval(0, a.Max >> (Width * (LimbCount - 1))));
        return new Element(limbs, a.Bound, IsCarried: true);
    }

    /// <summary>The limbs, which must be carried and below 2^256, as four words of 64 bits.</summary>
    public Value[] Pack(Element a)
    {
        if (!a.IsCarried || a.Max >> 256 != 0) throw new InvalidOperationException($"Pack: {a.Describe(Modulus)}.");

        var words = new Value[4];
        for (int word = 0; word < words.Length; word++)
        {
            Value joined = Value.None;
            for (int i = 0; i < LimbCount; i++)
            {
                int offset = Width * i - 64 * word;
                if (offset <= -Width || offset >= 64) continue;

                Value part = offset switch
                {
                    0 => a.Limbs[i],
                    > 0 => Program.ShiftLeftOut(a.Limbs[i], offset),
                    _ => Program.ShiftRight(a.Limbs[i], -offset),
                };
                joined = joined.Exists ? Program.Or(joined, part) : part;
            }

            words[word] = joined;
        }

        return words;
    }

    /// <summary>The representative below p of a carried element that is below 2p.</summary>
    public Element Canonical(Element a)
    {
        if (!a.IsCarried || a.Max >= 2 * Prime) throw new InvalidOperationException($"Canonical: {a.Describe(Modulus)}.");

        var limbs = (Value[])Subtract(a, Fixed(Prime)).Limbs.Clone();
        for (int i = 0; i < LimbCount - 1; i++)
        {
            limbs[i + 1] = Program.Add(limbs[i + 1], Program.ShiftRight(limbs[i], Width));
            limbs[i] = Program.And(limbs[i], LimbMask);
        }

        Value mask = Program.MaskOfNegative(limbs[^1]);
        var chosen = new Value[LimbCount];
        for (int i = 0; i < LimbCount; i++)
        {
            chosen[i] = Program.Select(mask, a.Limbs[i], limbs[i]);
        }

        Interval bound = new(0, Prime - 1);
        Program.Refine(chosen[^1], new Interval(0, bound.Max >> (Width * (LimbCount - 1))));
        return new Element(chosen, bound, IsCarried: true);
    }

    protected BigInteger LimbOf(BigInteger integer, int index) =>
        index == LimbCount - 1 ? integer >> (Width * index) : (integer >> (Width * index)) & LimbMask;

    protected static BigInteger CeilingDivide(BigInteger a, BigInteger b) => -BigInteger.Divide(-a - ModuloFloor(-a, b), b);

    /// <summary>-p^-1 modulo 2^Width.</summary>
    protected BigInteger MontgomeryFactor
    {
        get
        {
            BigInteger power = BigInteger.One << Width;
            BigInteger inverse = 1;
            for (int bits = 1; bits < Width; bits *= 2)
            {
                inverse = ModuloFloor(inverse * (2 - Prime * inverse), power);
            }

            return ModuloFloor(-inverse, power);
        }
    }

    /// <summary>Bound of the reduced sum of products: (sum + (R - 1) p) / R.</summary>
    protected Interval ReducedBound(BigInteger largestSum) => new(0, (largestSum + (Radix - 1) * Prime) / Radix);

    /// <summary>The terms of p + 1 as one coefficient per limb; legal only for a prime that is -1 modulo 2^Width.</summary>
    protected IReadOnlyList<(int Limb, IReadOnlyList<PowerOfTwo> Terms)> TermsOfPrimePlusOne =>
    [
        .. Modulus.Terms
            .Where(term => term.Exponent != 0)
            .GroupBy(term => term.Exponent / Width)
            .OrderBy(group => group.Key)
            .Select(group => (group.Key, (IReadOnlyList<PowerOfTwo>)[.. group.Select(term => term with { Exponent = term.Exponent % Width })])),
    ];

    /// <summary>Whether a reduction step's multiplier is the limb itself.</summary>
    protected bool IsFriendly => MontgomeryFactor.IsOne && Modulus.Terms.Count > 0;

    /// <summary>
    /// Whether 2^256 minus the prime is so small that a multiple m of the prime is a multiple of 2^256 less a product of little more than a limb.
    /// </summary>
    protected bool HasSmallComplement => Modulus.Complement < BigInteger.One << MaxComplementBits;

    private void SubtractMultipleBelowTop(Value quotient, Value[] limbs)
    {
        if (Modulus.Terms.Count == 0) throw new InvalidOperationException($"{Modulus.Name} has no short form to fold by.");

        foreach (PowerOfTwo term in Modulus.Terms.Where(term => term.Exponent != 256))
        {
            int limb = Math.Min(term.Exponent / Width, LimbCount - 1);
            int shift = term.Exponent - limb * Width;
            Value multiple = shift == 0 ? quotient : Program.ShiftLeft(quotient, shift);
            limbs[limb] = term.Sign > 0 ? Program.Subtract(limbs[limb], multiple) : Program.Add(limbs[limb], multiple);
        }
    }

    private static BigInteger ModuloFloor(BigInteger a, BigInteger b) => ((a % b) + b) % b;

    private Value[] Map(Element a, Func<Value, Value> operation) => [.. a.Limbs.Select(operation)];

    private Value[] Map(Element a, Element b, Func<Value, Value, Value> operation) => [.. a.Limbs.Zip(b.Limbs, operation)];
}
