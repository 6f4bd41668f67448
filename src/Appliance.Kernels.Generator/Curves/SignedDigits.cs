using System.Numerics;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>
/// Scalars as signed digits that represent them as integers, as <c>EdwardsComb</c> of Appliance.Kernels defines them: the scalar comes with 2^(w-1) added to
/// each window, and window less 2^(w-1) is the digit, which may be 0.
/// </summary>
public sealed class SignedDigits(KernelProgram program)
{
    /// <summary>Vectors of a recoded scalar: five words.</summary>
    public const int Size = 5;

    /// <summary>
    /// Writes a vector of pointers to table entries for each window, lowest first: entry 0 for the digit 0, entry i 2^(w-1) + |digit| for the others; the lowest bit
    /// asks for the opposite.
    /// </summary>
    /// <param name="scalar">A recoded scalar.</param>
    /// <param name="bases">Each lane's table.</param>
    /// <param name="output">Where the pointers go.</param>
    /// <param name="width">Bits per window.</param>
    /// <param name="bits">Bits that the digits have to cover.</param>
    /// <param name="entryBytes">Bytes of an entry, a sum of two powers of two.</param>
    public void Locate(Place scalar, Place bases, Place output, int width, int bits, int entryBytes)
    {
        int windows = (bits + width - 1) / width;
        int half = 1 << (width - 1);
        Value[] words = [.. Enumerable.Range(0, Size).Select(i => program.Load(scalar.Next(i), Interval.Bits(64)))];
        Value table = program.Load(bases, Interval.Bits(62));
        for (int window = 0; window < windows; window++)
        {
            Value digit = program.Subtract(Window(words, window * width, width), program.Constant(half));
            Value sign = program.ShiftRight(digit, 63);
            Value magnitude = program.Subtract(program.ExclusiveOr(digit, sign, new Interval(0, half - 1)), sign);
            Value offset = Multiply(magnitude, entryBytes);
            if (window > 0)
            {
                Value isPresent = program.ShiftRight(program.Subtract(program.Constant(0), magnitude), 63);
                offset = program.Keep(program.Add(offset, program.Constant((BigInteger)window * half * entryBytes)), isPresent);
            }

            Value pointer = program.Or(program.Add(table, offset), program.And(sign, 1));
            program.Store(pointer, output.Next(window));
        }
    }

    private Value Multiply(Value magnitude, int bytes)
    {
        int low = BitOperations.TrailingZeroCount(bytes);
        int high = BitOperations.Log2((uint)bytes);
        if (bytes != (1 << low) + (1 << high) || low == high) throw new ArgumentException("Not a sum of two powers of two.", nameof(bytes));

        return program.Add(program.ShiftLeft(magnitude, low), program.ShiftLeft(magnitude, high));
    }

    private Value Window(Value[] words, int start, int width)
    {
        int word = start / 64;
        int offset = start % 64;
        Value bits = offset == 0 ? words[word] : program.ShiftRight(words[word], offset);
        if (offset + width > 64) bits = program.Or(bits, program.ShiftLeftOut(words[word + 1], 64 - offset));

        return program.And(bits, (1UL << width) - 1);
    }
}
