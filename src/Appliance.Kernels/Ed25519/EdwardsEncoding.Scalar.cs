namespace Appliance.Kernels;

/// <summary>Encodings of points: 255 bits of y, little-endian, and the lowest bit of x on top (RFC 8032 section 5.1.2).</summary>
internal static class EdwardsEncoding
{
    public const int Size = 32;

    private const ulong SignBit = 1UL << 63;

    /// <summary>y of two of the points of order 8; the other two have its opposite.</summary>
    private static readonly UInt256 YOfOrder8 = new(0xb027b2c28f95e826, 0xf098eff289f4c345, 0x3933c6d305acdfd5, 0x05fc536d880238b1);
    private static readonly UInt256 MinusYOfOrder8 = UInt256.Subtract(EdwardsField.Prime, YOfOrder8, out _);
    private static readonly UInt256 MinusOne = UInt256.Subtract(EdwardsField.Prime, new UInt256(1, 0, 0, 0), out _);
    private static readonly UInt256 PrimePlusOne = UInt256.Add(EdwardsField.Prime, new UInt256(1, 0, 0, 0), out _);

    /// <summary>
    /// Decodes as leniently as any rule: y may be p or more and counts modulo p, and x = 0 may carry a sign. False where no point has this y.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out ExtendedPoint point)
    {
        UInt256 y = ReadY(bytes, out bool isOdd);
        EdwardsElement.Unpack(out point.Y, y);
        point.Z = EdwardsField.One;

        // x^2 = u / v with u = y^2 - 1, v = d y^2 + 1, and a candidate for x is u v^3 (u v^7)^((p - 5) / 8).
        EdwardsField.Square(out EdwardsElement yy, point.Y);
        EdwardsField.Subtract(out EdwardsElement u, yy, EdwardsField.One);
        EdwardsField.Multiply(out EdwardsElement v, yy, Edwards25519.D);
        EdwardsField.Add(out v, v, EdwardsField.One);
        EdwardsField.Square(out EdwardsElement v3, v);
        EdwardsField.Multiply(out v3, v3, v);
        EdwardsField.Square(out EdwardsElement uv7, v3);
        EdwardsField.Multiply(out uv7, uv7, v);
        EdwardsField.Multiply(out uv7, uv7, u);
        EdwardsField.PowerForRoot(out EdwardsElement x, uv7);
        EdwardsField.Multiply(out x, x, v3);
        EdwardsField.Multiply(out x, x, u);

        EdwardsField.Square(out EdwardsElement vxx, x);
        EdwardsField.Multiply(out vxx, vxx, v);
        bool isRoot = EdwardsField.AreEqual(u, vxx);
        if (!isRoot)
        {
            EdwardsField.Add(out EdwardsElement sum, u, vxx);
            EdwardsField.Multiply(out x, x, Edwards25519.RootOfMinusOne);
            if (!EdwardsField.IsZero(sum))
            {
                point = default;
                return false;
            }
        }

        if (EdwardsField.Canonical(x).IsEven == isOdd)
        {
            EdwardsField.Subtract(out x, EdwardsField.Zero, x);
            EdwardsField.Multiply(out x, x, EdwardsField.One);
        }

        point.X = x;
        EdwardsField.Multiply(out point.T, point.X, point.Y);
        return true;
    }

    /// <summary>The encoding of the point with this x and y.</summary>
    public static UInt256 Encode(in EdwardsElement x, in EdwardsElement y)
    {
        UInt256 encoded = EdwardsField.Canonical(y);
        return EdwardsField.Canonical(x).IsEven
            ? encoded
            : new UInt256(encoded.W0, encoded.W1, encoded.W2, encoded.W3 | SignBit);
    }

    /// <summary>Whether an encoding that decodes is the one that encoding its point gives: y below p, and no sign where x is 0.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> bytes)
    {
        UInt256 y = ReadY(bytes, out bool isOdd);
        if (!(y < EdwardsField.Prime)) return false;

        bool isXZero = y.Equals(new UInt256(1, 0, 0, 0)) || y.Equals(MinusOne);
        return !(isXZero && isOdd);
    }

    /// <summary>Whether these bytes are one of the fourteen encodings, canonical or not, of the eight points whose order divides 8.</summary>
    public static bool IsOfSmallOrder(ReadOnlySpan<byte> bytes)
    {
        UInt256 y = ReadY(bytes, out _);
        return y.IsZero
            || y.Equals(new UInt256(1, 0, 0, 0))
            || y.Equals(MinusOne)
            || y.Equals(EdwardsField.Prime)
            || y.Equals(PrimePlusOne)
            || y.Equals(YOfOrder8)
            || y.Equals(MinusYOfOrder8);
    }

    private static UInt256 ReadY(ReadOnlySpan<byte> bytes, out bool isOdd)
    {
        UInt256 encoded = UInt256.ReadLittleEndian(bytes);
        isOdd = encoded.W3 >= SignBit;
        return new UInt256(encoded.W0, encoded.W1, encoded.W2, encoded.W3 & ~SignBit);
    }
}
