using System.Numerics;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>
/// The halves of a scalar under an endomorphism, both odd and of magnitude below 2^129, as odd signed digits, none of them zero: with
/// B = (k - 1) / 2 + 2^129 and b its 26 windows of 5 bits, k = sum of (2b - 31) 2^(5 i). <see cref="Digits"/> does it for whole scalars.
/// </summary>
/// <remarks>In memory: three words of B for each half, and a vector that is 1 in lanes where both are to be subtracted, else 0.</remarks>
public sealed class Halves(KernelProgram program)
{
    private const int Bits = 130;
    private const int Words = 3;

    /// <summary>Vectors of the halves.</summary>
    public const int Size = 2 * Words + 1;

    /// <summary>
    /// Writes a vector of pointers to table entries for each window, from the highest down, the second half's after the first's; a pointer's lowest bit asks for
    /// the opposite entry.
    /// </summary>
    /// <param name="scalar">The halves.</param>
    /// <param name="bases">Each lane's table, which serves all windows.</param>
    /// <param name="output">Where the pointers go.</param>
    /// <param name="width">Bits per window, an odd divisor of 130.</param>
    /// <param name="entryShift">Entries lie 2^this bytes apart.</param>
    public void Locate(Place scalar, Place bases, Place output, int width, int entryShift)
    {
        int windows = Bits / width;
        if (windows * width != Bits || width % 2 == 0) throw new ArgumentException("Not an odd divisor of 130.", nameof(width));

        Value[][] halves = [LoadWords(scalar), LoadWords(scalar.Next(Words))];
        Value flip = program.Load(scalar.Next(2 * Words), Interval.Bits(1));
        Value opposite = program.ExclusiveOr(flip, program.Constant(1), Interval.Bits(1));
        Value table = program.Load(bases, Interval.Bits(62));

        // Doublings and additions each turn the sum's sign: it is right again after the load, wrong after the addition that completes a window.
        bool isTurned = false;
        for (int window = windows - 1; window >= 0; window--)
        {
            for (int half = 0; half < halves.Length; half++)
            {
                Value digit = Window(halves[half], window * width, width);
                Value isPositive = program.ShiftRight(digit, width - 1);
                Value magnitude = program.And(
                    program.ExclusiveOr(digit, program.Subtract(isPositive, program.Constant(1)), new Interval(-(BigInteger.One << 63), (BigInteger.One << 63) - 1)),
                    (1UL << (width - 1)) - 1);
                Value entry = program.Add(table, program.ShiftLeft(magnitude, entryShift));

                // Positive and not flipped, or negative and flipped, leaves the entry as it is.
                Value sign = program.ExclusiveOr(isPositive, isTurned ? flip : opposite, Interval.Bits(1));
                program.Store(program.ExclusiveOr(entry, sign, Interval.Bits(63)), output.Next(2 * (windows - 1 - window) + half));
                bool isLoaded = window == windows - 1 && half == 0;
                if (!isLoaded) isTurned = !isTurned;
            }

            isTurned = !isTurned;
        }
    }

    private Value[] LoadWords(Place words) => [.. Enumerable.Range(0, Words).Select(i => program.Load(words.Next(i), Interval.Bits(64)))];

    private Value Window(Value[] words, int start, int width)
    {
        int word = start / 64;
        int offset = start % 64;
        Value bits = offset == 0 ? words[word] : program.ShiftRight(words[word], offset);
        if (offset + width > 64) bits = program.Or(bits, program.ShiftLeftOut(words[word + 1], 64 - offset));

        return program.And(bits, (1UL << width) - 1);
    }
}
