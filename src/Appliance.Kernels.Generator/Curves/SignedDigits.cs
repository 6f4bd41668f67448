using System.Numerics;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>
/// Scalars as signed digits that represent them as integers, as <c>EdwardsComb</c> of Appliance.Kernels defines them: with 2^(w-1) added to each window of the
/// scalar, window less 2^(w-1) is the digit, which may be 0.
/// </summary>
/// <param name="field">Any field: no reduction happens.</param>
public sealed class SignedDigits(Field field)
{
    private readonly KernelProgram _program = field.Program;

    /// <summary>
    /// Writes a vector of pointers to table entries for each window, lowest first: entry 0 for the digit 0, entry i 2^(w-1) + |digit| for the others; the lowest bit
    /// asks for the opposite.
    /// </summary>
    /// <param name="scalar">A scalar, carried, below 2^256.</param>
    /// <param name="bases">Each lane's table.</param>
    /// <param name="output">Where the pointers go.</param>
    /// <param name="width">Bits per window.</param>
    /// <param name="bits">Bits that the digits have to cover.</param>
    /// <param name="entryBytes">Bytes of an entry, a sum of two powers of two.</param>
    public void Locate(Element scalar, Place bases, Place output, int width, int bits, int entryBytes)
    {
        int windows = (bits + width - 1) / width;
        int half = 1 << (width - 1);
        BigInteger bias = Enumerable.Range(0, windows).Aggregate(BigInteger.Zero, (sum, window) => sum + ((BigInteger)half << (width * window)));
        Element biased = field.Carry(field.Add(scalar, field.Fixed(bias)));
        Value table = _program.Load(bases, Interval.Bits(62));
        for (int window = 0; window < windows; window++)
        {
            Value digit = _program.Subtract(Window(biased, window * width, width), _program.Constant(half));
            Value sign = _program.ShiftRight(digit, 63);
            Value magnitude = _program.Subtract(_program.ExclusiveOr(digit, sign, new Interval(0, half - 1)), sign);
            Value offset = Multiply(magnitude, entryBytes);
            if (window > 0)
            {
                Value isPresent = _program.ShiftRight(_program.Subtract(_program.Constant(0), magnitude), 63);
                offset = _program.Keep(_program.Add(offset, _program.Constant((BigInteger)window * half * entryBytes)), isPresent);
            }

            Value pointer = _program.Or(_program.Add(table, offset), _program.And(sign, 1));
            _program.Store(pointer, output.Next(window));
        }
    }

    private Value Multiply(Value magnitude, int bytes)
    {
        int low = BitOperations.TrailingZeroCount(bytes);
        int high = BitOperations.Log2((uint)bytes);
        if (bytes != (1 << low) + (1 << high) || low == high) throw new ArgumentException("Not a sum of two powers of two.", nameof(bytes));

        return _program.Add(_program.ShiftLeft(magnitude, low), _program.ShiftLeft(magnitude, high));
    }

    private Value Window(Element scalar, int start, int width)
    {
        int limb = start / field.Width;
        int offset = start % field.Width;
        Value bits = offset == 0 ? scalar.Limbs[limb] : _program.ShiftRight(scalar.Limbs[limb], offset);
        if (offset + width > field.Width && limb + 1 < field.LimbCount)
        {
            bits = _program.Or(bits, _program.ShiftLeftOut(scalar.Limbs[limb + 1], field.Width - offset));
        }

        return _program.And(bits, (1UL << width) - 1);
    }
}
