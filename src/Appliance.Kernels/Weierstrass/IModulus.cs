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
/// The prime of a curve y^2 = x^3 + ax + b with a = -3 or a = 0, its constants, and the fold that keeps sums small. The prime is 3 modulo 4 and
/// 2^256 - d with d below 2^224: the bounds of <see cref="Field{TModulus}"/> and <see cref="CurveField{TCurve}"/> rest on it.
/// </summary>
internal interface ICurve : IModulus
{
    /// <summary>Whether a is 0; otherwise it is -3. A constant, so that each curve's code holds its own formulas only.</summary>
    static abstract bool IsAZero { get; }

    static abstract UInt256 B { get; }

    static abstract UInt256 GeneratorX { get; }

    static abstract UInt256 GeneratorY { get; }

    /// <summary>Order of the generator; the cofactor is 1.</summary>
    static abstract UInt256 Order { get; }

    /// <summary>Whether (x, y) -> (beta x, y) is a multiplication by a known scalar lambda: <see cref="Beta"/> and <see cref="Split"/> exist.</summary>
    static abstract bool HasEndomorphism { get; }

    /// <summary>beta in Montgomery form.</summary>
    static virtual FieldElement Beta => throw new NotSupportedException("The curve has no endomorphism.");

    /// <summary>Subtracts <paramref name="quotient"/> times the prime from the limbs, without carrying.</summary>
    static abstract void SubtractMultiple(long quotient, ref long d0, ref long d1, ref long d2, ref long d3, ref long d4);

    /// <summary>
    /// k = ±k1 ± k2 lambda modulo the order, for k below it, with k1 and k2 below 2^128; a sign is -1 where its part is to be subtracted and otherwise 0.
    /// </summary>
    static virtual void Split(in UInt256 k, out UInt256 k1, out long sign1, out UInt256 k2, out long sign2) =>
        throw new NotSupportedException("The curve has no endomorphism.");

    /// <summary>
    /// k = k1 + k2 lambda modulo the order, for odd k below it, with odd k1 and k2 of magnitude below 2^129, which come as (k1 - 1) / 2 + 2^129 and
    /// (k2 - 1) / 2 + 2^129.
    /// </summary>
    static virtual void SplitOdd(in UInt256 k, out UInt256 first, out UInt256 second) =>
        throw new NotSupportedException("The curve has no endomorphism.");
}
