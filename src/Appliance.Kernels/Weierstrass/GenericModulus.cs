using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Montgomery elimination for a modulus without a special form: the group orders.</summary>
internal static class GenericModulus
{
    /// <summary>-m^-1 modulo 2^52, by Newton's iteration, which doubles the number of right bits each time.</summary>
    public static ulong Factor(in UInt256 modulus)
    {
        ulong inverse = modulus.W0;
        for (int correctBits = 3; correctBits < FieldElement.LimbBits; correctBits *= 2)
        {
            inverse *= 2 - modulus.W0 * inverse;
        }

        return (0 - inverse) & FieldElement.Mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EliminateLimb(
        ulong factor, in FieldElement modulus,
        ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5)
    {
        ulong m = (t0 * factor) << 12;
        t1 += Math.BigMul(m, modulus.L0, out ulong low);
        t0 += low >> 12;
        t1 += (ulong)((long)t0 >> 52);
        t2 += Math.BigMul(m, modulus.L1, out low);
        t1 += low >> 12;
        t3 += Math.BigMul(m, modulus.L2, out low);
        t2 += low >> 12;
        t4 += Math.BigMul(m, modulus.L3, out low);
        t3 += low >> 12;
        t5 += Math.BigMul(m, modulus.L4, out low);
        t4 += low >> 12;
    }
}
