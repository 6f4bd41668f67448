using System.Numerics;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Tests;

/// <summary>The field of edwards25519 against integers, operands at the edges of what its intervals promise.</summary>
public sealed class Field25519Tests(ITestOutputHelper output)
{
    private const int Lanes = 8;
    private const int Limbs = 5;

    private static readonly BigInteger P = Field25519.Curve25519Prime.Prime;

    /// <summary>What the additions' products take at most: a product, twice another, and the multiples of p that differences need.</summary>
    private static readonly BigInteger Wide = 6 * P;

    [Fact]
    public void Products_are_those_of_integers() => Check(2, (fp, x) => fp.Multiply(x[0], x[1]), x => x[0] * x[1]);

    [Fact]
    public void Squares_are_those_of_integers() => Check(1, (fp, x) => fp.Square(x[0]), x => x[0] * x[0]);

    [Fact]
    public void Differences_are_those_of_integers() =>
        Check(3, (fp, x) => fp.CarryPositive(fp.Subtract(fp.Subtract(x[0], fp.Double(x[1])), x[2])), x => x[0] - 2 * x[1] - x[2]);

    [Fact]
    public void Canonical_values_are_below_the_prime() => Check(2, (fp, x) => fp.Canonical(fp.Multiply(x[0], x[1])), x => x[0] * x[1], P - 1);

    [Fact]
    public void Multiplicands_that_are_too_wide_are_refused()
    {
        var fp = new Field25519(new KernelProgram(Lanes));
        Element a = fp.Load(new Place(Pointer.First, 0), Wide);
        Assert.Throws<InvalidOperationException>(() => fp.Multiply(fp.Add(a, a), a));
    }

    private void Check(int operands, Func<Field25519, Element[], Element> build, Func<BigInteger[], BigInteger> expected, BigInteger? max = null)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var program = new KernelProgram(Lanes);
        var fp = new Field25519(program);
        Element result = build(fp, [.. Enumerable.Range(0, operands).Select(i => fp.Load(new Place(Pointer.First, i * Limbs), Wide))]);
        for (int i = 0; i < Limbs; i++)
        {
            program.Store(result.Limbs[i], new Place(Pointer.Output, i));
        }

        BigInteger[] edges = [0, 1, 18, 19, P - 1, P, P + 1, 2 * P, BigInteger.One << 255, (BigInteger.One << 256) - 1, (BigInteger.One << 208) - 1, Wide];
        for (int round = 0; round < 100; round++)
        {
            BigInteger[][] values =
            [
                .. Enumerable.Range(0, Lanes).Select(_ => (BigInteger[])
                    [.. Enumerable.Range(0, operands).Select(_ => random.Next(3) == 0 ? AnyValue(random) : edges[random.Next(edges.Length)])]),
            ];
            Dictionary<Place, ulong[]> memory = [];
            for (int i = 0; i < operands * Limbs; i++)
            {
                memory[new Place(Pointer.First, i)] = [.. values.Select(lane => Limb(lane[i / Limbs], i % Limbs))];
            }

            new Interpreter(program) { Memory = memory }.Run();
            for (int lane = 0; lane < Lanes; lane++)
            {
                BigInteger actual = 0;
                for (int i = Limbs - 1; i >= 0; i--)
                {
                    actual = (actual << 52) + memory[new Place(Pointer.Output, i)][lane];
                }

                Assert.Equal(((expected(values[lane]) % P) + P) % P, actual % P);
                Assert.InRange(actual, 0, max ?? result.Max);
            }
        }
    }

    private static ulong Limb(BigInteger value, int index) =>
        (ulong)(index == Limbs - 1 ? value >> (52 * index) : (value >> (52 * index)) & ((1UL << 52) - 1));

    private static BigInteger AnyValue(Random random)
    {
        var bytes = new byte[33];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % Wide;
    }
}
