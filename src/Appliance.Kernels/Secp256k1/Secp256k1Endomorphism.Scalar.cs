namespace Appliance.Kernels;

/// <summary>
/// (x, y) -> (beta x, y) multiplies a point by lambda, so that k P = k1 P + k2 (lambda P) with k1 and k2 of half the length (Gallant,
/// Lambert, Vanstone; Guide to Elliptic Curve Cryptography, algorithm 3.74).
/// </summary>
/// <remarks>
/// The lattice of (a, b) with a + b lambda = 0 mod n has the basis (a1, b1), (a2, b2) with a1 = b2 = 0x3086d221a7d46bcde86c90e49284eb15,
/// b1 = -0xe4437ed6010e88286f547fa90abfe4c3 and a2 = a1 - b1. As the quotients are right to within 1/2 and a rounding error below 2^-127, both parts
/// stay below (a1 + a2) / 2 + 1, hence below 2^128, in magnitude.
/// </remarks>
internal static class Secp256k1Endomorphism
{
    /// <summary>A cube root of 1 modulo p.</summary>
    public static readonly FieldElement Beta = Field<Secp256k1Curve>.ToMontgomery(
        new UInt256(0xc1396c28719501ee, 0x9cf0497512f58995, 0x6e64479eac3434e9, 0x7ae96a2b657c0710));

    /// <summary>lambda, the cube root of 1 modulo n that belongs to <see cref="Beta"/>, negated.</summary>
    private static readonly FieldElement MinusLambda = Field<Secp256k1Order>.ToMontgomery(
        new UInt256(0xe0cfc810b51283cf, 0xa880b9fc8ec739c2, 0x5ad9e3fd77ed9ba4, 0xac9c52b33fa3cf1f));

    private static UInt256 A1 => new(0xe86c90e49284eb15, 0x3086d221a7d46bcd, 0, 0);

    private static UInt256 PlainMinusB1 => new(0x6f547fa90abfe4c3, 0xe4437ed6010e8828, 0, 0);

    private static UInt256 TwoTo130 => new(0, 0, 4, 0);

    private static readonly FieldElement MinusB1 = Field<Secp256k1Order>.ToMontgomery(PlainMinusB1);

    private static readonly FieldElement MinusB2 = Field<Secp256k1Order>.ToMontgomery(
        new UInt256(0xd765cda83db1562c, 0x8a280ac50774346d, 0xfffffffffffffffe, 0xffffffffffffffff));

    /// <summary>2^384 b2 / n, rounded.</summary>
    private static UInt256 G1 => new(0xe893209a45dbb031, 0x3daa8a1471e8ca7f, 0xe86c90e49284eb15, 0x3086d221a7d46bcd);

    /// <summary>-2^384 b1 / n, rounded.</summary>
    private static UInt256 G2 => new(0x1571b4ae8ac47f71, 0x221208ac9df506c6, 0x6f547fa90abfe4c4, 0xe4437ed6010e8828);

    /// <summary>k = ±k1 ± k2 lambda modulo n, for k below n; a sign is -1 where its part is to be subtracted and otherwise 0.</summary>
    public static void Split(in UInt256 k, out UInt256 k1, out long sign1, out UInt256 k2, out long sign2)
    {
        FieldElement c1 = FieldElement.Unpack(UInt256.MultiplyAndShift384(k, G1));
        FieldElement c2 = FieldElement.Unpack(UInt256.MultiplyAndShift384(k, G2));

        // Montgomery form times plain integer is a plain integer.
        Field<Secp256k1Order>.MultiplyAdd(out FieldElement part2, c1, MinusB1, c2, MinusB2);
        UInt256 second = Field<Secp256k1Order>.Canonical(part2);
        Field<Secp256k1Order>.Multiply(out FieldElement part1, MinusLambda, FieldElement.Unpack(second));
        UInt256 first = UInt256.AddModulo(Field<Secp256k1Order>.Canonical(part1), k, Secp256k1Order.Modulus);
        sign1 = TakeSign(first, out k1);
        sign2 = TakeSign(second, out k2);
    }

    /// <summary>
    /// k = k1 + k2 lambda modulo n with odd halves, as <see cref="ICurve.SplitOdd"/> gives them: with an even and an odd quotient, as a1 and b2 are
    /// odd and a2 is even.
    /// </summary>
    /// <remarks>
    /// Such quotients are right to within 3/2, so that the halves stay below 3 (a1 + a2) / 2, hence below 2^129, in magnitude; everything here is exact modulo
    /// 2^192 and more.
    /// </remarks>
    public static void SplitOdd(in UInt256 k, out UInt256 first, out UInt256 second)
    {
        UInt256 c1 = UInt256.MultiplyAndShift384(k, G1);
        UInt256 c2 = UInt256.MultiplyAndShift384(k, G2);
        UInt256 even = UInt256.Add(c1, new UInt256(c1.W0 & 1, 0, 0, 0), out _);
        var odd = new UInt256(c2.W0 | 1, c2.W1, 0, 0);

        // k1 = k - c1 a1 - c2 (a1 - b1), k2 = c1 (-b1) - c2 a1.
        UInt256 oddA1 = UInt256.MultiplyHalves(odd, A1);
        UInt256 k1 = UInt256.Subtract(UInt256.Subtract(k, UInt256.MultiplyHalves(even, A1), out _), oddA1, out _);
        k1 = UInt256.Subtract(k1, UInt256.MultiplyHalves(odd, PlainMinusB1), out _);
        UInt256 k2 = UInt256.Subtract(UInt256.MultiplyHalves(even, PlainMinusB1), oddA1, out _);
        first = UInt256.Halve(UInt256.Add(k1, TwoTo130, out _));
        second = UInt256.Halve(UInt256.Add(k2, TwoTo130, out _));
    }

    private static long TakeSign(in UInt256 residue, out UInt256 magnitude)
    {
        bool isNegative = residue.W3 != 0;
        magnitude = isNegative ? UInt256.Subtract(Secp256k1Order.Modulus, residue, out _) : residue;
        return isNegative ? -1 : 0;
    }
}
