using System.Numerics;

namespace Appliance.Kernels.Generator.Language;

/// <summary>
/// A straight line of instructions over vectors of 64-bit lanes, every value defined once. Each value carries the interval that its
/// lanes stay in; an instruction whose result could leave 64 signed bits, or whose multiplicand could exceed what the processor reads
/// of it, throws while generating.
/// </summary>
/// <param name="lanes">Lanes per vector: 8 or 4.</param>
public sealed class KernelProgram(int lanes)
{
    private static readonly Interval Signed64 = new(-(BigInteger.One << 63), (BigInteger.One << 63) - 1);
    private static readonly Interval Unsigned64 = Interval.Bits(64);

    private readonly List<Instruction> _instructions = [];
    private readonly List<Interval> _ranges = [];
    private readonly Dictionary<ulong, Value> _constants = [];

    public int Lanes { get; } = lanes;

    public IReadOnlyList<Instruction> Instructions => _instructions;

    public int ValueCount => _ranges.Count;

    public Interval Range(Value value) => _ranges[value.Id];

    /// <summary>Narrows what is known of a value by a bound that follows from the number it is a limb of.</summary>
    public void Refine(Value value, Interval bound) => _ranges[value.Id] = Range(value).Intersect(bound);

    public Value Load(Place place, Interval range) => Define(new Instruction(Opcode.Load) { Place = place }, range);

    public Value LoadRow(Place pointers, int lane, int part) =>
        Define(new Instruction(Opcode.LoadRow) { Place = pointers, Immediate = lane, Part = part }, Unsigned64);

    public Value Constant(BigInteger literal)
    {
        var word = (ulong)(literal & ulong.MaxValue);
        if (!_constants.TryGetValue(word, out Value value))
        {
            value = Define(new Instruction(Opcode.Constant) { Literal = word }, new Interval(literal, literal));
            _constants.Add(word, value);
        }

        return value;
    }

    /// <summary>sum + low half of a * b. Bits of a multiplicand above 52 are ignored only where the caller says that it means that.</summary>
    public Value MultiplyLow52(Value sum, Value a, Value b, bool truncate = false)
    {
        Interval product = Product(a, b, 52, truncate);
        Interval low = new(0, BigInteger.Min(product.Max, Interval.Bits(52).Max));
        return Sum(new Instruction(Opcode.MultiplyLow52) { A = a, B = b, C = sum }, Range(sum) + low);
    }

    /// <summary>sum + high half of a * b.</summary>
    public Value MultiplyHigh52(Value sum, Value a, Value b, bool truncate = false)
    {
        Interval product = Product(a, b, 52, truncate);
        return Sum(new Instruction(Opcode.MultiplyHigh52) { A = a, B = b, C = sum }, Range(sum) + new Interval(0, product.Max >> 52));
    }

    public Value Multiply32(Value a, Value b, bool truncate = false)
    {
        Interval product = Product(a, b, 32, truncate);
        return Define(new Instruction(Opcode.Multiply32) { A = a, B = b }, product);
    }

    public Value Add(Value a, Value b) => Sum(new Instruction(Opcode.Add) { A = a, B = b }, Range(a) + Range(b));

    public Value Subtract(Value a, Value b) => Sum(new Instruction(Opcode.Subtract) { A = a, B = b }, Range(a) - Range(b));

    public Value And(Value a, ulong mask) =>
        Define(new Instruction(Opcode.And) { A = a, B = Constant(mask) }, Range(a).Min >= 0 ? new(0, BigInteger.Min(mask, Range(a).Max)) : new(0, mask));

    /// <summary>a in lanes where the mask, 0 or -1, has all bits set, else 0; a is not negative.</summary>
    public Value Keep(Value a, Value mask) => Range(a).Min >= 0 && Range(mask).IsWithin(new Interval(-1, 0))
        ? Define(new Instruction(Opcode.And) { A = a, B = mask }, new(0, Range(a).Max))
        : throw new InvalidOperationException($"{Range(a)} may be negative, or {Range(mask)} is no mask.");

    /// <summary>Lanes where both masks, 0 or -1, have all bits set.</summary>
    public Value KeepMask(Value a, Value mask) => Range(a).IsWithin(new Interval(-1, 0)) && Range(mask).IsWithin(new Interval(-1, 0))
        ? Define(new Instruction(Opcode.And) { A = a, B = mask }, new Interval(-1, 0))
        : throw new InvalidOperationException($"{Range(a)} or {Range(mask)} is no mask.");

    /// <summary>a or b, for values that share no bit: their sum.</summary>
    public Value Or(Value a, Value b) => Define(new Instruction(Opcode.Or) { A = a, B = b }, Unsigned64);

