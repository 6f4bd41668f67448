using System.Numerics;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Fields;

/// <summary>
/// An integer in limbs, standing for a residue: the sum of limb i times 2^(width i), which lies in <paramref name="Bound"/>.
/// </summary>
/// <param name="Limbs">Lowest limb first; may be negative or wide unless carried.</param>
/// <param name="Bound">Where the integer lies.</param>
/// <param name="IsCarried">Every limb but the top one is in [0, 2^width), and the top one is not negative.</param>
/// <param name="IsTruncated">The limbs hold foreign bits above their width: fit only for multiplicands, which do not read them.</param>
public sealed record Element(Value[] Limbs, Interval Bound, bool IsCarried = false, bool IsTruncated = false)
{
    /// <summary>The bound as multiples of a modulus, for messages.</summary>
    public string Describe(Modulus modulus) => $"{(double)Bound.Min / (double)modulus.Prime:0.000}p to {(double)Bound.Max / (double)modulus.Prime:0.000}p";

    public BigInteger Max => Bound.Max;
}
