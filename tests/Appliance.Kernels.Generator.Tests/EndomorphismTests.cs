using System.Numerics;
using Appliance.Kernels.Generator.Curves;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Tests;

/// <summary>What scalars in halves need of the kernels, interpreted, against integers.</summary>
public sealed class EndomorphismTests(ITestOutputHelper output)
{
    private const int Lanes = 8;
    private const int Width = 5;
    private const int Windows = 26;
    private const int EntryShift = 9;

    private static readonly BigInteger P = Curve.Secp256k1.Prime.Prime;
    private static readonly BigInteger Beta = Curve.Secp256k1.Beta!.Value;

    [Fact]
    public void Beta_is_a_cube_root_of_1()
    {
        Assert.NotEqual(BigInteger.One, Beta);
        Assert.Equal(BigInteger.One, BigInteger.ModPow(Beta, 3, P));
    }

    [Fact]
    public void Pointers_make_the_halves()
    {
        Random random = Seed();
        var program = new KernelProgram(Lanes);
        new Halves(program).Locate(new Place(Pointer.First, 0), new Place(Pointer.Second, 0), new Place(Pointer.Output, 0), Width, EntryShift);
        BigInteger edge = BigInteger.One << 129;
        BigInteger[] edges = [1 - edge, -1, 1, 31, 33, edge - 1];
        for (int round = 0; round < 50; round++)
        {
            (BigInteger First, BigInteger Second, ulong Flip, ulong Table)[] lanes =
            [
                .. Enumerable.Range(0, Lanes).Select(_ => (Pick(), Pick(), (ulong)random.Next(2), (ulong)random.NextInt64(1L << 46) << 14)),
            ];
            var memory = new Dictionary<Place, ulong[]>
            {
                [new Place(Pointer.First, 6)] = [.. lanes.Select(lane => lane.Flip)],
                [new Place(Pointer.Second, 0)] = [.. lanes.Select(lane => lane.Table)],
            };
            for (int word = 0; word < 3; word++)
            {
                memory[new Place(Pointer.First, word)] = [.. lanes.Select(lane => Word(lane.First, word))];
                memory[new Place(Pointer.First, 3 + word)] = [.. lanes.Select(lane => Word(lane.Second, word))];
            }

            new Interpreter(program) { Memory = memory }.Run();
            for (int lane = 0; lane < Lanes; lane++)
            {
                (BigInteger first, BigInteger second) = Follow(memory, lane, lanes[lane].Table);
                BigInteger sign = lanes[lane].Flip == 0 ? 1 : -1;
                Assert.Equal((sign * lanes[lane].First, sign * lanes[lane].Second), (first, second));
            }
        }

        BigInteger Pick()
        {
            var bytes = new byte[17];
            random.NextBytes(bytes);
            return random.Next(3) == 0 ? edges[random.Next(edges.Length)] : ((new BigInteger(bytes) >> 7) | 1);
        }

        ulong Word(BigInteger half, int index) => (ulong)(((((half - 1) / 2 + edge) >> (64 * index)) & ulong.MaxValue));
    }

