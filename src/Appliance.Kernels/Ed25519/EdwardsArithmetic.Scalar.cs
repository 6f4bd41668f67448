using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>
/// The group law on extended coordinates (Hisil, Wong, Carter, Dawson 2008, sections 3.1 and 3.3). For this curve, a = -1 a square and d none,
/// the formulas are complete: no pair of points, of small order or not, is an exception.
/// </summary>
internal static class EdwardsArithmetic
{
    /// <summary>p = 2p.</summary>
    public static void Double(ref ExtendedPoint p)
    {
        DoubleParts(out EdwardsElement e, out EdwardsElement f, out EdwardsElement g, out EdwardsElement h, p);
        Join(ref p, e, f, g, h);
    }

    /// <summary>p = 2p, but for T, which another doubling does not read.</summary>
    public static void DoubleWithoutT(ref ExtendedPoint p)
    {
        DoubleParts(out EdwardsElement e, out EdwardsElement f, out EdwardsElement g, out EdwardsElement h, p);
        EdwardsField.Multiply(out p.X, e, f);
        EdwardsField.Multiply(out p.Y, g, h);
        EdwardsField.Multiply(out p.Z, f, g);
    }

    /// <summary>p += q, or p -= q where the sign is -1 and not 0.</summary>
    public static void Add(ref ExtendedPoint p, in CachedPoint q, long sign)
    {
        EdwardsField.Multiply(out EdwardsElement c, p.T, q[CachedPoint.TwiceDt]);
        EdwardsField.Multiply(out EdwardsElement d, p.Z, q[CachedPoint.TwiceZ]);
        Add(ref p, q[(int)sign & 1], q[(int)~sign & 1], c, d, sign);
    }

    /// <summary>p += q, or p -= q where the sign is -1 and not 0.</summary>
    public static void Add(ref ExtendedPoint p, in NielsPoint q, long sign)
    {
        EdwardsElement.Unpack(out EdwardsElement sum, q[(int)sign & 1]);
        EdwardsElement.Unpack(out EdwardsElement difference, q[(int)~sign & 1]);
        EdwardsElement.Unpack(out EdwardsElement twiceDxy, q[NielsPoint.TwiceDxy]);
        EdwardsField.Multiply(out EdwardsElement c, p.T, twiceDxy);
        EdwardsField.Add(out EdwardsElement d, p.Z, p.Z);
        Add(ref p, sum, difference, c, d, sign);
    }

    public static void Cache(out CachedPoint r, in ExtendedPoint p)
    {
        Unsafe.SkipInit(out r);
        EdwardsField.Add(out r[0], p.Y, p.X);
        EdwardsField.Subtract(out r[1], p.Y, p.X);
        EdwardsField.Add(out r[CachedPoint.TwiceZ], p.Z, p.Z);
        EdwardsField.Multiply(out r[CachedPoint.TwiceDt], p.T, Edwards25519.TwiceD);
    }

    public static void Negate(ref ExtendedPoint p)
    {
        // A product with 1 keeps the limbs reduced.
        EdwardsField.Subtract(out EdwardsElement x, EdwardsField.Zero, p.X);
        EdwardsField.Subtract(out EdwardsElement t, EdwardsField.Zero, p.T);
        EdwardsField.Multiply(out p.X, x, EdwardsField.One);
        EdwardsField.Multiply(out p.T, t, EdwardsField.One);
    }

    /// <summary>The table form of a point, given 1 / Z.</summary>
    public static NielsPoint Normalize(in ExtendedPoint p, in EdwardsElement inverse)
    {
        EdwardsField.Multiply(out EdwardsElement x, p.X, inverse);
        EdwardsField.Multiply(out EdwardsElement y, p.Y, inverse);
        EdwardsField.Add(out EdwardsElement sum, y, x);
        EdwardsField.Subtract(out EdwardsElement difference, y, x);
        EdwardsField.Multiply(out EdwardsElement product, x, y);
        EdwardsField.Multiply(out product, product, Edwards25519.TwiceD);
        NielsPoint r = default;
        r[0] = EdwardsField.Canonical(sum);
        r[1] = EdwardsField.Canonical(difference);
        r[NielsPoint.TwiceDxy] = EdwardsField.Canonical(product);
        return r;
    }

    /// <summary>Whether 8p is the identity, which is to say that the order of p divides the cofactor.</summary>
    public static bool IsOfSmallOrder(ExtendedPoint p)
    {
        DoubleWithoutT(ref p);
        DoubleWithoutT(ref p);
        DoubleWithoutT(ref p);
        return EdwardsField.IsZero(p.X) && EdwardsField.AreEqual(p.Y, p.Z);
    }

    private static void Add(
        ref ExtendedPoint p, in EdwardsElement sum, in EdwardsElement difference, in EdwardsElement c, in EdwardsElement d, long sign)
    {
        EdwardsField.Subtract(out EdwardsElement a, p.Y, p.X);
        EdwardsField.Multiply(out a, a, difference);
        EdwardsField.Add(out EdwardsElement b, p.Y, p.X);
        EdwardsField.Multiply(out b, b, sum);
        EdwardsField.Subtract(out EdwardsElement e, b, a);
        EdwardsField.Add(out EdwardsElement h, b, a);
        EdwardsField.SignedButterfly(out EdwardsElement g, out EdwardsElement f, d, c, sign);
        Join(ref p, e, f, g, h);
    }

    private static void DoubleParts(
        out EdwardsElement e, out EdwardsElement f, out EdwardsElement g, out EdwardsElement h, in ExtendedPoint p)
    {
        EdwardsField.Square(out EdwardsElement xx, p.X);
        EdwardsField.Square(out EdwardsElement yy, p.Y);
        EdwardsField.Square(out EdwardsElement zz, p.Z);
        EdwardsField.Add(out e, p.X, p.Y);
        EdwardsField.Square(out e, e);
        EdwardsField.Add(out h, yy, xx);
        EdwardsField.Subtract(out g, yy, xx);
        EdwardsField.SubtractLoose(out e, e, h);
        EdwardsField.Add(out zz, zz, zz);
        EdwardsField.SubtractLoose(out f, zz, g);
    }

    private static void Join(
        ref ExtendedPoint p, in EdwardsElement e, in EdwardsElement f, in EdwardsElement g, in EdwardsElement h)
    {
        EdwardsField.Multiply(out p.X, e, f);
        EdwardsField.Multiply(out p.Y, g, h);
        EdwardsField.Multiply(out p.Z, f, g);
        EdwardsField.Multiply(out p.T, e, h);
    }
}
