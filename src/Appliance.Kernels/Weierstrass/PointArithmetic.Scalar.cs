using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>
/// Point formulas for a = -3 and a = 0 that are right except where the two points are equal, opposite or infinite: then Z becomes 0 and stays
/// 0 through every later operation, so one test at the end finds such lanes. <see cref="CompleteArithmetic{TCurve}"/> takes those.
/// </summary>
/// <remarks>
/// Bounds, in multiples of p: X below 1.01 (it leaves through a normalisation), Z, ZZ, ZZZ below 1.5, Y below 3.2 after a doubling and below 2.2 after
/// an addition. Formulas: https://hyperelliptic.org/EFD/g1p/auto-shortw.html, madd-2008-s (XYZZ), madd, dbl-2001-b (a = -3) and dbl-2009-l (a = 0, with 4 X Y^2 as a product; Jacobian).
/// </remarks>
internal static class PointArithmetic<TCurve>
    where TCurve : struct, ICurve
{
    /// <summary>point += addend, or point -= addend where <paramref name="sign"/> is -1 and not 0. 8 products, 2 squarings.</summary>
    public static void AddMixed(ref XyzzPoint point, in AffinePoint addend, long sign)
    {
        FieldElement.Unpack(out FieldElement x2, addend.X);
        Field<TCurve>.Multiply(out FieldElement u2, x2, point.Zz);
        FieldElement.Unpack(out FieldElement y2, addend.Y);
        Field<TCurve>.Multiply(out FieldElement s2, y2, point.Zzz);
        CurveField<TCurve>.Subtract(out FieldElement h, u2, point.X);
        CurveField<TCurve>.SignedSubtract(out FieldElement r, s2, sign, point.Y);
        Field<TCurve>.Square(out FieldElement hh, h);
        Field<TCurve>.Multiply(out FieldElement hhh, h, hh);
        Field<TCurve>.Multiply(out FieldElement v, point.X, hh);
        Field<TCurve>.Square(out FieldElement rr, r);
        CurveField<TCurve>.SubtractTwice(out point.X, rr, hhh, v);
        Field<TCurve>.Multiply(out point.Zz, point.Zz, hh);
        Field<TCurve>.Multiply(out point.Zzz, point.Zzz, hhh);
        FinishY(out point.Y, r, v, point.X, point.Y, hhh);
    }

    /// <summary>point += addend, or point -= addend where <paramref name="sign"/> is -1 and not 0. 8 products, 3 squarings.</summary>
    public static void AddMixed(ref JacobianPoint point, in AffinePoint addend, long sign)
    {
        FieldElement.Unpack(out FieldElement x2, addend.X);
        FieldElement.Unpack(out FieldElement y2, addend.Y);
        AddMixed(ref point, x2, y2, sign);
    }

    /// <summary>The same with the addend's coordinates in limbs.</summary>
    public static void AddMixed(ref JacobianPoint point, in FieldElement x2, in FieldElement y2, long sign)
    {
        Field<TCurve>.Square(out FieldElement zz, point.Z);
        Field<TCurve>.Multiply(out FieldElement u2, x2, zz);
        Field<TCurve>.Multiply(out FieldElement zzz, point.Z, zz);
        Field<TCurve>.Multiply(out FieldElement s2, y2, zzz);
        CurveField<TCurve>.Subtract(out FieldElement h, u2, point.X);
        CurveField<TCurve>.SignedSubtract(out FieldElement r, s2, sign, point.Y);
        Field<TCurve>.Square(out FieldElement hh, h);
        Field<TCurve>.Multiply(out FieldElement hhh, h, hh);
        Field<TCurve>.Multiply(out FieldElement v, point.X, hh);
        Field<TCurve>.Square(out FieldElement rr, r);
        CurveField<TCurve>.SubtractTwice(out point.X, rr, hhh, v);
        Field<TCurve>.Multiply(out point.Z, point.Z, h);
        FinishY(out point.Y, r, v, point.X, point.Y, hhh);
    }

    /// <summary>point *= 2. For a = -3: 5 products (two of them under one reduction), 4 squarings; for a = 0 one product less.</summary>
    public static void Double(ref JacobianPoint point)
    {
        FieldElement alpha;
        if (TCurve.IsAZero)
        {
            TripleSquare(out alpha, point.X);
        }
        else
        {
            Tangent(out alpha, point);
        }

        Field<TCurve>.Square(out FieldElement gamma, point.Y);
        CurveField<TCurve>.ScaleLazily(out FieldElement twiceZ, point.Z, 2);
        Field<TCurve>.Multiply(out point.Z, point.Y, twiceZ);

        CurveField<TCurve>.ScaleLazily(out FieldElement gamma4, gamma, 4);
        Field<TCurve>.Multiply(out FieldElement beta4, point.X, gamma4);
        Field<TCurve>.Square(out FieldElement alphaSquared, alpha);
        SubtractDoubled(out point.X, alphaSquared, beta4);

        CurveField<TCurve>.SubtractLazily(out FieldElement rest, beta4, point.X);
        CurveField<TCurve>.NegateEightfoldLazily(out FieldElement gamma8, gamma);
        Field<TCurve>.MultiplyAdd(out point.Y, alpha, rest, gamma, gamma8);
    }

    /// <summary>The same point in XYZZ coordinates.</summary>
    public static void Convert(out XyzzPoint r, in JacobianPoint point)
    {
        r.X = point.X;
        r.Y = point.Y;
        Field<TCurve>.Square(out r.Zz, point.Z);
        Field<TCurve>.Multiply(out r.Zzz, point.Z, r.Zz);
    }

    /// <summary>An affine point or, where <paramref name="sign"/> is -1 and not 0, its opposite.</summary>
    public static void Load(out XyzzPoint r, in AffinePoint point, long sign)
    {
        FieldElement.Unpack(out r.X, point.X);
        LoadY(out r.Y, point, sign);
        r.Zz = Field<TCurve>.One;
        r.Zzz = Field<TCurve>.One;
    }

    /// <summary>An affine point or, where <paramref name="sign"/> is -1 and not 0, its opposite.</summary>
    public static void Load(out JacobianPoint r, in AffinePoint point, long sign)
    {
        FieldElement.Unpack(out r.X, point.X);
        LoadY(out r.Y, point, sign);
        r.Z = Field<TCurve>.One;
    }

    /// <summary>The affine point, given the inverse of Z.</summary>
    public static AffinePoint Normalize(in FieldElement x, in FieldElement y, in FieldElement inverseZ)
    {
        Field<TCurve>.Square(out FieldElement zz, inverseZ);
        Field<TCurve>.Multiply(out FieldElement affineX, x, zz);
        Field<TCurve>.Multiply(out FieldElement zzz, inverseZ, zz);
        Field<TCurve>.Multiply(out FieldElement affineY, y, zzz);
        return new AffinePoint(Field<TCurve>.Canonical(affineX), Field<TCurve>.Canonical(affineY));
    }

    /// <summary>Whether y^2 = x^3 + ax + b, for canonical coordinates in Montgomery form.</summary>
    public static bool IsOnCurve(in FieldElement x, in FieldElement y)
    {
        EvaluateCubic(out FieldElement right, x);
        Field<TCurve>.Square(out FieldElement left, y);
        return CurveField<TCurve>.AreEqual(left, right);
    }

    /// <summary>x^3 + ax + b.</summary>
    public static void EvaluateCubic(out FieldElement r, in FieldElement x)
    {
        Field<TCurve>.Square(out FieldElement slope, x);
        if (!TCurve.IsAZero) CurveField<TCurve>.Subtract(out slope, slope, CurveConstants<TCurve>.Three);

        Field<TCurve>.Multiply(out FieldElement cubic, x, slope);
        CurveField<TCurve>.Add(out r, cubic, CurveConstants<TCurve>.B);
    }

    /// <summary>3 (X - Z^2)(X + Z^2), the tangent's rise for a = -3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tangent(out FieldElement alpha, in JacobianPoint point)
    {
        Field<TCurve>.Square(out FieldElement delta, point.Z);
        CurveField<TCurve>.Subtract(out FieldElement difference, point.X, delta);
        FieldElement sum;
        sum.L0 = 3 * (point.X.L0 + delta.L0);
        sum.L1 = 3 * (point.X.L1 + delta.L1);
        sum.L2 = 3 * (point.X.L2 + delta.L2);
        sum.L3 = 3 * (point.X.L3 + delta.L3);
        sum.L4 = 3 * (point.X.L4 + delta.L4);
        Field<TCurve>.Multiply(out alpha, difference, sum);
    }

    /// <summary>3 X^2, the tangent's rise for a = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TripleSquare(out FieldElement alpha, in FieldElement x)
    {
        Field<TCurve>.Square(out FieldElement square, x);
        CurveField<TCurve>.Normalize(
            out alpha, (long)(3 * square.L0), (long)(3 * square.L1), (long)(3 * square.L2), (long)(3 * square.L3), (long)(3 * square.L4));
    }

    /// <summary>Y = r (v - x3) - y1 hhh under one reduction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FinishY(
        out FieldElement y, in FieldElement r, in FieldElement v, in FieldElement x3, in FieldElement y1, in FieldElement hhh)
    {
        CurveField<TCurve>.SubtractLazily(out FieldElement rest, v, x3);
        CurveField<TCurve>.NegateLazily(out FieldElement negated, hhh);
        Field<TCurve>.MultiplyAdd(out y, r, rest, y1, negated);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractDoubled(out FieldElement r, in FieldElement a, in FieldElement b) => CurveField<TCurve>.Normalize(
        out r,
        (long)(a.L0 - 2 * b.L0),
        (long)(a.L1 - 2 * b.L1),
        (long)(a.L2 - 2 * b.L2),
        (long)(a.L3 - 2 * b.L3),
        (long)(a.L4 - 2 * b.L4));

    private static void LoadY(out FieldElement y, in AffinePoint point, long sign)
    {
        FieldElement zero = default;
        CurveField<TCurve>.SignedSubtract(out y, FieldElement.Unpack(point.Y), sign, zero);
    }
}
