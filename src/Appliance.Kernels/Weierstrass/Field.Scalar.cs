using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>
/// Montgomery arithmetic with R = 2^260 on five 52-bit limbs. Shapes and bounds are those of <see cref="FieldElement"/>.
/// </summary>
/// <remarks>
/// One factor is shifted left by 12 bits, so that the high word of a 64 x 64 bit product is exactly the part above 52 bits, and the
/// low word holds the rest in its upper 52 bits. Both parts are then added to columns without carry: a column holds at most 20 parts
/// of 52 to 55 bits and a few signed corrections. The factor that is shifted must be carried; the other may have limbs up to 2^55.
/// A product of values below a*p and b*p comes out below (1 + ab/16) p.
/// </remarks>
internal static class Field<TModulus>
    where TModulus : struct, IModulus
{
    private const ulong Mask = FieldElement.Mask;

    /// <summary>The modulus in limbs.</summary>
    public static readonly FieldElement Prime = FieldElement.Unpack(TModulus.Modulus);

    /// <summary>1 in Montgomery form: 2^260 mod p.</summary>
    public static readonly FieldElement One = FieldElement.Unpack(PowerOfTwo(260));

    private static readonly FieldElement RSquared = FieldElement.Unpack(PowerOfTwo(520));

    /// <summary>a * b / R.</summary>
    public static void Multiply(out FieldElement r, in FieldElement a, in FieldElement b)
    {
        ulong b0 = b.L0, b1 = b.L1, b2 = b.L2, b3 = b.L3, b4 = b.L4;

        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0;
        AddRow(a.L0 << 12, b0, b1, b2, b3, b4, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        TModulus.EliminateLimb(ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);

        ulong t6 = 0;
        AddRow(a.L1 << 12, b0, b1, b2, b3, b4, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6);
        TModulus.EliminateLimb(ref t1, ref t2, ref t3, ref t4, ref t5, ref t6);

        ulong t7 = 0;
        AddRow(a.L2 << 12, b0, b1, b2, b3, b4, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);
        TModulus.EliminateLimb(ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);

        ulong t8 = 0;
        AddRow(a.L3 << 12, b0, b1, b2, b3, b4, ref t3, ref t4, ref t5, ref t6, ref t7, ref t8);
        TModulus.EliminateLimb(ref t3, ref t4, ref t5, ref t6, ref t7, ref t8);

        ulong t9 = 0;
        AddRow(a.L4 << 12, b0, b1, b2, b3, b4, ref t4, ref t5, ref t6, ref t7, ref t8, ref t9);
        TModulus.EliminateLimb(ref t4, ref t5, ref t6, ref t7, ref t8, ref t9);

        Carry(out r, (long)t5, (long)t6, (long)t7, (long)t8, (long)t9);
    }

    /// <summary>(a * b + c * d) / R with one reduction: a*b and c*d together stay below 16p * p for a result below 2p.</summary>
    public static void MultiplyAdd(out FieldElement r, in FieldElement a, in FieldElement b, in FieldElement c, in FieldElement d)
    {
        ulong b0 = b.L0, b1 = b.L1, b2 = b.L2, b3 = b.L3, b4 = b.L4;
        ulong e0 = d.L0, e1 = d.L1, e2 = d.L2, e3 = d.L3, e4 = d.L4;

        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0;
        AddRow(a.L0 << 12, b0, b1, b2, b3, b4, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        AddRow(c.L0 << 12, e0, e1, e2, e3, e4, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
        TModulus.EliminateLimb(ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);

        ulong t6 = 0;
        AddRow(a.L1 << 12, b0, b1, b2, b3, b4, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6);
        AddRow(c.L1 << 12, e0, e1, e2, e3, e4, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6);
        TModulus.EliminateLimb(ref t1, ref t2, ref t3, ref t4, ref t5, ref t6);

        ulong t7 = 0;
        AddRow(a.L2 << 12, b0, b1, b2, b3, b4, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);
        AddRow(c.L2 << 12, e0, e1, e2, e3, e4, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);
        TModulus.EliminateLimb(ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);

        ulong t8 = 0;
        AddRow(a.L3 << 12, b0, b1, b2, b3, b4, ref t3, ref t4, ref t5, ref t6, ref t7, ref t8);
        AddRow(c.L3 << 12, e0, e1, e2, e3, e4, ref t3, ref t4, ref t5, ref t6, ref t7, ref t8);
        TModulus.EliminateLimb(ref t3, ref t4, ref t5, ref t6, ref t7, ref t8);

        ulong t9 = 0;
        AddRow(a.L4 << 12, b0, b1, b2, b3, b4, ref t4, ref t5, ref t6, ref t7, ref t8, ref t9);
        AddRow(c.L4 << 12, e0, e1, e2, e3, e4, ref t4, ref t5, ref t6, ref t7, ref t8, ref t9);
        TModulus.EliminateLimb(ref t4, ref t5, ref t6, ref t7, ref t8, ref t9);

        Carry(out r, (long)t5, (long)t6, (long)t7, (long)t8, (long)t9);
    }

    /// <summary>a * a / R.</summary>
    public static void Square(out FieldElement r, in FieldElement a)
    {
        ulong a0 = a.L0, a1 = a.L1, a2 = a.L2, a3 = a.L3, a4 = a.L4;
        ulong d1 = a1 << 1, d2 = a2 << 1, d3 = a3 << 1, d4 = a4 << 1;

        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0;
        ulong x = a0 << 12;
        AddProduct(x, a0, ref t0, ref t1);
        AddProduct(x, d1, ref t1, ref t2);
        AddProduct(x, d2, ref t2, ref t3);
        AddProduct(x, d3, ref t3, ref t4);
        AddProduct(x, d4, ref t4, ref t5);
        TModulus.EliminateLimb(ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);

        ulong t6 = 0;
        x = a1 << 12;
        AddProduct(x, a1, ref t2, ref t3);
        AddProduct(x, d2, ref t3, ref t4);
        AddProduct(x, d3, ref t4, ref t5);
        AddProduct(x, d4, ref t5, ref t6);
        TModulus.EliminateLimb(ref t1, ref t2, ref t3, ref t4, ref t5, ref t6);

        ulong t7 = 0;
        x = a2 << 12;
        AddProduct(x, a2, ref t4, ref t5);
        AddProduct(x, d3, ref t5, ref t6);
        AddProduct(x, d4, ref t6, ref t7);
        TModulus.EliminateLimb(ref t2, ref t3, ref t4, ref t5, ref t6, ref t7);

        ulong t8 = 0;
        x = a3 << 12;
        AddProduct(x, a3, ref t6, ref t7);
        AddProduct(x, d4, ref t7, ref t8);
        TModulus.EliminateLimb(ref t3, ref t4, ref t5, ref t6, ref t7, ref t8);

        ulong t9 = 0;
        x = a4 << 12;
        AddProduct(x, a4, ref t8, ref t9);
        TModulus.EliminateLimb(ref t4, ref t5, ref t6, ref t7, ref t8, ref t9);

        Carry(out r, (long)t5, (long)t6, (long)t7, (long)t8, (long)t9);
    }

    /// <summary>value * R, in Montgomery form; the value may be any 256-bit integer.</summary>
    public static FieldElement ToMontgomery(in UInt256 value)
    {
        FieldElement limbs = FieldElement.Unpack(value);
        Multiply(out FieldElement r, limbs, RSquared);
        return r;
    }

    /// <summary>The canonical integer, below p, that a Montgomery form stands for.</summary>
    public static UInt256 FromMontgomery(in FieldElement a)
    {
        FieldElement one = FieldElement.Unpack(new UInt256(1, 0, 0, 0));
        Multiply(out FieldElement r, a, one);
        return Canonical(r);
    }

    /// <summary>The representative below p of the limbs as they stand.</summary>
    public static UInt256 Canonical(in FieldElement a)
    {
        long d0 = (long)(a.L0 - Prime.L0), d1 = (long)(a.L1 - Prime.L1), d2 = (long)(a.L2 - Prime.L2);
        long d3 = (long)(a.L3 - Prime.L3), d4 = (long)(a.L4 - Prime.L4);
        Carry(out FieldElement r, d0, d1, d2, d3, d4);
        return (long)r.L4 < 0 ? a.Pack() : r.Pack();
    }

    /// <summary>Whether a is 0 modulo p: below 2p, only 0 and p are.</summary>
    public static bool IsZero(in FieldElement a) =>
        (a.L0 | a.L1 | a.L2 | a.L3 | a.L4) == 0
        || ((a.L0 ^ Prime.L0) | (a.L1 ^ Prime.L1) | (a.L2 ^ Prime.L2) | (a.L3 ^ Prime.L3) | (a.L4 ^ Prime.L4)) == 0;

    /// <summary>a^-1 in Montgomery form, as a^(p-2); 0 for 0.</summary>
    public static void Invert(out FieldElement r, in FieldElement a) =>
        Power(out r, a, UInt256.Subtract(TModulus.Modulus, new UInt256(2, 0, 0, 0), out _));

    /// <summary>a^exponent in Montgomery form.</summary>
    public static void Power(out FieldElement r, in FieldElement a, in UInt256 exponent)
    {
        Span<FieldElement> powers = stackalloc FieldElement[16];
        powers[0] = One;
        for (int i = 1; i < powers.Length; i++)
        {
            Multiply(out powers[i], powers[i - 1], a);
        }

        FieldElement result = One;
        for (int shift = 252; shift >= 0; shift -= 4)
        {
            for (int i = 0; i < 4; i++)
            {
                Square(out result, result);
            }

            int digit = exponent.Bit(shift) | exponent.Bit(shift + 1) << 1 | exponent.Bit(shift + 2) << 2 | exponent.Bit(shift + 3) << 3;
            if (digit != 0)
            {
                Multiply(out result, result, powers[digit]);
            }
        }

        r = result;
    }

    /// <summary>
    /// Inverts every element in place with one inversion (Montgomery's trick). No element may be 0: a zero would spoil the others,
    /// so callers put <see cref="One"/> into lanes that are already refused. <paramref name="scratch"/> is as long as the values.
    /// </summary>
    public static void InvertAll(Span<FieldElement> values, Span<FieldElement> scratch)
    {
        if (values.IsEmpty) return;

        FieldElement product = values[0];
        for (int i = 1; i < values.Length; i++)
        {
            scratch[i] = product;
            Multiply(out product, product, values[i]);
        }

        Invert(out FieldElement inverse, product);
        for (int i = values.Length - 1; i > 0; i--)
        {
            Multiply(out FieldElement own, inverse, scratch[i]);
            Multiply(out inverse, inverse, values[i]);
            values[i] = own;
        }

        values[0] = inverse;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(ulong shifted, ulong b, ref ulong low, ref ulong high)
    {
        low += (shifted * b) >> 12;
        high += WideMultiply.High(shifted, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(
        ulong shifted, ulong b0, ulong b1, ulong b2, ulong b3, ulong b4,
        ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5)
    {
        AddProduct(shifted, b0, ref t0, ref t1);
        AddProduct(shifted, b1, ref t1, ref t2);
        AddProduct(shifted, b2, ref t2, ref t3);
        AddProduct(shifted, b3, ref t3, ref t4);
        AddProduct(shifted, b4, ref t4, ref t5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Carry(out FieldElement r, long d0, long d1, long d2, long d3, long d4)
    {
        d1 += d0 >> 52;
        d2 += d1 >> 52;
        d3 += d2 >> 52;
        d4 += d3 >> 52;
        r.L0 = (ulong)d0 & Mask;
        r.L1 = (ulong)d1 & Mask;
        r.L2 = (ulong)d2 & Mask;
        r.L3 = (ulong)d3 & Mask;
        r.L4 = (ulong)d4;
    }

    private static UInt256 PowerOfTwo(int exponent)
    {
        var power = new UInt256(1, 0, 0, 0);
        for (int i = 0; i < exponent; i++)
        {
            power = UInt256.AddModulo(power, power, TModulus.Modulus);
        }

        return power;
    }
}
