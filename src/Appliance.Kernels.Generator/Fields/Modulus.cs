using System.Numerics;

namespace Appliance.Kernels.Generator.Fields;

/// <summary>A power of two, added or subtracted.</summary>
public readonly record struct PowerOfTwo(int Exponent, int Sign)
{
    public BigInteger Value => Sign * (BigInteger.One << Exponent);
}

/// <summary>
/// A prime between 2^255 and 2^256. One with few <paramref name="Terms"/> is their sum, the first being 2^256; reductions then need shifts instead of
/// products. One without such a form has no terms.
/// </summary>
public sealed record Modulus(string Name, BigInteger Prime, IReadOnlyList<PowerOfTwo> Terms)
{
    public static Modulus P256 { get; } = FromTerms("P-256 prime", new(256, 1), new(224, -1), new(192, 1), new(96, 1), new(0, -1));

    public static Modulus P256Order { get; } = FromHex("P-256 order", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    public static Modulus Sm2 { get; } = FromTerms("SM2 prime", new(256, 1), new(224, -1), new(96, -1), new(64, 1), new(0, -1));

    public static Modulus Sm2Order { get; } = FromHex("SM2 order", "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123");

    /// <summary>2^32 + 977 below 2^256; 977 is 2^10 - 2^5 - 2^4 + 1.</summary>
    public static Modulus Secp256k1 { get; } =
        FromTerms("secp256k1 prime", new(256, 1), new(32, -1), new(10, -1), new(5, 1), new(4, 1), new(0, -1));

    public static Modulus Secp256k1Order { get; } = FromHex("secp256k1 order", "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    /// <summary>2^256 minus the prime.</summary>
    public BigInteger Complement => (BigInteger.One << 256) - Prime;

    private static Modulus FromTerms(string name, params PowerOfTwo[] terms) =>
        new(name, terms.Aggregate(BigInteger.Zero, (sum, term) => sum + term.Value), terms);

    private static Modulus FromHex(string name, string hex) =>
        new(name, new BigInteger(Convert.FromHexString(hex), isUnsigned: true, isBigEndian: true), []);
}
