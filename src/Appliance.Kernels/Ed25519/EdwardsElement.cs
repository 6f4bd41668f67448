namespace Appliance.Kernels;

/// <summary>A residue modulo 2^255 - 19 in five limbs of 51 bits, L0 the lowest.</summary>
/// <remarks>
/// Limbs may exceed 51 bits, and the value the prime. "Reduced" are limbs below 2^51 + 2^18, which is what products are; "loose" are limbs
/// below 2^54, which is what products take. The sum of two reduced values, and a difference, are loose: so formulas need no carry between
/// their products.
/// </remarks>
internal struct EdwardsElement
{
    public const int LimbBits = 51;
    public const ulong Mask = (1UL << LimbBits) - 1;

    public ulong L0;
    public ulong L1;
    public ulong L2;
    public ulong L3;
    public ulong L4;

    /// <summary>Splits an integer below 2^255 into limbs.</summary>
    public static void Unpack(out EdwardsElement r, in UInt256 value)
    {
        r.L0 = value.W0 & Mask;
        r.L1 = ((value.W0 >> 51) | (value.W1 << 13)) & Mask;
        r.L2 = ((value.W1 >> 38) | (value.W2 << 26)) & Mask;
        r.L3 = ((value.W2 >> 25) | (value.W3 << 39)) & Mask;
        r.L4 = value.W3 >> 12;
    }

    /// <summary>The same as a value, where speed does not matter.</summary>
    public static EdwardsElement Unpack(in UInt256 value)
    {
        Unpack(out EdwardsElement r, value);
        return r;
    }
}
