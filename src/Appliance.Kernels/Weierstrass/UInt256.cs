using System.Buffers.Binary;

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
        ReadOnlySpan<ulong> x = [a.W0, a.W1, a.W2, a.W3];
        ReadOnlySpan<ulong> y = [b.W0, b.W1, b.W2, b.W3];
        Span<ulong> product = stackalloc ulong[8];
        product.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            ulong carry = 0;
            for (int j = 0; j < y.Length; j++)
            {
                UInt128 sum = (UInt128)x[i] * y[j] + product[i + j] + carry;
                product[i + j] = (ulong)sum;
                carry = (ulong)(sum >> 64);
            }

            product[i + y.Length] = carry;
        }

        return Add(new UInt256(product[6], product[7], 0, 0), new UInt256(product[5] >> 63, 0, 0, 0), out _);
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

    private static ulong AddWord(ulong a, ulong b, ref ulong carry)
    {
        ulong sum = a + b;
        ulong total = sum + carry;
        carry = (sum < a ? 1UL : 0) | (total < sum ? 1UL : 0);
        return total;
    }

    private static ulong SubtractWord(ulong a, ulong b, ref ulong borrow)
    {
        ulong difference = a - b;
        ulong total = difference - borrow;
        borrow = (a < b ? 1UL : 0) | (difference < borrow ? 1UL : 0);
        return total;
    }
}
