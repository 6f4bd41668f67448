using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>
/// Point formulas for y^2 = x^3 + ax + b, a being -3 or 0, right except where the two points are equal, opposite or infinite: then the denominator becomes 0
/// and stays 0, so that one test at the end finds such lanes.
/// </summary>
/// <remarks>
/// https://hyperelliptic.org/EFD/g1p/auto-shortw.html: madd-2008-s (XYZZ), madd and dbl-2001-b (Jacobian; with a = 0 its alpha is 3X^2). Formulas that say so return the opposite of
/// the sum: then Y is a sum of two products and needs no negation, and callers flip the sign of what they add next.
/// </remarks>
public sealed class PointFormulas(Field arithmetic, bool isAZero)
{
    /// <summary>a + b, given 1 / (x2 - x1). 2 products, 1 squaring.</summary>
    public static Affine Add(Field arithmetic, Affine a, Affine b, Element inverse)
    {
        Element slope = arithmetic.Multiply(arithmetic.Carry(arithmetic.Difference(b.Y, a.Y)), inverse);
        Element x = arithmetic.Carry(arithmetic.Fold(
            arithmetic.Subtract(arithmetic.Subtract(arithmetic.SquareColumns(slope), a.X), b.X)));
        Element fall = arithmetic.Carry(arithmetic.Difference(a.X, x));
        Element y = arithmetic.Carry(arithmetic.Fold(arithmetic.Subtract(arithmetic.MultiplyColumns(slope, fall), a.Y)));
        return new Affine(x, y);
    }

    /// <summary>point + addend. 8 products, 2 squarings.</summary>
    public Xyzz Add(Xyzz point, Affine addend)
    {
        Element p = arithmetic.Carry(arithmetic.MultiplyColumns(addend.X, point.Zz, plus: arithmetic.NegativePlusMultiple(point.X, 0)));
        Element r = arithmetic.Carry(arithmetic.MultiplyColumns(addend.Y, point.Zzz, plus: arithmetic.NegativePlusMultiple(point.Y, 0)));
        Element pp = arithmetic.Square(p);
        Element zz = arithmetic.Multiply(point.Zz, pp);
        Element ppp = arithmetic.Multiply(p, pp);
        Element q = arithmetic.Multiply(point.X, pp);
        Element zzz = arithmetic.Multiply(point.Zzz, ppp);
        Element x = SumX(r, ppp, q);
        Element fall = arithmetic.Carry(arithmetic.Difference(q, x));
        Element negated = arithmetic.Carry(arithmetic.NegativePlusMultiple(ppp, 0));
        return new Xyzz(x, arithmetic.Carry(arithmetic.SumOfProducts([(r, fall), (point.Y, negated)])), zz, zzz);
    }

    /// <summary>-(point + entry), or -(point - entry) in lanes of the mask. 8 products, 2 squarings.</summary>
    public Xyzz AddNegated(Xyzz point, Affine entry, Value oppositeMask)
    {
        Element p = arithmetic.Carry(arithmetic.MultiplyColumns(entry.X, point.Zz, plus: arithmetic.NegativePlusMultiple(point.X, 0)));
        Element s2 = arithmetic.NegateWhere(oppositeMask, arithmetic.MultiplyColumns(entry.Y, point.Zzz));
        Element r = arithmetic.Carry(arithmetic.Difference(s2, point.Y));
        Element pp = arithmetic.Square(p);
        Element zz = arithmetic.Multiply(point.Zz, pp);
        Element ppp = arithmetic.Multiply(p, pp);
        Element q = arithmetic.Multiply(point.X, pp);
        Element zzz = arithmetic.Multiply(point.Zzz, ppp);
        Element x = SumX(r, ppp, q);
        return new Xyzz(x, NegatedY(r, x, q, point.Y, ppp), zz, zzz);
    }

    /// <summary>-(point + entry), or -(point - entry) in lanes of the mask. 8 products, 3 squarings.</summary>
    public Jacobian AddNegated(Jacobian point, Affine entry, Value oppositeMask)
    {
        Element zz = arithmetic.Square(point.Z);
        Element p = arithmetic.Carry(arithmetic.MultiplyColumns(entry.X, zz, plus: arithmetic.NegativePlusMultiple(point.X, 0)));
        Element zzz = arithmetic.Multiply(point.Z, zz);
        Element s2 = arithmetic.NegateWhere(oppositeMask, arithmetic.MultiplyColumns(entry.Y, zzz));
        Element r = arithmetic.Carry(arithmetic.Difference(s2, point.Y));
        Element z = arithmetic.Multiply(point.Z, p);
        Element pp = arithmetic.Square(p);
        Element ppp = arithmetic.Multiply(p, pp);
        Element q = arithmetic.Multiply(point.X, pp);
        Element x = SumX(r, ppp, q);
        return new Jacobian(x, NegatedY(r, x, q, point.Y, ppp), z);
    }