    /// <summary>a or else b, bit by bit; the caller knows the range.</summary>
    public Value ExclusiveOr(Value a, Value b, Interval range) => Define(new Instruction(Opcode.ExclusiveOr) { A = a, B = b }, range);

    public Value ShiftLeft(Value a, int count) =>
        Sum(new Instruction(Opcode.ShiftLeft) { A = a, Immediate = count }, new(Range(a).Min << count, Range(a).Max << count));

    /// <summary>a shifted left, bits beyond the 64th lost.</summary>
    public Value ShiftLeftOut(Value a, int count) => Define(new Instruction(Opcode.ShiftLeft) { A = a, Immediate = count }, Unsigned64);

    public Value ShiftRight(Value a, int count) => Range(a).Min >= 0
        ? Define(new Instruction(Opcode.ShiftRight) { A = a, Immediate = count }, new(Range(a).Min >> count, Range(a).Max >> count))
        : Define(new Instruction(Opcode.ShiftRightSigned) { A = a, Immediate = count }, new(Range(a).Min >> count, Range(a).Max >> count));

    public Value ShiftRightDouble(Value low, Value high, int count) =>
        Define(new Instruction(Opcode.ShiftRightDouble) { A = low, B = high, Immediate = count }, Unsigned64);

    public Value MaskOfLowestBit(Value a) => Define(new Instruction(Opcode.MaskOfLowestBit) { A = a }, default);

    public Value MaskOfNegative(Value a) => Define(new Instruction(Opcode.MaskOfNegative) { A = a }, default);

    public Value NegateWhere(Value mask, Value a) =>
        Sum(new Instruction(Opcode.NegateWhere) { A = mask, B = Constant(0), C = a }, Range(a).Union(-Range(a)));

    public Value Select(Value mask, Value inside, Value outside) =>
        Define(new Instruction(Opcode.Select) { A = mask, B = outside, C = inside }, Range(inside).Union(Range(outside)));

    public Value UnpackLow(Value a, Value b) => Define(new Instruction(Opcode.UnpackLow) { A = a, B = b }, Range(a).Union(Range(b)));

    public Value UnpackHigh(Value a, Value b) => Define(new Instruction(Opcode.UnpackHigh) { A = a, B = b }, Range(a).Union(Range(b)));

    public Value ShufflePairs(Value a, Value b, int picks) =>
        Define(new Instruction(Opcode.ShufflePairs) { A = a, B = b, Immediate = picks }, Range(a).Union(Range(b)));

    /// <summary>Calls a routine; the caller knows the ranges that it accepts and returns.</summary>
    public Value[] Call(Routine routine, IReadOnlyList<IReadOnlyList<Value>> arguments, IReadOnlyList<Interval> ranges)
    {
        var results = new Value[ranges.Count];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = new Value(_ranges.Count);
            _ranges.Add(ranges[i]);
        }

        _instructions.Add(new Instruction(Opcode.Call) { Routine = routine, Arguments = arguments, Results = results });
        return results;
    }

    public void Store(Value a, Place place) => _instructions.Add(new Instruction(Opcode.Store) { A = a, Place = place });

    /// <summary>Asks for the cache line <paramref name="part"/> vectors of 64 bytes behind a lane's pointer.</summary>
    public void Prefetch(Place pointers, int lane, int part = 0) =>
        _instructions.Add(new Instruction(Opcode.Prefetch) { Place = pointers, Immediate = lane, Part = part });

    private Interval Product(Value a, Value b, int bits, bool truncate)
    {
        Interval readable = Interval.Bits(bits);
        if (!truncate && !(Range(a).IsWithin(readable) && Range(b).IsWithin(readable)))
        {
            throw new InvalidOperationException($"A multiplicand may exceed {bits} bits: {Range(a)}, {Range(b)}.");
        }

        BigInteger Largest(Value value) => Range(value).IsWithin(readable) ? Range(value).Max : readable.Max;
        return new Interval(0, Largest(a) * Largest(b));
    }

    /// <summary>Defines a result that must be a signed 64-bit integer.</summary>
    private Value Sum(Instruction instruction, Interval range) => range.IsWithin(Signed64)
        ? Define(instruction, range)
        : throw new InvalidOperationException($"{instruction.Opcode} may leave 64 signed bits: {range}.");

    private Value Define(Instruction instruction, Interval range)
    {
        var value = new Value(_ranges.Count);
        _instructions.Add(instruction with { Result = value });
        _ranges.Add(range);
        return value;
    }
}
