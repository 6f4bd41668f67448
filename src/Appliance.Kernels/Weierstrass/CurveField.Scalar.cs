using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Sums and fused products modulo the prime of a curve; products alone are in <see cref="Field{TModulus}"/>.</summary>
internal static class CurveField<TCurve>
    where TCurve : struct, ICurve
{
    /// <summary>
    /// 2^230 in units of limb 4. Rounding the quotient of <see cref="Normalize"/> down by this much keeps the result positive for
    /// every quotient of magnitude up to 32, because a multiple of 2^256 differs from the one of p by less than 2^224 for each p.
    /// </summary>
    private const long QuotientBias = 1L << 22;

    /// <summary>4p with limbs that no carried limb exceeds: 4p - d can be taken limb by limb for d below 3p.</summary>
    public static readonly FieldElement FourPrimes = Spread(4, 1);

    /// <summary>16p with limbs that no eightfold carried limb exceeds: 16p - 8d for d below 1.9p.</summary>
    public static readonly FieldElement SixteenPrimes = Spread(16, 8);

    /// <summary>
    /// Brings signed limbs of magnitude below 2^57, whose value lies within 32p of zero, to a carried value between 0 and
    /// p + 2^231.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Normalize(out FieldElement r, long d0, long d1, long d2, long d3, long d4)
    {
        TCurve.SubtractMultiple((d4 - QuotientBias) >> 48, ref d0, ref d1, ref d2, ref d3, ref d4);
        Field<TCurve>.Carry(out r, d0, d1, d2, d3, d4);
    }

    /// <summary>a - b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(out FieldElement r, in FieldElement a, in FieldElement b) => Normalize(
        out r, (long)(a.L0 - b.L0), (long)(a.L1 - b.L1), (long)(a.L2 - b.L2), (long)(a.L3 - b.L3), (long)(a.L4 - b.L4));

    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(out FieldElement r, in FieldElement a, in FieldElement b) => Normalize(
        out r, (long)(a.L0 + b.L0), (long)(a.L1 + b.L1), (long)(a.L2 + b.L2), (long)(a.L3 + b.L3), (long)(a.L4 + b.L4));

    /// <summary>a or, where <paramref name="sign"/> is -1 and not 0, -a; minus b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SignedSubtract(out FieldElement r, in FieldElement a, long sign, in FieldElement b) => Normalize(
        out r,
        ((long)a.L0 ^ sign) - sign - (long)b.L0,
        ((long)a.L1 ^ sign) - sign - (long)b.L1,
        ((long)a.L2 ^ sign) - sign - (long)b.L2,
        ((long)a.L3 ^ sign) - sign - (long)b.L3,
        ((long)a.L4 ^ sign) - sign - (long)b.L4);

    /// <summary>a - b - c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractBoth(out FieldElement r, in FieldElement a, in FieldElement b, in FieldElement c) => Normalize(
        out r,
        (long)(a.L0 - b.L0 - c.L0),
        (long)(a.L1 - b.L1 - c.L1),
        (long)(a.L2 - b.L2 - c.L2),
        (long)(a.L3 - b.L3 - c.L3),
        (long)(a.L4 - b.L4 - c.L4));

    /// <summary>a - b - 2c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractTwice(out FieldElement r, in FieldElement a, in FieldElement b, in FieldElement c) => Normalize(
        out r,
        (long)(a.L0 - b.L0 - 2 * c.L0),
        (long)(a.L1 - b.L1 - 2 * c.L1),
        (long)(a.L2 - b.L2 - 2 * c.L2),
        (long)(a.L3 - b.L3 - 2 * c.L3),
        (long)(a.L4 - b.L4 - 2 * c.L4));

    /// <summary>a + 4p - b limb by limb: fit only for the second factor of a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractLazily(out FieldElement r, in FieldElement a, in FieldElement b)
    {
        r.L0 = a.L0 + (FourPrimes.L0 - b.L0);
        r.L1 = a.L1 + (FourPrimes.L1 - b.L1);
        r.L2 = a.L2 + (FourPrimes.L2 - b.L2);
        r.L3 = a.L3 + (FourPrimes.L3 - b.L3);
        r.L4 = a.L4 + (FourPrimes.L4 - b.L4);
    }

    /// <summary>4p - a limb by limb: fit only for the second factor of a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NegateLazily(out FieldElement r, in FieldElement a)
    {
        r.L0 = FourPrimes.L0 - a.L0;
        r.L1 = FourPrimes.L1 - a.L1;
        r.L2 = FourPrimes.L2 - a.L2;
        r.L3 = FourPrimes.L3 - a.L3;
        r.L4 = FourPrimes.L4 - a.L4;
    }

    /// <summary>16p - 8a limb by limb: fit only for the second factor of a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NegateEightfoldLazily(out FieldElement r, in FieldElement a)
    {
        r.L0 = SixteenPrimes.L0 - 8 * a.L0;
        r.L1 = SixteenPrimes.L1 - 8 * a.L1;
        r.L2 = SixteenPrimes.L2 - 8 * a.L2;
        r.L3 = SixteenPrimes.L3 - 8 * a.L3;
        r.L4 = SixteenPrimes.L4 - 8 * a.L4;
    }

    /// <summary>factor * a limb by limb, for factors up to 4: fit only for the second factor of a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScaleLazily(out FieldElement r, in FieldElement a, ulong factor)
    {
        r.L0 = a.L0 * factor;
        r.L1 = a.L1 * factor;
        r.L2 = a.L2 * factor;
        r.L3 = a.L3 * factor;
        r.L4 = a.L4 * factor;
    }

    /// <summary>Writes a square root of a and returns true, or returns false where a is not a square; as the prime is 3 modulo 4, a^((p + 1) / 4).</summary>
    public static bool TrySquareRoot(out FieldElement r, in FieldElement a)
    {
        // (p + 1) / 4 = (p - 3) / 4 + 1
        UInt256 quarter = UInt256.Halve(UInt256.Halve(TCurve.Modulus));
        Field<TCurve>.Power(out r, a, UInt256.Add(quarter, new UInt256(1, 0, 0, 0), out _));
        Field<TCurve>.Square(out FieldElement square, r);
        return AreEqual(square, a);
    }

    /// <summary>Whether a and b are the same residue.</summary>
    public static bool AreEqual(in FieldElement a, in FieldElement b)
    {
        Subtract(out FieldElement difference, a, b);
        return Field<TCurve>.IsZero(difference);
    }

    /// <summary>multiple * p, with <paramref name="headroom"/> units of each limb moved to the limb below.</summary>
    private static FieldElement Spread(ulong multiple, ulong headroom)
    {
        FieldElement p = Field<TCurve>.Prime;
        Field<TCurve>.Carry(
            out FieldElement r, (long)(p.L0 * multiple), (long)(p.L1 * multiple), (long)(p.L2 * multiple), (long)(p.L3 * multiple), (long)(p.L4 * multiple));
        r.L0 += headroom << 52;
        r.L1 += (headroom << 52) - headroom;
        r.L2 += (headroom << 52) - headroom;
        r.L3 += (headroom << 52) - headroom;
        r.L4 -= headroom;
        return r;
    }
}
