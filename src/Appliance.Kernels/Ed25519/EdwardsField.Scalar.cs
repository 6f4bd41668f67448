using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Arithmetic modulo p = 2^255 - 19. Shapes and bounds are those of <see cref="EdwardsElement"/>.</summary>
/// <remarks>
/// One factor is shifted left by 10 bits and the other by 3, so that the high word of a 64 x 64 bit product is exactly the part above 51
/// bits, and the low word holds the rest in its upper 51 bits. Both parts are added to columns without carry. What lies beyond 255 bits
/// returns times 19, because 2^255 = 19: of loose factors, a column sums at most 95 parts below 2^57 and five below 2^51, which fits 64 bits.
/// </remarks>
internal static class EdwardsField
{
    private const ulong Mask = EdwardsElement.Mask;

    // 2p in limbs, added before subtracting a reduced value; 4p before subtracting a sum or a difference of such.
    private const ulong TwiceLow = (1UL << 52) - 38;
    private const ulong TwiceHigh = (1UL << 52) - 2;
    private const ulong FourfoldLow = 2 * TwiceLow;
    private const ulong FourfoldHigh = 2 * TwiceHigh;

    public static readonly UInt256 Prime = new(0xffffffffffffffed, 0xffffffffffffffff, 0xffffffffffffffff, 0x7fffffffffffffff);

    public static readonly EdwardsElement Zero;

    public static readonly EdwardsElement One = EdwardsElement.Unpack(new UInt256(1, 0, 0, 0));

    /// <summary>a * b, reduced; both may be loose.</summary>
    public static void Multiply(out EdwardsElement r, in EdwardsElement a, in EdwardsElement b)
    {
        ulong b0 = b.L0 << 3, b1 = b.L1 << 3, b2 = b.L2 << 3, b3 = b.L3 << 3, b4 = b.L4 << 3;
        ulong f1 = 19 * b1, f2 = 19 * b2, f3 = 19 * b3, f4 = 19 * b4;
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0;

        ulong x = a.L0 << 10;
        AddProduct(x, b0, ref t0, ref t1);
        AddProduct(x, b1, ref t1, ref t2);
        AddProduct(x, b2, ref t2, ref t3);
        AddProduct(x, b3, ref t3, ref t4);
        AddProduct(x, b4, ref t4, ref t5);

        x = a.L1 << 10;
        AddProduct(x, f4, ref t0, ref t1);
        AddProduct(x, b0, ref t1, ref t2);
        AddProduct(x, b1, ref t2, ref t3);
        AddProduct(x, b2, ref t3, ref t4);
        AddProduct(x, b3, ref t4, ref t5);

        x = a.L2 << 10;
        AddProduct(x, f3, ref t0, ref t1);
        AddProduct(x, f4, ref t1, ref t2);
        AddProduct(x, b0, ref t2, ref t3);
        AddProduct(x, b1, ref t3, ref t4);
        AddProduct(x, b2, ref t4, ref t5);

        x = a.L3 << 10;
        AddProduct(x, f2, ref t0, ref t1);
        AddProduct(x, f3, ref t1, ref t2);
        AddProduct(x, f4, ref t2, ref t3);
        AddProduct(x, b0, ref t3, ref t4);
        AddProduct(x, b1, ref t4, ref t5);

        x = a.L4 << 10;
        AddProduct(x, f1, ref t0, ref t1);
        AddProduct(x, f2, ref t1, ref t2);
        AddProduct(x, f3, ref t2, ref t3);
        AddProduct(x, f4, ref t3, ref t4);
        AddProduct(x, b0, ref t4, ref t5);

        Carry(out r, t0 + 19 * t5, t1, t2, t3, t4);
    }