    /// <summary>
    /// point + addend for Jacobian points with the same Z, by which the formulas do not need it: the sum, and the addend rewritten to the sum's Z, which is the old one
    /// times the factor. 4 products, 2 squarings.
    /// </summary>
    /// <remarks>Meloni, New point addition formulae for ECC applications, 2007, algorithm 1.</remarks>
    public (Affine Sum, Affine Addend, Element Factor) AddWithCommonZ(Affine point, Affine addend)
    {
        Element factor = arithmetic.Carry(arithmetic.Difference(addend.X, point.X));
        Element r = arithmetic.Carry(arithmetic.Difference(addend.Y, point.Y));
        Element square = arithmetic.Square(factor);
        Element x1 = arithmetic.Multiply(addend.X, square);
        Element x2 = arithmetic.Multiply(point.X, square);
        Element y1 = arithmetic.Multiply(addend.Y, arithmetic.Carry(arithmetic.Difference(x1, x2)));
        Element x = arithmetic.Carry(arithmetic.Fold(arithmetic.Subtract(arithmetic.Subtract(arithmetic.SquareColumns(r), x1), x2)));
        Element fall = arithmetic.Carry(arithmetic.Difference(x1, x));
        Element y = arithmetic.Carry(arithmetic.Fold(arithmetic.Subtract(arithmetic.MultiplyColumns(r, fall), y1)));
        return (new Affine(x, y), new Affine(x1, y1), factor);
    }

    /// <summary>-2 point. 4 products (two under one reduction) and 4 squarings; with a = 0, 3 products and 4 squarings.</summary>
    public Jacobian DoubleNegated(Jacobian point)
    {
        Element? delta = isAZero ? null : arithmetic.Square(point.Z);
        Element gamma = arithmetic.Square(point.Y);
        Element z = arithmetic.Carry(arithmetic.Double(arithmetic.MultiplyColumns(point.Y, point.Z)));
        Element beta = arithmetic.Multiply(point.X, gamma);
        Element alpha = arithmetic.Carry(arithmetic.Triple(
            delta is null ? arithmetic.SquareColumns(point.X) : DifferenceOfSquares(point.X, delta)));
        Element x = arithmetic.Carry(arithmetic.Fold(arithmetic.Subtract(arithmetic.SquareColumns(alpha), arithmetic.ShiftLeft(beta, 3))));
        Element rise = arithmetic.Carry(arithmetic.Difference(x, arithmetic.ShiftLeft(beta, 2)));
        Element y = arithmetic.Carry(arithmetic.Fold(arithmetic.SumOfProducts([(alpha, rise)], square: gamma, squareShift: 3)));
        return new Jacobian(x, y, z);
    }

    public Xyzz Convert(Jacobian point)
    {
        Element zz = arithmetic.Square(point.Z);
        return new Xyzz(point.X, point.Y, zz, arithmetic.Multiply(point.Z, zz));
    }

    /// <summary>y^2 - (x^3 + ax + b), below 2p: 0 or p for a point of the curve.</summary>
    public Element Residual(Affine point, Element b)
    {
        Element right = arithmetic.Add(arithmetic.MultiplyColumns(point.X, SquarePlusA(point.X)), b);
        return arithmetic.Carry(arithmetic.Fold(arithmetic.Subtract(arithmetic.SquareColumns(point.Y), right)));
    }

    private Element SquarePlusA(Element x)
    {
        if (isAZero) return arithmetic.Square(x);

        Element three = arithmetic.Fixed(3 * arithmetic.Radix % arithmetic.Prime);
        return arithmetic.Carry(arithmetic.Difference(arithmetic.SquareColumns(x), three));
    }

    private Element DifferenceOfSquares(Element a, Element b)
    {
        Element difference = arithmetic.Carry(arithmetic.Difference(a, b));
        Element sum = arithmetic.Carry(arithmetic.Add(a, b));
        return arithmetic.MultiplyColumns(difference, sum);
    }

    /// <summary>r^2 - ppp - 2q.</summary>
    private Element SumX(Element r, Element ppp, Element q) => arithmetic.Carry(arithmetic.Fold(
        arithmetic.Subtract(arithmetic.Subtract(arithmetic.Subtract(arithmetic.SquareColumns(r), ppp), q), q)));

    /// <summary>r (x - q) + y1 ppp: minus the sum's Y.</summary>
    private Element NegatedY(Element r, Element x, Element q, Element y1, Element ppp)
    {
        Element rise = arithmetic.Carry(arithmetic.Difference(x, q));
        return arithmetic.Carry(arithmetic.SumOfProducts([(r, rise), (y1, ppp)]));
    }
}
