using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>L = 2^252 + 27742317777372353535851937790883648493, the order of the generator (RFC 8032 section 5.1).</summary>
/// <remarks>
/// Smaller than the moduli that <see cref="IModulus"/> speaks of, which only helps: a Montgomery product of values below aL and bL comes out
/// below (1 + ab / 256) L.
/// </remarks>
internal readonly struct Edwards25519Order : IModulus
{
    /// <summary>-L^-1 modulo 2^52.</summary>
    private static readonly ulong Factor = GenericModulus.Factor(Modulus);

    /// <summary>2^516 mod L and 2^260 mod L: factors that take the halves of a digest to their place and out of Montgomery form.</summary>
    private static readonly FieldElement HighFactor = PowerOfTwo(516);
    private static readonly FieldElement LowFactor = PowerOfTwo(260);

    public static UInt256 Modulus => new(0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000);

    /// <summary>Reads the 32 bytes of S, little-endian. False unless it is below L.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out UInt256 value)
    {
        value = UInt256.ReadLittleEndian(bytes);
        return value < Modulus;
    }

    /// <summary>A digest of 64 bytes as little-endian integer modulo L.</summary>
    public static UInt256 Reduce(ReadOnlySpan<byte> digest)
    {
        FieldElement.Unpack(out FieldElement low, UInt256.ReadLittleEndian(digest));
        FieldElement.Unpack(out FieldElement high, UInt256.ReadLittleEndian(digest[32..]));

        // Each half is below 16 L, so the sum is below (1 + 32 / 256) L and the canonical residue one subtraction away.
        Field<Edwards25519Order>.MultiplyAdd(out FieldElement r, high, HighFactor, low, LowFactor);
        return Field<Edwards25519Order>.Canonical(r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EliminateLimb(ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3, ref ulong t4, ref ulong t5) =>
        GenericModulus.EliminateLimb(Factor, Field<Edwards25519Order>.Prime, ref t0, ref t1, ref t2, ref t3, ref t4, ref t5);

    private static FieldElement PowerOfTwo(int exponent)
    {
        var power = new UInt256(1, 0, 0, 0);
        for (int i = 0; i < exponent; i++)
        {
            power = UInt256.AddModulo(power, power, Modulus);
        }

        return FieldElement.Unpack(power);
    }
}
