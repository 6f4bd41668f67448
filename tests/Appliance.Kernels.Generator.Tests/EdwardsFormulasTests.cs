using System.Numerics;
using Appliance.Kernels.Generator.Curves;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Tests;

/// <summary>The group law on lanes against affine integers: complete, so points of small order, equal and opposite ones are pairs like others.</summary>
public sealed class EdwardsFormulasTests(ITestOutputHelper output)
{
    private const int Lanes = 8;

    private static readonly Place Result = new(Pointer.Output, 0);
    private static readonly Place Left = new(Pointer.First, 0);
    private static readonly Place Right = new(Pointer.Second, 0);

    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Sums_are_those_of_the_group(int width) => Check(width, opposite: false, (formulas, p, cached, _) => formulas.Add(p, cached, Value.None));

    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Opposites_are_subtracted(int width) => Check(width, opposite: true, (formulas, p, cached, mask) => formulas.Add(p, Swap(cached), mask));

    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Sums_without_T_are_those_of_the_group(int width) => Check(width, opposite: true, (formulas, p, cached, mask) =>
    {
        Projective sum = formulas.AddWithoutT(p, Swap(cached), mask);
        return new Extended(sum.X, sum.Y, sum.Z, sum.Z);
    }, hasT: false);

    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Doubles_are_those_of_the_group(int width)
    {
        Check(width, opposite: false, (formulas, p, _, _) => formulas.Double(new Projective(p.X, p.Y, p.Z)), isDouble: true);
        Check(
            width,
            opposite: false,
            (formulas, p, _, _) =>
            {
                Projective twice = formulas.DoubleWithoutT(new Projective(p.X, p.Y, p.Z));
                return new Extended(twice.X, twice.Y, twice.Z, twice.Z);
            },
            isDouble: true,
            hasT: false);
    }

    private static Cached Swap(Cached cached) =>
        cached with { Niels = new Niels(cached.Niels.Difference, cached.Niels.Sum, cached.Niels.TwiceDxy) };

    private void Check(
        int width, bool opposite, Func<EdwardsFormulas, Extended, Cached, Value, Extended> build, bool isDouble = false, bool hasT = true)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var program = new KernelProgram(Lanes);
        Field fp = EdwardsFields.Create(width, program);
        var formulas = new EdwardsFormulas(fp);
        Value mask = program.MaskOfLowestBit(program.Constant(1));
        Cached cached = formulas.Cache(Load(fp, Right), fp.Fixed(2 * EdwardsCurve.D % EdwardsCurve.P));
        Extended sum = build(formulas, Load(fp, Left), cached, mask);
        Element[] coordinates = [sum.X, sum.Y, sum.Z, sum.T];
        for (int i = 0; i < coordinates.Length; i++)
        {
            fp.Store(coordinates[i], Result.Next(i * fp.LimbCount), fp.MaxProduct);
        }

        AffinePoint[] points = [.. Points(random)];
        (AffinePoint P, AffinePoint Q)[] pairs = [.. from p in points from q in points select (p, q)];
        foreach ((AffinePoint P, AffinePoint Q)[] chunk in pairs.Chunk(Lanes))
        {
            (AffinePoint P, AffinePoint Q)[] lanes = [.. Enumerable.Range(0, Lanes).Select(lane => chunk[lane % chunk.Length])];
            var memory = new Dictionary<Place, ulong[]>();
            Write(fp, memory, Left, [.. lanes.Select(pair => pair.P)], random);
            Write(fp, memory, Right, [.. lanes.Select(pair => pair.Q)], random);
            new Interpreter(program) { Memory = memory }.Run();
            for (int lane = 0; lane < Lanes; lane++)
            {
                AffinePoint second = isDouble ? lanes[lane].P : opposite ? EdwardsCurve.Opposite(lanes[lane].Q) : lanes[lane].Q;
                AffinePoint expected = EdwardsCurve.Add(lanes[lane].P, second);
                BigInteger[] actual =
                    [.. Enumerable.Range(0, 4).Select(i => EdwardsFields.Read(fp, memory, Result.Next(i * fp.LimbCount), lane) % EdwardsCurve.P)];
                Assert.NotEqual(0, actual[2]);
                Assert.Equal(expected.X * actual[2] % EdwardsCurve.P, actual[0]);
                Assert.Equal(expected.Y * actual[2] % EdwardsCurve.P, actual[1]);
                if (hasT) Assert.Equal(actual[0] * actual[1] % EdwardsCurve.P, actual[2] * actual[3] % EdwardsCurve.P);
            }
        }
    }

    /// <summary>Points of small, of large and of mixed order, and opposites.</summary>
    private static IEnumerable<AffinePoint> Points(Random random)
    {
        AffinePoint large = EdwardsCurve.Multiply(random.NextInt64(), EdwardsCurve.Generator);
        return [.. EdwardsCurve.SmallOrder, large, EdwardsCurve.Opposite(large), EdwardsCurve.Add(large, EdwardsCurve.SmallOrder[1]), EdwardsCurve.Generator];
    }

    private static Extended Load(Field fp, Place place)
    {
        Element[] coordinates = [.. Enumerable.Range(0, 4).Select(i => fp.Load(place.Next(i * fp.LimbCount), fp.MaxProduct))];
        return new Extended(coordinates[0], coordinates[1], coordinates[2], coordinates[3]);
    }

    /// <summary>The points with any Z, and coordinates that are canonical or not.</summary>
    private static void Write(Field fp, Dictionary<Place, ulong[]> memory, Place place, AffinePoint[] points, Random random)
    {
        BigInteger[] z = [.. points.Select(_ => 1 + (BigInteger)random.NextInt64())];
        for (int i = 0; i < 4; i++)
        {
            EdwardsFields.Write(fp, memory, place.Next(i * fp.LimbCount),
            [
                .. points.Select((point, lane) =>
                {
                    BigInteger value = (i switch { 0 => point.X, 1 => point.Y, 2 => 1, _ => point.X * point.Y }) * z[lane] % EdwardsCurve.P;
                    return value < 1_000 && random.Next(2) == 0 ? value + EdwardsCurve.P : value;
                }),
            ]);
        }
    }
}
