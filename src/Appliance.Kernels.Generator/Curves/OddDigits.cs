using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>
/// Scalars as odd signed digits that represent them as integers: with K = k, or k + 1 where k is even, B = (K - 1) / 2 + 2^(wL - 1) and b its L windows
/// of w bits, K = sum of (2b + 1 - 2^w) 2^(w i). One addition more takes off what an even k has too much.
/// </summary>
/// <remarks>
/// Unlike <see cref="Digits"/>, which takes n - k for an even k: the point may have a part of small order, which the order n does not annihilate.
/// </remarks>
public sealed class OddDigits(KernelProgram program)
{
    private const int Words = 4;

    /// <summary>
    /// Writes a vector of pointers to odd multiples for each window, highest first, and last a pointer to the identity or, for an even scalar, to the
    /// opposite of the point; the lowest bit asks for the opposite.
    /// </summary>
    /// <param name="scalar">Four words, below 2^(width windows).</param>
    /// <param name="bases">Each lane's table: P, 3P, and so on, then the identity.</param>
    /// <param name="output">Where the pointers go.</param>
    /// <param name="width">Bits per window.</param>
    /// <param name="windows">Windows that cover the scalar and one bit more.</param>
    /// <param name="entryShift">Entries lie 2^this bytes apart.</param>
    public void Locate(Place scalar, Place bases, Place output, int width, int windows, int entryShift)
    {
        Value[] words = [.. Enumerable.Range(0, Words).Select(i => program.Load(scalar.Next(i), Interval.Bits(64)))];
        Value table = program.Load(bases, Interval.Bits(62));
        for (int window = 0; window < windows; window++)
        {
            Value digit = Window(words, window * width + 1, width, isTop: window == windows - 1);
            Value isNegative = program.ExclusiveOr(program.ShiftRight(digit, width - 1), program.Constant(1), Interval.Bits(1));
            Value magnitude = program.And(
                program.ExclusiveOr(digit, program.Subtract(program.Constant(0), isNegative), new Interval(long.MinValue, long.MaxValue)),
                (1UL << (width - 1)) - 1);
            Value entry = program.Add(table, program.ShiftLeft(magnitude, entryShift));
            program.Store(program.Or(entry, isNegative), output.Next(windows - 1 - window));
        }

        // Even: entry 0 and the bit for the opposite; odd: the identity.
        Value isOdd = program.And(words[0], 1);
        Value step = program.Subtract(program.ShiftLeft(isOdd, entryShift + width - 1), isOdd);
        program.Store(program.Add(program.Add(table, program.Constant(1)), step), output.Next(windows));
    }

    private Value Window(Value[] words, int start, int width, bool isTop)
    {
        int word = start / 64;
        int offset = start % 64;
        Value bits = offset == 0 ? words[word] : program.ShiftRight(words[word], offset);
        if (offset + width > 64 && word + 1 < Words) bits = program.Or(bits, program.ShiftLeftOut(words[word + 1], 64 - offset));

        // Of the top window the uppermost bit is that of B's 2^(wL - 1); the scalar's own bits end below it.
        ulong mask = (1UL << (isTop ? width - 1 : width)) - 1;
        Value digit = program.And(bits, mask);
        return isTop ? program.Add(digit, program.Constant(1UL << (width - 1))) : digit;
    }
}
