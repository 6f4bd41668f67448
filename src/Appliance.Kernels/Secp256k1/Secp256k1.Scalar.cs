using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>secp256k1 (SEC 2 version 2.0 section 2.4.1): y^2 = x^3 + 7 over p = 2^256 - 2^32 - 977.</summary>
internal readonly struct Secp256k1Curve : ICurve
{
    /// <summary>2^256 - p.</summary>
    private const ulong Complement = 0x1000003d1;

    /// <summary>-p^-1 modulo 2^52, which is 1 / <see cref="Complement"/>.</summary>
    private const ulong Factor = 0x8091dd2253531;

    public static UInt256 Modulus => new(0xfffffffefffffc2f, 0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff);

    public static UInt256 Order => Secp256k1Order.Modulus;

    public static bool IsAZero => true;

    public static UInt256 B => new(7, 0, 0, 0);

    public static UInt256 GeneratorX => new(0x59f2815b16f81798, 0x029bfcdb2dce28d9, 0x55a06295ce870b07, 0x79be667ef9dcbbac);

    public static UInt256 GeneratorY => new(0x9c47d08ffb10d4b8, 0xfd17b448a6855419, 0x5da4fbfc0e1108a8, 0x483ada7726a3c465);

    public static bool HasEndomorphism => true;

    public static FieldElement Beta => Secp256k1Endomorphism.Beta;

    /// <summary>The multiple m p is m 2^256 less m times the complement, whose low limb is t0's and falls away with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EliminateLimb(ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5)
    {
        ulong m = (t0 * Factor) << 12;
        t1 += (ulong)((long)t0 >> 52) - WideMultiply.High(m, Complement);
        t4 += (m << 48) >> 12;
        t5 += m >> 16;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractMultiple(long quotient, ref long d0, ref long d1, ref long d2, ref long d3, ref long d4)
    {
        d0 += quotient * (long)Complement;
        d4 -= quotient << 48;
    }

    public static void Split(in UInt256 k, out UInt256 k1, out long sign1, out UInt256 k2, out long sign2) =>
        Secp256k1Endomorphism.Split(k, out k1, out sign1, out k2, out sign2);

    public static void SplitOdd(in UInt256 k, out UInt256 first, out UInt256 second) => Secp256k1Endomorphism.SplitOdd(k, out first, out second);
}

/// <summary>The order of the secp256k1 group.</summary>
internal readonly struct Secp256k1Order : IModulus
{
    /// <summary>-n^-1 modulo 2^52.</summary>
    private static readonly ulong Factor = GenericModulus.Factor(Modulus);

    public static UInt256 Modulus => new(0xbfd25e8cd0364141, 0xbaaedce6af48a03b, 0xfffffffffffffffe, 0xffffffffffffffff);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EliminateLimb(ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5) =>
        GenericModulus.EliminateLimb(Factor, Field<Secp256k1Order>.Prime, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
}
