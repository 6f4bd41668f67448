using System.Numerics;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>
/// Scalars as odd signed digits, none of them zero: with B = (k - 1) / 2 + 2^(wL - 1) and b its L windows of w bits,
/// k = sum of (2b + 1 - 2^w) 2^(w i). That needs an odd k: for an even one n - k, which is odd, and the opposite signs.
/// </summary>
/// <remarks>In memory: four words of (k - 1) / 2, and a vector that is 1 in lanes of opposite signs, else 0.</remarks>
public sealed class Digits(KernelProgram program)
{
    private const int Words = 4;

    /// <summary>Vectors of a recoded scalar.</summary>
    public const int Size = Words + 1;

    /// <summary>Recodes a canonical scalar.</summary>
    public void Recode(Field order, Element k, Place output)
    {
        Value isEven = program.ExclusiveOr(program.And(k.Limbs[0], 1), program.Constant(1), Interval.Bits(1));
        Value mask = program.MaskOfLowestBit(isEven);
        Element opposite = order.Carry(order.Subtract(order.Fixed(order.Prime), k));
        Value[] words = order.Pack(order.Select(mask, opposite, k));
        for (int i = 0; i < Words; i++)
        {
            Value half = program.ShiftRight(words[i], 1);
            if (i + 1 < Words) half = program.Or(half, program.ShiftLeftOut(words[i + 1], 63));
            program.Store(half, output.Next(i));
        }

        program.Store(isEven, output.Next(Words));
    }

    /// <summary>
    /// Writes a vector of pointers to table entries for each window, lowest first; a pointer's lowest bit asks for the opposite entry.
    /// The lowest bit of a base flips all signs of its lane.
    /// </summary>
    /// <param name="scalar">A recoded scalar.</param>
    /// <param name="bases">Each lane's table.</param>
    /// <param name="output">Where the pointers go.</param>
    /// <param name="width">Bits per window.</param>
    /// <param name="entryShift">Entries of a window lie 2^this bytes apart.</param>
    /// <param name="windowSize">Bytes from one window's entries to the next window's; 0 where all windows share a table.</param>
    /// <param name="flips">Whether a window's sign is flipped.</param>
    /// <param name="descending">Whether the highest window comes first.</param>
    public void Locate(
        Place scalar, Place bases, Place output, int width, int entryShift, long windowSize, Func<int, bool> flips, bool descending)
    {
        int windows = (256 + width - 1) / width;
        Value[] words = [.. Enumerable.Range(0, Words).Select(i => program.Load(scalar.Next(i), Interval.Bits(64)))];
        Value flip = program.Load(scalar.Next(Words), Interval.Bits(1));
        Value opposite = program.ExclusiveOr(flip, program.Constant(1), Interval.Bits(1));
        Value table = program.Load(bases, Interval.Bits(62));
        for (int window = 0; window < windows; window++)
        {
            Value digit = Window(words, window * width, width, isTop: window == windows - 1);
            Value isPositive = program.ShiftRight(digit, width - 1);
            Value magnitude = program.And(
                program.ExclusiveOr(digit, program.Subtract(isPositive, program.Constant(1)), new Interval(-(BigInteger.One << 63), (BigInteger.One << 63) - 1)),
                (1UL << (width - 1)) - 1);
            Value offset = program.ShiftLeft(magnitude, entryShift);
            Value entry = program.Add(table, offset);
            if (window > 0 && windowSize > 0) entry = program.Add(entry, program.Constant(window * windowSize));

            // Positive and not flipped, or negative and flipped, leaves the entry as it is.
            Value sign = program.ExclusiveOr(isPositive, flips(window) ? flip : opposite, Interval.Bits(1));
            int position = descending ? windows - 1 - window : window;
            program.Store(program.ExclusiveOr(entry, sign, Interval.Bits(63)), output.Next(position));
        }
    }

    private Value Window(Value[] words, int start, int width, bool isTop)
    {
        int word = start / 64;
        int offset = start % 64;
        Value bits = offset == 0 ? words[word] : program.ShiftRight(words[word], offset);
        if (offset + width > 64 && word + 1 < Words) bits = program.Or(bits, program.ShiftLeftOut(words[word + 1], 64 - offset));

        Value digit = program.And(bits, (1UL << width) - 1);
        if (!isTop) return digit;

        // The bit 2^(wL - 1); the scalar's own bits end below it.
        Value top = program.Or(digit, program.Constant(1UL << (width - 1)));
        program.Refine(top, Interval.Bits(width));
        return top;
    }
}
