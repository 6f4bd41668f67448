namespace Appliance.Kernels;

/// <summary>
/// u1 G + u2 Q, bit by bit, with every special case of the group law: for lanes in which the fast formulas met equal or opposite
/// points. Several times slower; a hostile key owner can force it, an honest one never does.
/// </summary>
internal static class CompleteArithmetic<TCurve>
    where TCurve : struct, ICurve
{
    /// <summary>u1 G + u2 Q; ZZ is 0 when the sum is infinity.</summary>
    public static void MultiplyAdd(out XyzzPoint r, in UInt256 u1, in UInt256 u2, in AffinePoint q)
    {
        JacobianPoint sum = default;
        for (int bit = 255; bit >= 0; bit--)
        {
            // Right for infinity too (2 Y Z = 0), and no point of a group of odd order has Y = 0.
            PointArithmetic<TCurve>.Double(ref sum);
            if (u1.Bit(bit) != 0) Add(ref sum, CurveConstants<TCurve>.Generator);
            if (u2.Bit(bit) != 0) Add(ref sum, q);
        }

        PointArithmetic<TCurve>.Convert(out r, sum);
    }

    private static void Add(ref JacobianPoint sum, in AffinePoint addend)
    {
        if (Field<TCurve>.IsZero(sum.Z))
        {
            PointArithmetic<TCurve>.Load(out sum, addend, sign: 0);
            return;
        }

        JacobianPoint added = sum;
        PointArithmetic<TCurve>.AddMixed(ref added, addend, sign: 0);
        if (Field<TCurve>.IsZero(added.Z) && HasSameY(sum, addend))
        {
            PointArithmetic<TCurve>.Double(ref sum);
            return;
        }

        sum = added;
    }

    /// <summary>Of two points with the same x: whether they are equal rather than opposite.</summary>
    private static bool HasSameY(in JacobianPoint sum, in AffinePoint addend)
    {
        Field<TCurve>.Square(out FieldElement zz, sum.Z);
        Field<TCurve>.Multiply(out FieldElement zzz, sum.Z, zz);
        Field<TCurve>.Multiply(out FieldElement y, FieldElement.Unpack(addend.Y), zzz);
        return CurveField<TCurve>.AreEqual(y, sum.Y);
    }
}
