using System.Numerics;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Tests;

/// <summary>Field arithmetic of both radices, interpreted, against <see cref="BigInteger"/>; every intermediate value stays in its proven interval.</summary>
public sealed class FieldTests(ITestOutputHelper output)
{
    private const int Lanes = 4;

    public static TheoryData<string, int> Fields =>
    [
        .. from modulus in Moduli from width in (int[])[52, 29] select new TheoryDataRow<string, int>(modulus.Name, width),
    ];

    private static Modulus[] Moduli => [Modulus.P256, Modulus.P256Order, Modulus.Sm2, Modulus.Sm2Order, Modulus.Secp256k1, Modulus.Secp256k1Order];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Products_are_those_of_integers(string name, int width)
    {
        Check(name, width, 2, (field, x) => field.Multiply(x[0], x[1]), (x, inverseR) => x[0] * x[1] * inverseR);
        Check(name, width, 1, (field, x) => field.Square(x[0]), (x, inverseR) => x[0] * x[0] * inverseR);
        Check(
            name, width, 4, (field, x) => field.Carry(field.SumOfProducts([(x[0], x[1]), (x[2], x[3])])),
            (x, inverseR) => (x[0] * x[1] + x[2] * x[3]) * inverseR);
        Check(
            name, width, 3, (field, x) => field.Carry(field.SumOfProducts([(x[0], x[1])], square: x[2], squareShift: 3)),
            (x, inverseR) => (x[0] * x[1] + 8 * x[2] * x[2]) * inverseR);
        Check(
            name, width, 3, (field, x) => field.Carry(field.MultiplyColumns(x[0], x[1], plus: field.NegativePlusMultiple(x[2], 0))),
            (x, inverseR) => x[0] * x[1] * inverseR - x[2]);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Sums_are_those_of_integers(string name, int width)
    {
        Check(name, width, 2, (field, x) => field.Carry(field.Difference(x[0], x[1])), (x, _) => x[0] - x[1]);
        Check(name, width, 1, (field, x) => field.Canonical(field.Carry(field.Difference(x[0], field.Zero))), (x, _) => x[0]);
        if (Moduli.Single(modulus => modulus.Name == name).Terms.Count == 0) return;

        Check(
            name, width, 3, (field, x) => field.Carry(field.Fold(field.Subtract(field.Subtract(x[0], field.ShiftLeft(x[1], 3)), x[2]))),
            (x, _) => x[0] - 8 * x[1] - x[2]);
    }

    [Fact]
    public void Multiplicands_that_are_too_wide_are_refused()
    {
        var program = new KernelProgram(8);
        var field = new Field52(program, Modulus.P256);
        Element a = field.Load(new Place(Pointer.First, 0), 2 * field.Prime);
        Assert.Throws<InvalidOperationException>(() => field.Multiply(field.Add(a, a), a));
    }

    [Fact]
    public void Storing_more_than_was_promised_is_refused()
    {
        var program = new KernelProgram(8);
        var field = new Field52(program, Modulus.P256);
        Element a = field.Load(new Place(Pointer.First, 0), 2 * field.Prime);
        Assert.Throws<InvalidOperationException>(() => field.Store(field.Carry(field.Add(a, a)), new Place(Pointer.Output, 0), 3 * field.Prime));
        Assert.Throws<InvalidOperationException>(() => field.Store(field.Add(a, a), new Place(Pointer.Output, 0), 4 * field.Prime));
    }

    private void Check(
        string name, int width, int operands, Func<Field, Element[], Element> build, Func<BigInteger[], BigInteger, BigInteger> expected)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        Modulus modulus = Moduli.Single(modulus => modulus.Name == name);
        BigInteger p = modulus.Prime;
        var program = new KernelProgram(Lanes);
        Field field = width == 52 ? new Field52(program, modulus) : new Field29(program, modulus, new Field29Routines(Lanes));
        int limbs = field.LimbCount;
        Element[] elements = [.. Enumerable.Range(0, operands).Select(i => field.Load(new Place(Pointer.First, i * limbs), 2 * p - 1))];
        Element result = build(field, elements);
        for (int i = 0; i < limbs; i++)
        {
            program.Store(result.Limbs[i], new Place(Pointer.Output, i));
        }

        BigInteger inverseR = BigInteger.ModPow(field.Radix, p - 2, p);
        BigInteger[] edges = [0, 1, p - 1, p, p + 1, 2 * p - 1, BigInteger.One << 255, (BigInteger.One << 256) - 1, (BigInteger.One << 208) - 1];
        for (int round = 0; round < 100; round++)
        {
            var memory = new Dictionary<Place, ulong[]>();
            var values = new BigInteger[Lanes][];
            for (int lane = 0; lane < Lanes; lane++)
            {
                values[lane] = [.. Enumerable.Range(0, operands).Select(_ => random.Next(3) == 0 ? Random256(random) % (2 * p) : edges[random.Next(edges.Length)] % (2 * p))];
                for (int i = 0; i < operands * limbs; i++)
                {
                    Place place = new(Pointer.First, i);
                    if (!memory.ContainsKey(place)) memory[place] = new ulong[Lanes];
                    BigInteger shifted = values[lane][i / limbs] >> (width * (i % limbs));
                    memory[place][lane] = (ulong)(i % limbs == limbs - 1 ? shifted : shifted & ((1UL << width) - 1));
                }
            }

            new Interpreter(program) { Memory = memory }.Run();
            for (int lane = 0; lane < Lanes; lane++)
            {
                BigInteger actual = 0;
                for (int i = limbs - 1; i >= 0; i--)
                {
                    actual = (actual << width) + memory[new Place(Pointer.Output, i)][lane];
                }

                Assert.Equal(((expected(values[lane], inverseR) % p) + p) % p, actual % p);
                Assert.InRange(actual, result.Bound.Min, result.Bound.Max);
            }
        }
    }

    private static BigInteger Random256(Random random)
    {
        var bytes = new byte[33];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true);
    }
}
