using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>NIST P-256 (SP 800-186 section 3.2.1.3): p = 2^256 - 2^224 + 2^192 + 2^96 - 1.</summary>
internal readonly struct P256Curve : ICurve
{
    /// <summary>Limb 4 of the prime.</summary>
    private const ulong TopLimb = (1UL << 48) - (1UL << 16);

    public static UInt256 Modulus => new(0xffffffffffffffff, 0x00000000ffffffff, 0, 0xffffffff00000001);

    public static UInt256 Order => P256Order.Modulus;

    public static bool IsAZero => false;

    public static UInt256 B => new(0x3bce3c3e27d2604b, 0x651d06b0cc53b0f6, 0xb3ebbd55769886bc, 0x5ac635d8aa3a93e7);

    public static UInt256 GeneratorX => new(0xf4a13945d898c296, 0x77037d812deb33a0, 0xf8bce6e563a440f2, 0x6b17d1f2e12c4247);

    public static UInt256 GeneratorY => new(0xcbb6406837bf51f5, 0x2bce33576b315ece, 0x8ee7eb4a7c0f9e16, 0x4fe342e2fe1a7f9b);

    public static bool HasEndomorphism => false;

    /// <summary>The prime is -1 modulo 2^52, so the multiplier is t0 itself; all limbs but the top one are sums of shifts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EliminateLimb(ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5)
    {
        ulong m = t0 << 12;
        t1 += (ulong)((long)t0 >> 52) + ((t0 << 56) >> 12);
        t2 += m >> 20;
        t3 += (t0 << 48) >> 12;
        t4 += (m >> 28) + ((m * TopLimb) >> 12);
        t5 += WideMultiply.High(m, TopLimb);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractMultiple(long quotient, ref long d0, ref long d1, ref long d2, ref long d3, ref long d4)
    {
        d0 += quotient;
        d1 -= quotient << 44;
        d3 -= quotient << 36;
        d4 += (quotient << 16) - (quotient << 48);
    }
}

/// <summary>The order of the P-256 group.</summary>
internal readonly struct P256Order : IModulus
{
    /// <summary>-n^-1 modulo 2^52.</summary>
    private static readonly ulong Factor = GenericModulus.Factor(Modulus);

    public static UInt256 Modulus => new(0xf3b9cac2fc632551, 0xbce6faada7179e84, 0xffffffffffffffff, 0xffffffff00000000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EliminateLimb(ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5) =>
        GenericModulus.EliminateLimb(Factor, Field<P256Order>.Prime, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
}
