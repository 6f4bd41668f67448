using System.Numerics;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Tests;

/// <summary>The field of edwards25519 in both radices against integers, operands at the edges of what its intervals promise.</summary>
public sealed class Field25519Tests(ITestOutputHelper output)
{
    private const int Lanes = 8;
    private static readonly BigInteger P = Field25519.Curve25519Prime.Prime;

    /// <summary>What the additions' products take at most: a product, twice another, and the multiples of p that differences need.</summary>
    private static readonly BigInteger Wide = 6 * P;

    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Products_are_those_of_integers(int width) => Check(width, 2, (fp, x) => fp.Multiply(x[0], x[1]), x => x[0] * x[1]);

    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Squares_are_those_of_integers(int width) => Check(width, 1, (fp, x) => fp.Square(x[0]), x => x[0] * x[0]);

    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Differences_are_those_of_integers(int width) =>
        Check(width, 3, (fp, x) => fp.CarryPositive(fp.Subtract(fp.Subtract(x[0], fp.Double(x[1])), x[2])), x => x[0] - 2 * x[1] - x[2]);

    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Shortened_values_are_barely_above_the_prime(int width) => Check(
        width, 3, (fp, x) => fp.Shorten(fp.Subtract(fp.Subtract(x[0], fp.Double(x[1])), x[2])), x => x[0] - 2 * x[1] - x[2], P + (BigInteger.One << 234));

    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Canonical_values_are_below_the_prime(int width) =>
        Check(width, 2, (fp, x) => fp.Canonical(fp.Multiply(x[0], x[1])), x => x[0] * x[1], P - 1);

    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Multiplicands_that_are_too_wide_are_refused(int width)
    {
        Field fp = EdwardsFields.Create(width, new KernelProgram(Lanes));
        Element a = fp.Load(new Place(Pointer.First, 0), Wide);
        Assert.Throws<InvalidOperationException>(() => fp.Multiply(fp.Add(a, a), a));
    }

    private void Check(
        int width, int operands, Func<Field, Element[], Element> build, Func<BigInteger[], BigInteger> expected, BigInteger? max = null)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var program = new KernelProgram(Lanes);
        Field fp = EdwardsFields.Create(width, program);
        int limbs = fp.LimbCount;
        Element result = build(fp, [.. Enumerable.Range(0, operands).Select(i => fp.Load(new Place(Pointer.First, i * limbs), Wide))]);
        for (int i = 0; i < limbs; i++)
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
            for (int i = 0; i < operands * limbs; i++)
            {
                memory[new Place(Pointer.First, i)] = [.. values.Select(lane => EdwardsFields.Limb(fp, lane[i / limbs], i % limbs))];
            }

            new Interpreter(program) { Memory = memory }.Run();
            for (int lane = 0; lane < Lanes; lane++)
            {
                BigInteger actual = EdwardsFields.Read(fp, memory, new Place(Pointer.Output, 0), lane);
                Assert.Equal(((expected(values[lane]) % P) + P) % P, actual % P);
                Assert.InRange(actual, 0, max ?? result.Max);
            }
        }
    }

    private static BigInteger AnyValue(Random random)
    {
        var bytes = new byte[33];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % Wide;
    }
}
