using System.Globalization;
using System.Numerics;

namespace Appliance.Kernels.Tests;

/// <summary>secp256k1's scalars in two odd halves, against integers.</summary>
public sealed class EndomorphismTests(ITestOutputHelper output)
{
    private static readonly BigInteger N = Hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    private static readonly BigInteger Lambda = Hex("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72");
    private static readonly BigInteger A1 = Hex("3086d221a7d46bcde86c90e49284eb15");
    private static readonly BigInteger MinusB1 = Hex("e4437ed6010e88286f547fa90abfe4c3");
    private static readonly BigInteger Half = BigInteger.One << 129;

    [Fact]
    public void Odd_halves_of_random_scalars_make_the_scalar()
    {
        Random random = Seeds.Create(output);
        var bytes = new byte[32];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            Check(new BigInteger(bytes, isUnsigned: true) % N);
        }
    }

    [Fact]
    public void Odd_halves_of_edge_scalars_make_the_scalar()
    {
        for (int i = -40; i <= 40; i++)
        {
            Check(i);
            Check(i * Lambda);
            Check(i + (BigInteger.One << 128));
            Check(i + N / 2);
        }

        // Next to where a quotient is rounded the other way, and to where both are: the halves are longest there.
        Random random = Seeds.Create(output);
        for (int round = 0; round < 2_000; round++)
        {
            BigInteger step = random.NextInt64();
            for (int near = -2; near <= 2; near++)
            {
                Check((2 * step + 1) * N / (2 * A1) + near);
                Check((2 * step + 1) * N / (2 * MinusB1) + near);
                Check(step * N / A1 + near);
                Check(step * N / MinusB1 + near);
            }
        }
    }

    [Fact]
    public void Some_halves_are_longer_than_128_bits()
    {
        // What the 130 bits of the digits are for.
        Random random = Seeds.Create(output);
        var bytes = new byte[32];
        int longer = 0;
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            (BigInteger k1, BigInteger k2) = Check(new BigInteger(bytes, isUnsigned: true) % N);
            if (BigInteger.Max(BigInteger.Abs(k1), BigInteger.Abs(k2)) >> 128 != 0) longer++;
        }

        Assert.True(longer > 0);
    }

    private static (BigInteger First, BigInteger Second) Check(BigInteger any)
    {
        BigInteger k = ((any % N) + N) % N;
        if (k.IsZero) k = 1;
        if (k.IsEven) k = N - k;
        Secp256k1Curve.SplitOdd(FromInteger(k), out UInt256 first, out UInt256 second);
        BigInteger k1 = 2 * (ToInteger(first) - Half) + 1;
        BigInteger k2 = 2 * (ToInteger(second) - Half) + 1;
        Assert.Equal(k, (((k1 + k2 * Lambda) % N) + N) % N);
        Assert.True(BigInteger.Abs(k1) < Half && BigInteger.Abs(k2) < Half, $"{k}: {k1}, {k2}");
        return (k1, k2);
    }

    /// <summary>What the digits read: three words.</summary>
    private static BigInteger ToInteger(UInt256 a) => ((((BigInteger)a.W2 << 64) + a.W1) << 64) + a.W0;

    private static UInt256 FromInteger(BigInteger a) =>
        new(Word(a, 0), Word(a, 1), Word(a, 2), Word(a, 3));

    private static ulong Word(BigInteger a, int index) => (ulong)((a >> (64 * index)) & ulong.MaxValue);

    private static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
