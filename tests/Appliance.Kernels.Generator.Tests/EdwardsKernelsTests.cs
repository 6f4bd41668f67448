using System.Numerics;
using Appliance.Kernels.Generator.Curves;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;
using Appliance.Kernels.Generator.Output;

namespace Appliance.Kernels.Generator.Tests;

/// <summary>Decoding and the digits of scalars on eight lanes, interpreted, against integers.</summary>
public sealed class EdwardsKernelsTests(ITestOutputHelper output)
{
    private const int Lanes = 8;
    private const ulong Table = 1UL << 40;

    private static readonly Place Output = new(Pointer.Output, 0);
    private static readonly Place First = new(Pointer.First, 0);
    private static readonly Place Second = new(Pointer.Second, 0);

    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Decoding_gives_the_opposite_point_or_none(int width)
    {
        Random random = NewRandom();
        KernelProgram start = Program(width, "StartDecoding");
        KernelProgram finish = Program(width, "FinishDecoding");
        Field fp = EdwardsFields.Create(width, new KernelProgram(Lanes));
        BigInteger sign = BigInteger.One << 255;
        List<BigInteger> encodings = [.. Enumerable.Range(0, 40).Select(_ => Random256(random))];
        foreach (AffinePoint point in EdwardsCurve.SmallOrder)
        {
            encodings.AddRange([point.Y, point.Y + sign]);
        }

        for (BigInteger y = EdwardsCurve.P - 2; y < sign; y++)
        {
            encodings.AddRange([y, y + sign]);
        }

        int points = 0;
        foreach (BigInteger[] chunk in encodings.Chunk(Lanes))
        {
            BigInteger[] lanes = [.. Enumerable.Range(0, Lanes).Select(lane => chunk[lane % chunk.Length])];
            var memory = new Dictionary<Place, ulong[]>();
            WriteWords(memory, First, lanes);
            new Interpreter(start) { Memory = memory }.Run();
            EdwardsFields.Write(fp, memory, Second,
            [
                .. Enumerable.Range(0, Lanes).Select(lane =>
                    BigInteger.ModPow(EdwardsFields.Read(fp, memory, Second, lane), (EdwardsCurve.P - 5) / 8, EdwardsCurve.P)),
            ]);
            new Interpreter(finish) { Memory = memory }.Run();
            for (int lane = 0; lane < Lanes; lane++)
            {
                AffinePoint? decoded = EdwardsCurve.Decode(lanes[lane]);
                AffinePoint expected = decoded is null ? EdwardsCurve.Identity : EdwardsCurve.Opposite(decoded);
                BigInteger[] actual =
                    [.. Enumerable.Range(0, 4).Select(i => EdwardsFields.Read(fp, memory, Output.Next(i * fp.LimbCount), lane) % EdwardsCurve.P)];
                Assert.Equal(decoded is null ? 0UL : ulong.MaxValue, memory[Output.Next(4 * fp.LimbCount)][lane]);
                Assert.Equal([expected.X, expected.Y, 1, expected.X * expected.Y % EdwardsCurve.P], actual);
                if (decoded is not null) points++;
            }
        }

        Assert.InRange(points, encodings.Count / 3, encodings.Count);
    }

    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Challenges_are_reduced_modulo_the_order(int width)
    {
        Random random = NewRandom();
        KernelProgram program = Program(width, "ReduceChallenge");
        BigInteger max = (BigInteger.One << 512) - 1;
        List<BigInteger> digests = [0, 1, EdwardsCurve.L - 1, EdwardsCurve.L, EdwardsCurve.L + 1, max, max / EdwardsCurve.L * EdwardsCurve.L, max - (max >> 256)];
        digests.AddRange(Enumerable.Range(0, 40).Select(_ => (Random256(random) << 256) + Random256(random)));
        foreach (BigInteger[] lanes in digests.Chunk(Lanes))
        {
            var memory = new Dictionary<Place, ulong[]>();
            new Interpreter(program) { Memory = memory, Row = (_, lane, _) => Words(lanes[lane], 8) }.Run();
            Assert.Equal(lanes.Select(digest => digest % EdwardsCurve.L), Enumerable.Range(0, Lanes).Select(lane => ReadWords(memory, Output, lane)));
        }
    }