    [Fact]
    public void An_entry_is_added_with_x_times_beta()
    {
        Random random = Seed();
        Kernel kernel = new CurveKernels(Curve.Secp256k1, Lanes, (program, modulus) => new Field52(program, modulus)).All
            .Single(kernel => kernel.Name == "Secp256k1AddImage");
        KernelProgram program = kernel.Sections.Single().Program;
        BigInteger radix = BigInteger.One << 260;
        (BigInteger X, BigInteger Y)[] points = [.. Enumerable.Range(0, Lanes).Select(_ => Point(random))];
        (BigInteger X, BigInteger Y)[] entries = [.. Enumerable.Range(0, Lanes).Select(_ => Point(random))];
        BigInteger[] scales = [.. Enumerable.Range(0, Lanes).Select(_ => Below(P, random) + 1)];
        ulong[] opposite = [.. Enumerable.Range(0, Lanes).Select(_ => (ulong)random.Next(2))];
        var memory = new Dictionary<Place, ulong[]> { [new Place(Pointer.First, 0)] = opposite };
        for (int i = 0; i < 5; i++)
        {
            memory[new Place(Pointer.Output, i)] = [.. points.Zip(scales, (q, z) => Limb(q.X * z * z, i))];
            memory[new Place(Pointer.Output, 5 + i)] = [.. points.Zip(scales, (q, z) => Limb(q.Y * z * z * z, i))];
            memory[new Place(Pointer.Output, 10 + i)] = [.. scales.Select(z => Limb(z, i))];
        }

        ulong[] Row(int lane) =>
        [
            .. Enumerable.Range(0, 8).Select(i =>
                (ulong)(((i < 4 ? entries[lane].X : entries[lane].Y) * radix % P >> (64 * (i % 4))) & ulong.MaxValue)),
        ];
        new Interpreter(program) { Memory = memory, Row = (_, lane, _) => Row(lane) }.Run();
        for (int lane = 0; lane < Lanes; lane++)
        {
            BigInteger inverse = BigInteger.ModPow(Coordinate(lane, 10), P - 2, P);
            BigInteger x = Coordinate(lane, 0) * inverse * inverse % P;
            BigInteger y = Coordinate(lane, 5) * inverse * inverse * inverse % P;
            BigInteger entryY = opposite[lane] == 0 ? entries[lane].Y : P - entries[lane].Y;
            (BigInteger expectedX, BigInteger expectedY) = Add(points[lane], (entries[lane].X * Beta % P, entryY));
            Assert.Equal((expectedX, (P - expectedY) % P), (x, y));
        }

        ulong Limb(BigInteger value, int index) => (ulong)((value * radix % P >> (52 * index)) & ((1UL << 52) - 1));

        BigInteger Coordinate(int lane, int at)
        {
            BigInteger limbs = 0;
            for (int i = 4; i >= 0; i--)
            {
                limbs = (limbs << 52) + memory[new Place(Pointer.Output, at + i)][lane];
            }

            return limbs * BigInteger.ModPow(radix, P - 2, P) % P;
        }
    }

    /// <summary>The halves that the pointers of a lane add up to, all signs that the additions turn turned back.</summary>
    private static (BigInteger First, BigInteger Second) Follow(Dictionary<Place, ulong[]> memory, int lane, ulong table)
    {
        var sums = new BigInteger[2];
        for (int window = 0; window < Windows; window++)
        {
            // As the driver has it: a load, an image; then five doublings, an addition and an image, all of which return opposites.
            for (int half = 0; half < 2; half++)
            {
                bool isLoaded = window == 0 && half == 0;
                if (half == 0 && !isLoaded) sums = [-32 * sums[0], -32 * sums[1]];

                ulong pointer = memory[new Place(Pointer.Output, 2 * window + half)][lane];
                BigInteger entry = 2 * ((BigInteger)((pointer - table) >> EntryShift)) + 1;
                sums[half] += pointer % 2 == 0 ? entry : -entry;
                if (!isLoaded) sums = [-sums[0], -sums[1]];
            }
        }

        return (sums[0], sums[1]);
    }

    private static (BigInteger X, BigInteger Y) Add((BigInteger X, BigInteger Y) a, (BigInteger X, BigInteger Y) b)
    {
        BigInteger slope = Modulo((b.Y - a.Y) * BigInteger.ModPow(Modulo(b.X - a.X), P - 2, P));
        BigInteger x = Modulo(slope * slope - a.X - b.X);
        return (x, Modulo(slope * (a.X - x) - a.Y));
    }

    /// <summary>The formulas hold on any curve with a = 0, so that every pair of coordinates will do that shares its b: here y^2 = x^3 + 7.</summary>
    private static (BigInteger X, BigInteger Y) Point(Random random)
    {
        while (true)
        {
            BigInteger x = Below(P, random);
            BigInteger square = (BigInteger.ModPow(x, 3, P) + 7) % P;
            BigInteger y = BigInteger.ModPow(square, (P + 1) / 4, P);
            if (y * y % P == square) return (x, y);
        }
    }

    private static BigInteger Modulo(BigInteger a) => ((a % P) + P) % P;

    private static BigInteger Below(BigInteger limit, Random random)
    {
        var bytes = new byte[40];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % (limit - 1);
    }

    private Random Seed()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
