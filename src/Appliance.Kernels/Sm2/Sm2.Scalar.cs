using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>The curve of GB/T 32918.5-2017: p = 2^256 - 2^224 - 2^96 + 2^64 - 1.</summary>
internal readonly struct Sm2Curve : ICurve
{
    /// <summary>Limb 4 of the prime.</summary>
    private const ulong TopLimb = (1UL << 48) - (1UL << 16);

    public static UInt256 Modulus => new(0xffffffffffffffff, 0xffffffff00000000, 0xffffffffffffffff, 0xfffffffeffffffff);

    public static UInt256 Order => Sm2Order.Modulus;

    public static bool IsAZero => false;

    public static UInt256 B => new(0xddbcbd414d940e93, 0xf39789f515ab8f92, 0x4d5a9e4bcf6509a7, 0x28e9fa9e9d9f5e34);

    public static UInt256 GeneratorX => new(0x715a4589334c74c7, 0x8fe30bbff2660be1, 0x5f9904466a39c994, 0x32c4ae2c1f198119);

    public static UInt256 GeneratorY => new(0x02df32e52139f0a0, 0xd0a9877cc62a4740, 0x59bdcee36b692153, 0xbc3736a2f4f6779c);

    public static bool HasEndomorphism => false;

    /// <summary>The prime is -1 modulo 2^52, so the multiplier is t0 itself; all limbs but the top one are sums of shifts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EliminateLimb(ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5)
    {
        ulong m = t0 << 12;
        t1 += (ulong)((long)t0 >> 52) + ((t0 << 24) >> 12) - ((t0 << 56) >> 12);
        t2 += (m >> 52) - (m >> 20);
        t4 += (m * TopLimb) >> 12;
        t5 += WideMultiply.High(m, TopLimb);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractMultiple(long quotient, ref long d0, ref long d1, ref long d2, ref long d3, ref long d4)
    {
        d0 += quotient;
        d1 += (quotient << 44) - (quotient << 12);
        d4 += (quotient << 16) - (quotient << 48);
    }
}

/// <summary>The order of the SM2 group.</summary>
internal readonly struct Sm2Order : IModulus
{
    /// <summary>-n^-1 modulo 2^52.</summary>
    private static readonly ulong Factor = GenericModulus.Factor(Modulus);

    public static UInt256 Modulus => new(0x53bbf40939d54123, 0x7203df6b21c6052b, 0xffffffffffffffff, 0xfffffffeffffffff);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EliminateLimb(ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5) =>
        GenericModulus.EliminateLimb(Factor, Field<Sm2Order>.Prime, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);
}
