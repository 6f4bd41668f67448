using System.Numerics;

namespace Appliance.Kernels.Tests;

/// <summary>Field and scalar arithmetic against <see cref="BigInteger"/>, with the values at which carries and folds turn.</summary>
public sealed class FieldTests(ITestOutputHelper output)
{
    private static readonly BigInteger R = BigInteger.One << 260;

    [Fact]
    public void P256_prime() => Products<P256Curve>();

    [Fact]
    public void P256_order() => Products<P256Order>();

    [Fact]
    public void Sm2_prime() => Products<Sm2Curve>();

    [Fact]
    public void Sm2_order() => Products<Sm2Order>();

    [Fact]
    public void Secp256k1_prime() => Products<Secp256k1Curve>();

    [Fact]
    public void Secp256k1_order() => Products<Secp256k1Order>();

    [Fact]
    public void Secp256k1_sums() => Sums<Secp256k1Curve>();

    [Fact]
    public void Secp256k1_square_roots() => SquareRoots<Secp256k1Curve>();

    [Fact]
    public void P256_square_roots() => SquareRoots<P256Curve>();

    [Fact]
    public void P256_sums() => Sums<P256Curve>();

    [Fact]
    public void Sm2_sums() => Sums<Sm2Curve>();

    [Fact]
    public void Words_of_256_bits()
    {
        Random random = Seeds.Create(output);
        BigInteger modulus = BigInteger.One << 256;
        foreach (BigInteger a in Values(P(P256Order.Modulus), random))
        {
            foreach (BigInteger b in Values(P(P256Order.Modulus), random))
            {
                UInt256 x = U(a), y = U(b);
                Assert.Equal((a + b) % modulus, P(UInt256.Add(x, y, out ulong carry)));
                Assert.Equal(a + b >= modulus, carry == 1);
                Assert.Equal((a - b + modulus) % modulus, P(UInt256.Subtract(x, y, out ulong borrow)));
                Assert.Equal(a < b, borrow == 1);
                Assert.Equal(a < b, x < y);
                Assert.Equal(a > b, x > y);
                Assert.Equal((((a * b) >> 383) + 1) >> 1, P(UInt256.MultiplyAndShift384(x, y)));
            }

            Assert.Equal(a >> 1, P(UInt256.Halve(U(a))));
        }
    }

    [Fact]
    public void Scalars_split_along_the_endomorphism()
    {
        Random random = Seeds.Create(output);
        BigInteger n = P(Secp256k1Order.Modulus);
        var lambda = BigInteger.Parse("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72", System.Globalization.NumberStyles.HexNumber, null);
        BigInteger[] values = [.. Values(n, random), .. Enumerable.Range(0, 20).Select(i => n * (2 * i + 1) / 40), lambda, n - lambda];
        foreach (BigInteger value in values.SelectMany(value => (BigInteger[])[value, value * lambda, value + lambda]))
        {
            BigInteger k = value % n;
            Secp256k1Curve.Split(U(k), out UInt256 k1, out long sign1, out UInt256 k2, out long sign2);
            Assert.True(P(k1) >> 128 == 0 && P(k2) >> 128 == 0);
            BigInteger sum = (sign1 == 0 ? P(k1) : -P(k1)) + (sign2 == 0 ? P(k2) : -P(k2)) * lambda;
            Assert.Equal(k, ((sum % n) + n) % n);
        }
    }

    [Fact]
    public void Non_adjacent_form_represents_the_scalar()
    {
        Random random = Seeds.Create(output);
        foreach (BigInteger value in Values(P(P256Order.Modulus), random))
        {
            var digits = new sbyte[Wnaf.Length];
            int end = Wnaf.Recode(U(value), digits);
            BigInteger sum = 0;
            for (int i = 0; i < digits.Length; i++)
            {
                Assert.True(digits[i] == 0 || ((digits[i] & 1) == 1 && Math.Abs(digits[i]) < 16 && i < end));
                sum += new BigInteger(digits[i]) << i;
            }

            Assert.Equal(value, sum);
        }
    }

