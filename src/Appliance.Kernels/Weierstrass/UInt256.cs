using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>
/// A 256-bit unsigned integer in four little-endian 64-bit words: what stands in signatures, keys and tables. Arithmetic modulo a
/// prime happens in <see cref="FieldElement"/>.
/// </summary>
internal readonly struct UInt256(ulong w0, ulong w1, ulong w2, ulong w3) : IEquatable<UInt256>
{
    public readonly ulong W0 = w0;
    public readonly ulong W1 = w1;
    public readonly ulong W2 = w2;
    public readonly ulong W3 = w3;

    public bool IsZero => (W0 | W1 | W2 | W3) == 0;

    public bool IsEven => (W0 & 1) == 0;

    /// <summary>Reads 32 bytes, big-endian.</summary>
    public static UInt256 Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes));

    /// <summary>Reads 32 bytes, little-endian.</summary>
    public static UInt256 ReadLittleEndian(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));

    /// <summary>Writes 32 bytes, big-endian.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], W0);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], W1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], W2);
        BinaryPrimitives.WriteUInt64BigEndian(bytes, W3);
    }

    public static bool operator <(in UInt256 a, in UInt256 b)
    {
        if (a.W3 != b.W3) return a.W3 < b.W3;
        if (a.W2 != b.W2) return a.W2 < b.W2;
        if (a.W1 != b.W1) return a.W1 < b.W1;
        return a.W0 < b.W0;
    }

    public static bool operator >(in UInt256 a, in UInt256 b) => b < a;

    /// <summary>a + b modulo 2^256, and the carry.</summary>
    public static UInt256 Add(in UInt256 a, in UInt256 b, out ulong carry)
    {
        carry = 0;
        ulong w0 = AddWord(a.W0, b.W0, ref carry);
        ulong w1 = AddWord(a.W1, b.W1, ref carry);
        ulong w2 = AddWord(a.W2, b.W2, ref carry);
        ulong w3 = AddWord(a.W3, b.W3, ref carry);
        return new UInt256(w0, w1, w2, w3);
    }

    /// <summary>a - b modulo 2^256, and the borrow.</summary>
    public static UInt256 Subtract(in UInt256 a, in UInt256 b, out ulong borrow)
    {
        borrow = 0;
        ulong w0 = SubtractWord(a.W0, b.W0, ref borrow);
        ulong w1 = SubtractWord(a.W1, b.W1, ref borrow);
        ulong w2 = SubtractWord(a.W2, b.W2, ref borrow);
        ulong w3 = SubtractWord(a.W3, b.W3, ref borrow);
        return new UInt256(w0, w1, w2, w3);
    }

    /// <summary>a + b modulo m, for a and b below m.</summary>
    public static UInt256 AddModulo(in UInt256 a, in UInt256 b, in UInt256 m)
    {
        UInt256 sum = Add(a, b, out ulong carry);
        UInt256 reduced = Subtract(sum, m, out ulong borrow);
        return carry == 0 && borrow != 0 ? sum : reduced;
    }

    /// <summary>a - b modulo m, for a and b below m.</summary>
    public static UInt256 SubtractModulo(in UInt256 a, in UInt256 b, in UInt256 m)
    {
        UInt256 difference = Subtract(a, b, out ulong borrow);
        return borrow == 0 ? difference : Add(difference, m, out _);
    }

    /// <summary>a modulo m, for a below 2m.</summary>
    public static UInt256 ReduceOnce(in UInt256 a, in UInt256 m) => a < m ? a : Subtract(a, m, out _);

    /// <summary>a / 2, rounded down.</summary>
    public static UInt256 Halve(in UInt256 a) => new((a.W0 >> 1) | (a.W1 << 63), (a.W1 >> 1) | (a.W2 << 63), (a.W2 >> 1) | (a.W3 << 63), a.W3 >> 1);

    /// <summary>a * b / 2^384, rounded to the nearest integer: below 2^128.</summary>
    public static UInt256 MultiplyAndShift384(in UInt256 a, in UInt256 b)
    {
        // Rows of b; p0 to p4 is what the rows so far leave from their lowest word on.
        ulong p0 = 0, p1 = 0, p2 = 0, p3 = 0, p4 = 0;
        AddRow(a, b.W0, ref p0, ref p1, ref p2, ref p3, ref p4);
        p0 = 0;
        AddRow(a, b.W1, ref p1, ref p2, ref p3, ref p4, ref p0);
        p1 = 0;
        AddRow(a, b.W2, ref p2, ref p3, ref p4, ref p0, ref p1);
        p2 = 0;
        AddRow(a, b.W3, ref p3, ref p4, ref p0, ref p1, ref p2);
        return Add(new UInt256(p1, p2, 0, 0), new UInt256(p0 >> 63, 0, 0, 0), out _);
    }

    /// <summary>The product of two integers below 2^128.</summary>
    public static UInt256 MultiplyHalves(in UInt256 a, in UInt256 b)
    {
        ulong w0 = a.W0 * b.W0;
        ulong w1 = WideMultiply.High(a.W0, b.W0);
        ulong w2 = 0, w3 = 0;
        AddProduct(a.W0, b.W1, ref w1, ref w2);
        ulong carry = 0;
        w1 = AddWord(w1, a.W1 * b.W0, ref carry);
        w2 = AddWord(w2, WideMultiply.High(a.W1, b.W0), ref carry);
        w3 = carry;
        carry = 0;
        w2 = AddWord(w2, a.W1 * b.W1, ref carry);
        w3 = AddWord(w3, WideMultiply.High(a.W1, b.W1), ref carry);
        return new UInt256(w0, w1, w2, w3);
    }

    /// <summary>Bit <paramref name="index"/>, 0 to 255.</summary>
    public int Bit(int index)
    {
        ulong word = (index >> 6) switch { 0 => W0, 1 => W1, 2 => W2, _ => W3 };
        return (int)(word >> (index & 63)) & 1;
    }

    public bool Equals(UInt256 other) => W0 == other.W0 && W1 == other.W1 && W2 == other.W2 && W3 == other.W3;

    public override bool Equals(object? obj) => obj is UInt256 other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(W0, W1, W2, W3);

    /// <summary>Adds a times a word to t0 to t3; the carry becomes t4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(in UInt256 a, ulong word, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4)
    {
        ulong carry = 0;
        AddProduct(a.W0, word, ref t0, ref carry);
        AddProduct(a.W1, word, ref t1, ref carry);
        AddProduct(a.W2, word, ref t2, ref carry);
        AddProduct(a.W3, word, ref t3, ref carry);
        t4 = carry;
    }

    /// <summary>high:low = x y + low + high, which always fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(ulong x, ulong y, ref ulong low, ref ulong high)
    {
        ulong product = x * y;
        ulong upper = WideMultiply.High(x, y);
        ulong sum = product + low;
        upper += sum < product ? 1UL : 0;
        low = sum + high;
        high = upper + (low < sum ? 1UL : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddWord(ulong a, ulong b, ref ulong carry)
    {
        ulong sum = a + b;
        ulong total = sum + carry;
        carry = (sum < a ? 1UL : 0) | (total < sum ? 1UL : 0);
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SubtractWord(ulong a, ulong b, ref ulong borrow)
    {
        ulong difference = a - b;
        ulong total = difference - borrow;
        borrow = (a < b ? 1UL : 0) | (difference < borrow ? 1UL : 0);
        return total;
    }
}
