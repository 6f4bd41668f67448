namespace Appliance.Kernels;

/// <summary>
/// A residue in five limbs of 52 bits, L0 the lowest.
/// </summary>
/// <remarks>
/// Invariant of everything that <see cref="Field{TModulus}"/> stores: L0 to L3 are below 2^52 ("carried") and the value is below
/// twice the modulus. The twelve spare bits of each word are why sums need no carry flag, which C# does not have; with four limbs
/// of 64 bits every product would pay two comparisons for its carries, and every sum a reduction.
/// </remarks>
internal struct FieldElement
{
    public const int LimbBits = 52;
    public const ulong Mask = (1UL << LimbBits) - 1;

    public ulong L0;
    public ulong L1;
    public ulong L2;
    public ulong L3;
    public ulong L4;

    /// <summary>Splits an integer into limbs without changing its value.</summary>
    /// <remarks>
    /// Written to an out parameter, not returned: copying a struct that was just written limb by limb reads it in vectors, and
    /// such a read must wait until the writes have left the store buffer.
    /// </remarks>
    public static void Unpack(out FieldElement r, in UInt256 value)
    {
        r.L0 = value.W0 & Mask;
        r.L1 = ((value.W0 >> 52) | (value.W1 << 12)) & Mask;
        r.L2 = ((value.W1 >> 40) | (value.W2 << 24)) & Mask;
        r.L3 = ((value.W2 >> 28) | (value.W3 << 36)) & Mask;
        r.L4 = value.W3 >> 16;
    }

    /// <summary>The same as a value, where speed does not matter.</summary>
    public static FieldElement Unpack(in UInt256 value)
    {
        Unpack(out FieldElement r, value);
        return r;
    }

    /// <summary>Joins the limbs of a carried value below 2^256.</summary>
    public readonly UInt256 Pack() => new(
        L0 | (L1 << 52),
        (L1 >> 12) | (L2 << 40),
        (L2 >> 24) | (L3 << 28),
        (L3 >> 36) | (L4 << 16));
}
