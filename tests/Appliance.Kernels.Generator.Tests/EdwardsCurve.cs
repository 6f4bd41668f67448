using System.Numerics;

namespace Appliance.Kernels.Generator.Tests;

/// <summary>edwards25519 in plain integers and affine coordinates, as RFC 8032 section 5.1 defines it.</summary>
internal static class EdwardsCurve
{
    public static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    public static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);
    public static readonly BigInteger D = Modulo(-121665 * Inverse(121666));

    public static readonly AffinePoint Identity = new(0, 1);
    public static readonly AffinePoint Generator = Decode(4 * Inverse(5) % P)!;

    /// <summary>The eight points whose order divides 8.</summary>
    public static readonly IReadOnlyList<AffinePoint> SmallOrder = FindSmallOrder();

    public static BigInteger Modulo(BigInteger a) => ((a % P) + P) % P;

    public static BigInteger Inverse(BigInteger a) => BigInteger.ModPow(a, P - 2, P);

    public static AffinePoint Add(AffinePoint p, AffinePoint q)
    {
        BigInteger product = D * p.X % P * q.X % P * p.Y % P * q.Y % P;
        return new AffinePoint(
            Modulo((p.X * q.Y + p.Y * q.X) * Inverse(1 + product)), Modulo((p.Y * q.Y + p.X * q.X) * Inverse(Modulo(1 - product))));
    }

    public static AffinePoint Opposite(AffinePoint p) => new(Modulo(-p.X), p.Y);

    public static AffinePoint Multiply(BigInteger k, AffinePoint p)
    {
        AffinePoint result = Identity;
        for (int bit = 255; bit >= 0; bit--)
        {
            result = Add(result, result);
            if (!((k >> bit) & 1).IsZero) result = Add(result, p);
        }

        return result;
    }

    /// <summary>The point with this encoding, y taken modulo p and a sign of x = 0 ignored; null where there is none.</summary>
    public static AffinePoint? Decode(BigInteger encoding)
    {
        BigInteger sign = encoding >> 255;
        BigInteger y = (encoding & ((BigInteger.One << 255) - 1)) % P;
        BigInteger xx = Modulo((y * y - 1) * Inverse(D * y % P * y + 1));
        BigInteger x = BigInteger.ModPow(xx, (P + 3) / 8, P);
        if (x * x % P != xx) x = x * BigInteger.ModPow(2, (P - 1) / 4, P) % P;
        if (x * x % P != xx) return null;

        return new AffinePoint(x.IsEven == sign.IsZero ? x : Modulo(-x), y);
    }

    private static AffinePoint[] FindSmallOrder()
    {
        for (BigInteger y = 2; ; y++)
        {
            if (Decode(y) is not AffinePoint point) continue;

            AffinePoint torsion = Multiply(L, point);
            if (Multiply(4, torsion) != Identity) return [.. Enumerable.Range(0, 8).Select(i => Multiply(i, torsion))];
        }
    }
}

/// <summary>A point in affine coordinates.</summary>
internal sealed record AffinePoint(BigInteger X, BigInteger Y);