    /// <summary>Odd multiples by their place; behind them the identity.</summary>
    [Theory]
    [InlineData(52)]
    [InlineData(29)]
    public void Odd_digits_represent_the_integer(int width) => CheckDigits(width, "LocateInMultiples", memory =>
    {
        const int Windows = 51;
        const ulong EntryBytes = 8 * 128;
        BigInteger sum = 0;
        for (int i = 0; i <= Windows; i++)
        {
            ulong pointer = memory[i];
            ulong index = (pointer - Table) / EntryBytes;
            Assert.Equal(0UL, (pointer - Table) % EntryBytes & ~1UL);
            Assert.InRange(index, 0UL, 16UL);
            BigInteger multiple = index == 16 ? 0 : 2 * index + 1;
            sum = (i == Windows ? sum : 32 * sum) + (pointer % 2 == 0 ? multiple : -multiple);
        }

        return sum;
    });

    [Theory]
    [InlineData(52, "LocateInSignerTable", 8)]
    [InlineData(29, "LocateInSignerTable", 8)]
    [InlineData(52, "LocateInGeneratorTable", 13)]
    [InlineData(29, "LocateInGeneratorTable", 13)]
    public void Signed_digits_represent_the_integer(int width, string kernel, int window) => CheckDigits(width, kernel, memory =>
    {
        const ulong EntryBytes = 96;
        ulong half = 1UL << (window - 1);
        BigInteger sum = 0;
        for (int i = 0; i < memory.Length; i++)
        {
            ulong entry = (memory[i] - Table) / EntryBytes;
            Assert.Equal(0UL, (memory[i] - Table) % EntryBytes & ~1UL);
            if (entry == 0) continue;

            Assert.InRange(entry, (ulong)i * half + 1, (ulong)(i + 1) * half);
            BigInteger multiple = entry - (ulong)i * half;
            sum += (memory[i] % 2 == 0 ? multiple : -multiple) << (window * i);
        }

        return sum;
    });

    private static KernelProgram Program(int width, string name)
    {
        IReadOnlyList<Kernel> kernels = width == 52 ? IfmaImage.Edwards : VectorSource.EdwardsKernelsOf(Lanes, new Field29Routines(Lanes));
        return kernels.Single(kernel => kernel.Name == EdwardsKernels.Name + name).Sections[0].Program;
    }

    /// <summary>Whether the pointers of a kernel, in the order of memory, represent the scalars that it got.</summary>
    private void CheckDigits(int width, string kernel, Func<ulong[], BigInteger> represented)
    {
        Random random = NewRandom();
        KernelProgram program = Program(width, kernel);
        List<BigInteger> scalars = [0, 1, 2, EdwardsCurve.L - 1, EdwardsCurve.L - 2, (BigInteger.One << 252) - 1, BigInteger.One << 252];
        foreach (int window in (int[])[5, 8, 13])
        {
            BigInteger half = BigInteger.One << (window - 1);
            foreach (BigInteger digit in (BigInteger[])[1, half - 1, half, half + 1, 2 * half - 1])
            {
                BigInteger all = 0;
                for (int shift = 0; shift < 252; shift += window)
                {
                    all |= digit << shift;
                }

                scalars.Add(all & ((BigInteger.One << 252) - 1));
            }
        }

        scalars.AddRange(Enumerable.Range(0, 66).Select(_ => Random256(random) % EdwardsCurve.L));
        int stores = program.Instructions.Count(x => x.Opcode == Opcode.Store);
        foreach (BigInteger[] chunk in scalars.Chunk(Lanes))
        {
            BigInteger[] lanes = [.. Enumerable.Range(0, Lanes).Select(lane => chunk[lane % chunk.Length])];
            var memory = new Dictionary<Place, ulong[]> { [Second] = [.. Enumerable.Repeat(Table, Lanes)] };
            WriteWords(memory, First, lanes);
            new Interpreter(program) { Memory = memory }.Run();
            for (int lane = 0; lane < Lanes; lane++)
            {
                Assert.Equal(lanes[lane], represented([.. Enumerable.Range(0, stores).Select(i => memory[Output.Next(i)][lane])]));
            }
        }
    }

    private Random NewRandom()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private static BigInteger Random256(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true);
    }

    private static ulong[] Words(BigInteger value, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (ulong)((value >> (64 * i)) & ulong.MaxValue))];

    private static void WriteWords(Dictionary<Place, ulong[]> memory, Place place, BigInteger[] lanes)
    {
        for (int i = 0; i < 4; i++)
        {
            memory[place.Next(i)] = [.. lanes.Select(value => Words(value, 4)[i])];
        }
    }

    private static BigInteger ReadWords(Dictionary<Place, ulong[]> memory, Place place, int lane) =>
        Enumerable.Range(0, 4).Aggregate(BigInteger.Zero, (sum, i) => sum + ((BigInteger)memory[place.Next(i)][lane] << (64 * i)));
}