    private void Products<TModulus>()
        where TModulus : struct, IModulus
    {
        Random random = Seeds.Create(output);
        BigInteger p = P(TModulus.Modulus);
        BigInteger inverseR = BigInteger.ModPow(R, p - 2, p);
        BigInteger[] values = Values(p, random);
        foreach (BigInteger a in values)
        {
            FieldElement x = FieldElement.Unpack(U(a));
            Field<TModulus>.Square(out FieldElement square, x);
            AssertIs<TModulus>(a * a * inverseR, square);
            Assert.Equal(a % p, P(Field<TModulus>.FromMontgomery(Field<TModulus>.ToMontgomery(U(a)))));
            Assert.Equal(a % p == 0, Field<TModulus>.IsZero(Field<TModulus>.ToMontgomery(U(a))));
            foreach (BigInteger b in values)
            {
                FieldElement y = FieldElement.Unpack(U(b));
                Field<TModulus>.Multiply(out FieldElement product, x, y);
                AssertIs<TModulus>(a * b * inverseR, product);
                Field<TModulus>.MultiplyAdd(out FieldElement both, x, y, y, y);
                AssertIs<TModulus>((a * b + b * b) * inverseR, both);
                FieldElement alias = x;
                Field<TModulus>.Multiply(out alias, alias, y);
                AssertIs<TModulus>(a * b * inverseR, alias);
            }
        }

        FieldElement[] inverses = [.. values.Where(value => value % p != 0).Select(value => Field<TModulus>.ToMontgomery(U(value)))];
        FieldElement[] originals = [.. inverses];
        Field<TModulus>.InvertAll(inverses, new FieldElement[inverses.Length]);
        for (int i = 0; i < inverses.Length; i++)
        {
            Field<TModulus>.Multiply(out FieldElement one, inverses[i], originals[i]);
            Assert.Equal(P(Field<TModulus>.FromMontgomery(one)), BigInteger.One);
        }
    }

    private void Sums<TCurve>()
        where TCurve : struct, ICurve
    {
        Random random = Seeds.Create(output);
        BigInteger p = P(TCurve.Modulus);
        BigInteger[] values = Values(p, random);
        foreach (BigInteger a in values)
        {
            FieldElement x = FieldElement.Unpack(U(a));
            foreach (BigInteger b in values)
            {
                FieldElement y = FieldElement.Unpack(U(b));
                CurveField<TCurve>.Add(out FieldElement r, x, y);
                AssertIs<TCurve>(a + b, r);
                CurveField<TCurve>.Subtract(out r, x, y);
                AssertIs<TCurve>(a - b, r);
                CurveField<TCurve>.SignedSubtract(out r, x, -1, y);
                AssertIs<TCurve>(-a - b, r);
                CurveField<TCurve>.SubtractBoth(out r, x, y, y);
                AssertIs<TCurve>(a - 2 * b, r);
                CurveField<TCurve>.SubtractTwice(out r, x, x, y);
                AssertIs<TCurve>(-2 * b, r);
                Assert.Equal(a % p == b % p, CurveField<TCurve>.AreEqual(x, y));
            }
        }
    }

    private void SquareRoots<TCurve>()
        where TCurve : struct, ICurve
    {
        Random random = Seeds.Create(output);
        BigInteger p = P(TCurve.Modulus);
        foreach (BigInteger a in Values(p, random))
        {
            bool isSquare = a % p == 0 || BigInteger.ModPow(a, (p - 1) / 2, p) == 1;
            FieldElement x = Field<TCurve>.ToMontgomery(U(a));
            Assert.Equal(isSquare, CurveField<TCurve>.TrySquareRoot(out FieldElement root, x));
            if (isSquare) Assert.Equal(a % p, BigInteger.ModPow(P(Field<TCurve>.FromMontgomery(root)), 2, p));
        }
    }

    /// <summary>The right residue, carried, and below twice the modulus.</summary>
    private static void AssertIs<TModulus>(BigInteger expected, in FieldElement actual)
        where TModulus : struct, IModulus
    {
        BigInteger p = P(TModulus.Modulus);
        Assert.True((actual.L0 | actual.L1 | actual.L2 | actual.L3) <= FieldElement.Mask);
        BigInteger value = actual.L0 + ((BigInteger)actual.L1 << 52) + ((BigInteger)actual.L2 << 104)
            + ((BigInteger)actual.L3 << 156) + ((BigInteger)actual.L4 << 208);
        Assert.True(value < 2 * p, value.ToString("x", null));
        Assert.Equal(((expected % p) + p) % p, value % p);
        Assert.Equal(value % p, P(Field<TModulus>.Canonical(actual)));
    }

    /// <summary>Values below 2^256 around 0, p, powers of two and full limbs, and random ones.</summary>
    private static BigInteger[] Values(BigInteger p, Random random)
    {
        BigInteger max = (BigInteger.One << 256) - 1;
        var values = new List<BigInteger> { 0, 1, 2, p - 2, p - 1, p, p + 1, max, max - 1, max >> 1, (max >> 1) + 1 };
        for (int bit = 52; bit < 256; bit += 52)
        {
            values.AddRange([(BigInteger.One << bit) - 1, BigInteger.One << bit, max - (BigInteger.One << bit)]);
        }

        for (int i = 0; i < 24; i++)
        {
            var bytes = new byte[32];
            random.NextBytes(bytes);
            values.Add(new BigInteger(bytes, isUnsigned: true));
        }

        return [.. values];
    }

    private static BigInteger P(in UInt256 value)
    {
        var bytes = new byte[32];
        value.Write(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    private static UInt256 U(BigInteger value)
    {
        var bytes = new byte[32];
        byte[] minimal = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        minimal.CopyTo(bytes, 32 - minimal.Length);
        return UInt256.Read(bytes);
    }
}
