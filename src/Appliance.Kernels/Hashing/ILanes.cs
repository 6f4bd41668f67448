using System.Diagnostics.CodeAnalysis;

namespace Appliance.Kernels;

/// <summary>
/// The operations hash functions are made of, on one word of several messages at a time: lane i of every vector belongs to message i.
/// A compression function is written once over this interface and compiled for each instruction set.
/// </summary>
internal unsafe interface ILanes<TVector, TWord>
    where TVector : unmanaged
    where TWord : unmanaged
{
    /// <summary>Whether this processor has the instructions.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Groups of lanes worth computing in turn: two where there are registers for two states, so that one hides the other's latency.</summary>
    static abstract int Groups { get; }

    static abstract TVector Broadcast(TWord word);

    static abstract TVector Add(TVector x, TVector y);

    static abstract TVector Xor(TVector x, TVector y);

    static abstract TVector Xor(TVector x, TVector y, TVector z);

    /// <summary>The bits of <paramref name="x"/> where the mask is 1, of <paramref name="y"/> where it is 0.</summary>
    static abstract TVector Select(TVector mask, TVector x, TVector y);

    static abstract TVector Majority(TVector x, TVector y, TVector z);

    /// <summary>x xor (not y and z).</summary>
    static abstract TVector XorAndNot(TVector x, TVector y, TVector z);

    static abstract TVector RotateLeft(TVector x, [ConstantExpected] byte count);

    static abstract TVector ShiftLeft(TVector x, [ConstantExpected] byte count);

    static abstract TVector ShiftRight(TVector x, [ConstantExpected] byte count);

    /// <summary>
    /// Row i of a square of words, as many on a side as there are lanes, read at <c>rows[i] + offset</c>, becomes column i of the square
    /// written at <paramref name="destination"/> with <paramref name="stride"/> bytes from row to row.
    /// </summary>
    static abstract void Transpose(byte** rows, nint offset, bool swapBytes, byte* destination, nint stride);

    /// <summary>Writes each lane's words of <paramref name="words"/> columns as one row, row after row.</summary>
    static abstract void Store(TVector* columns, int words, bool swapBytes, byte* rows);
}
