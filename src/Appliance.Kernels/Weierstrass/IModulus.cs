namespace Appliance.Kernels;

/// <summary>An odd modulus between 2^255 and 2^256, with its own way to take one limb off a Montgomery product.</summary>
internal interface IModulus
{
    static abstract UInt256 Modulus { get; }

    /// <summary>
    /// Adds the multiple of the modulus that makes the low 52 bits of <paramref name="t0"/> vanish and carries the rest of t0 into
    /// <paramref name="t1"/>. The words are signed and may exceed 52 bits.
    /// </summary>
    static abstract void EliminateLimb(ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5);
}

/// <summary>
/// The prime of a curve y^2 = x^3 - 3x + b, its constants, and the fold that keeps sums small. The prime is 2^256 - d with
/// d between 2^223 and 2^224: the bounds of <see cref="Field{TModulus}"/> rest on it.
/// </summary>
internal interface ICurve : IModulus
{
    static abstract UInt256 B { get; }

    static abstract UInt256 GeneratorX { get; }

    static abstract UInt256 GeneratorY { get; }

    /// <summary>Order of the generator; the cofactor is 1.</summary>
    static abstract UInt256 Order { get; }

    /// <summary>Subtracts <paramref name="quotient"/> times the prime from the limbs, without carrying.</summary>
    static abstract void SubtractMultiple(long quotient, ref long d0, ref long d1, ref long d2, ref long d3, ref long d4);
}