    /// <summary>a * a, reduced; a may be loose.</summary>
    public static void Square(out EdwardsElement r, in EdwardsElement a)
    {
        ulong a3 = a.L3, a4 = a.L4;
        ulong x0 = a.L0 << 10, x1 = a.L1 << 10, x2 = a.L2 << 10, x3 = a3 << 10, x4 = a4 << 10;
        ulong d1 = a.L1 << 4, d2 = a.L2 << 4, d3 = a3 << 4, d4 = a4 << 4;
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0;

        AddProduct(x0, a.L0 << 3, ref t0, ref t1);
        AddProduct(x0, d1, ref t1, ref t2);
        AddProduct(x0, d2, ref t2, ref t3);
        AddProduct(x0, d3, ref t3, ref t4);
        AddProduct(x0, d4, ref t4, ref t5);
        AddProduct(x1, a.L1 << 3, ref t2, ref t3);
        AddProduct(x1, d2, ref t3, ref t4);
        AddProduct(x1, d3, ref t4, ref t5);
        AddProduct(x2, a.L2 << 3, ref t4, ref t5);

        ulong f3 = 19 * d3, f4 = 19 * d4;
        AddProduct(x1, f4, ref t0, ref t1);
        AddProduct(x2, f3, ref t0, ref t1);
        AddProduct(x2, f4, ref t1, ref t2);
        AddProduct(x3, 19 * (a3 << 3), ref t1, ref t2);
        AddProduct(x3, f4, ref t2, ref t3);
        AddProduct(x4, 19 * (a4 << 3), ref t3, ref t4);

        Carry(out r, t0 + 19 * t5, t1, t2, t3, t4);
    }

    /// <summary>a^(2^count).</summary>
    public static void SquareTimes(out EdwardsElement r, in EdwardsElement a, int count)
    {
        Square(out r, a);
        for (int i = 1; i < count; i++)
        {
            Square(out r, r);
        }
    }

    /// <summary>a + b without carry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(out EdwardsElement r, in EdwardsElement a, in EdwardsElement b)
    {
        r.L0 = a.L0 + b.L0;
        r.L1 = a.L1 + b.L1;
        r.L2 = a.L2 + b.L2;
        r.L3 = a.L3 + b.L3;
        r.L4 = a.L4 + b.L4;
    }

    /// <summary>a - b without carry, as a + 2p - b; b must be reduced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(out EdwardsElement r, in EdwardsElement a, in EdwardsElement b)
    {
        r.L0 = a.L0 + TwiceLow - b.L0;
        r.L1 = a.L1 + TwiceHigh - b.L1;
        r.L2 = a.L2 + TwiceHigh - b.L2;
        r.L3 = a.L3 + TwiceHigh - b.L3;
        r.L4 = a.L4 + TwiceHigh - b.L4;
    }

    /// <summary>a - b without carry, as a + 4p - b; b may be the sum or the difference of two reduced values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractLoose(out EdwardsElement r, in EdwardsElement a, in EdwardsElement b)
    {
        r.L0 = a.L0 + FourfoldLow - b.L0;
        r.L1 = a.L1 + FourfoldHigh - b.L1;
        r.L2 = a.L2 + FourfoldHigh - b.L2;
        r.L3 = a.L3 + FourfoldHigh - b.L3;
        r.L4 = a.L4 + FourfoldHigh - b.L4;
    }

    /// <summary>sum = a + b and difference = a - b, or the other way round where the sign is -1 and not 0; b must be reduced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SignedButterfly(
        out EdwardsElement sum, out EdwardsElement difference, in EdwardsElement a, in EdwardsElement b, long sign)
    {
        SignedButterfly(out sum.L0, out difference.L0, a.L0, b.L0, (ulong)sign, TwiceLow);
        SignedButterfly(out sum.L1, out difference.L1, a.L1, b.L1, (ulong)sign, TwiceHigh);
        SignedButterfly(out sum.L2, out difference.L2, a.L2, b.L2, (ulong)sign, TwiceHigh);
        SignedButterfly(out sum.L3, out difference.L3, a.L3, b.L3, (ulong)sign, TwiceHigh);
        SignedButterfly(out sum.L4, out difference.L4, a.L4, b.L4, (ulong)sign, TwiceHigh);
    }

    /// <summary>The representative below p.</summary>
    public static UInt256 Canonical(in EdwardsElement a)
    {
        ulong l1 = a.L1 + (a.L0 >> 51);
        ulong l2 = a.L2 + (l1 >> 51);
        ulong l3 = a.L3 + (l2 >> 51);
        ulong l4 = a.L4 + (l3 >> 51);

        // Below 2^255 + 2^18 now, so p is to be taken off once or not at all: once if adding 19 reaches 2^255.
        ulong l0 = (a.L0 & Mask) + 19 * (l4 >> 51);
        l1 &= Mask;
        l2 &= Mask;
        l3 &= Mask;
        l4 &= Mask;
        ulong carry = (l0 + 19) >> 51;
        carry = (l1 + carry) >> 51;
        carry = (l2 + carry) >> 51;
        carry = (l3 + carry) >> 51;
        carry = (l4 + carry) >> 51;

        l0 += 19 * carry;
        l1 += l0 >> 51;
        l2 += l1 >> 51;
        l3 += l2 >> 51;
        l4 += l3 >> 51;
        l0 &= Mask;
        l1 &= Mask;
        l2 &= Mask;
        l3 &= Mask;
        l4 &= Mask;
        return new UInt256(l0 | (l1 << 51), (l1 >> 13) | (l2 << 38), (l2 >> 26) | (l3 << 25), (l3 >> 39) | (l4 << 12));
    }

    /// <summary>Whether a is 0 modulo p.</summary>
    public static bool IsZero(in EdwardsElement a) => Canonical(a).IsZero;

    /// <summary>Whether a = b modulo p; b must be reduced.</summary>
    public static bool AreEqual(in EdwardsElement a, in EdwardsElement b)
    {
        Subtract(out EdwardsElement difference, a, b);
        return IsZero(difference);
    }

    /// <summary>a^-1 as a^(p - 2); 0 for 0.</summary>
    public static void Invert(out EdwardsElement r, in EdwardsElement a)
    {
        Power(out EdwardsElement t, out EdwardsElement a11, a);
        SquareTimes(out t, t, 5);
        Multiply(out r, t, a11);
    }

    /// <summary>a^((p - 5) / 8), the heart of a square root modulo p (RFC 8032 section 5.1.3).</summary>
    public static void PowerForRoot(out EdwardsElement r, in EdwardsElement a)
    {
        Power(out EdwardsElement t, out _, a);
        SquareTimes(out t, t, 2);
        Multiply(out r, t, a);
    }

    /// <summary>
    /// Inverts every element in place with one inversion (Montgomery's trick). No element may be 0. <paramref name="scratch"/> is as long as
    /// the values.
    /// </summary>
    public static void InvertAll(Span<EdwardsElement> values, Span<EdwardsElement> scratch)
    {
        if (values.IsEmpty) return;

        EdwardsElement product = values[0];
        for (int i = 1; i < values.Length; i++)
        {
            scratch[i] = product;
            Multiply(out product, product, values[i]);
        }

        Invert(out EdwardsElement inverse, product);
        for (int i = values.Length - 1; i > 0; i--)
        {
            Multiply(out EdwardsElement own, inverse, scratch[i]);
            Multiply(out inverse, inverse, values[i]);
            values[i] = own;
        }

        values[0] = inverse;
    }

    /// <summary>a^(2^250 - 1), and a^11 on the way.</summary>
    private static void Power(out EdwardsElement r, out EdwardsElement a11, in EdwardsElement a)
    {
        // Names tell the exponent: t5 is a^(2^5 - 1).
        Square(out EdwardsElement a2, a);
        SquareTimes(out EdwardsElement t, a2, 2);
        Multiply(out EdwardsElement a9, t, a);
        Multiply(out a11, a9, a2);
        Square(out t, a11);
        Multiply(out EdwardsElement t5, t, a9);
        SquareTimes(out t, t5, 5);
        Multiply(out EdwardsElement t10, t, t5);
        SquareTimes(out t, t10, 10);
        Multiply(out EdwardsElement t20, t, t10);
        SquareTimes(out t, t20, 20);
        Multiply(out t, t, t20);
        SquareTimes(out t, t, 10);
        Multiply(out EdwardsElement t50, t, t10);
        SquareTimes(out t, t50, 50);
        Multiply(out EdwardsElement t100, t, t50);
        SquareTimes(out t, t100, 100);
        Multiply(out t, t, t100);
        SquareTimes(out t, t, 50);
        Multiply(out r, t, t50);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SignedButterfly(out ulong sum, out ulong difference, ulong a, ulong b, ulong sign, ulong twice)
    {
        ulong signed = (b ^ sign) + ((twice + 1) & sign);
        sum = a + signed;
        difference = a + twice - signed;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(ulong x, ulong y, ref ulong low, ref ulong high)
    {
        low += (x * y) >> 13;
        high += WideMultiply.High(x, y);
    }

    /// <summary>One carry from each limb into the next, all at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(out EdwardsElement r, ulong t0, ulong t1, ulong t2, ulong t3, ulong t4)
    {
        r.L0 = (t0 & Mask) + 19 * (t4 >> 51);
        r.L1 = (t1 & Mask) + (t0 >> 51);
        r.L2 = (t2 & Mask) + (t1 >> 51);
        r.L3 = (t3 & Mask) + (t2 >> 51);
        r.L4 = (t4 & Mask) + (t3 >> 51);
    }
}
