using System.Numerics;
using System.Runtime.InteropServices;
using Appliance.Kernels.Generator.Language;
using Appliance.Kernels.Generator.Machine;
using Appliance.Kernels.Generator.Output;

namespace Appliance.Kernels.Generator.Tests;

/// <summary>
/// Every kernel's machine code against the interpreter on random memory within the intervals that its loads declare: registers, spills and
/// the order of instructions change nothing.
/// </summary>
public sealed unsafe class KernelTests(ITestOutputHelper output)
{
    private const int Lanes = 8;
    private const int Rounds = 8;
    private const int VectorsPerPointer = 128;

    public static TheoryData<string> Names => [.. IfmaImage.AllKernels(Catalogue.Curves).Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Machine_code_does_what_the_program_says(string name)
    {
        if (IfmaCode.UnavailableBecause is string reason) Assert.Skip(reason);

        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        Kernel kernel = IfmaImage.AllKernels(Catalogue.Curves).Single(kernel => kernel.Name == name);
        foreach (Section section in kernel.Sections)
        {
            var constants = new ConstantPool();
            byte[] code = new IfmaCompiler(constants).Compile(kernel with { Sections = [section with { Repeat = 1 }], Strides = default });
            var function = (delegate* unmanaged<ulong*, ulong*, ulong*, ulong*, nint, void>)ExecutableMemory.Map(code);
            for (int round = 0; round < Rounds; round++)
            {
                Compare(section.Program, function, [.. constants.Words], random, belowOrder: name.EndsWith("RecodeWords", StringComparison.Ordinal));
            }
        }
    }

    private static void Compare(
        KernelProgram program, delegate* unmanaged<ulong*, ulong*, ulong*, ulong*, nint, void> function, ulong[] constants, Random random, bool belowOrder)
    {
        const int Words = VectorsPerPointer * Lanes;
        ulong* memory = (ulong*)NativeMemory.AlignedAlloc((nuint)((3 * Words + constants.Length + 64 * Lanes) * sizeof(ulong)), 64);
        new Span<ulong>(memory, 3 * Words).Clear();
        ulong* constantsAt = memory + 3 * Words;
        constants.CopyTo(new Span<ulong>(constantsAt, constants.Length));
        var given = new Dictionary<Place, ulong[]>();
        bool gathers = program.Instructions.Any(x => x.Opcode is Opcode.LoadRow);
        foreach (Instruction x in program.Instructions.Where(x => x.Opcode == Opcode.Load && !given.ContainsKey(x.Place)))
        {
            // Pointers are memory, not numbers: gathers are covered by the contract tests of the backends.
            if (gathers && IsPointers(program, x.Place)) continue;

            ulong[] lanes = [.. Enumerable.Range(0, Lanes).Select(_ => Pick(Loadable(program.Range(x.Result)), random))];

            // Words that must be below the order, whose upper word begins with a one.
            if (belowOrder && x.Place == new Place(Pointer.First, 3)) lanes = [.. lanes.Select(lane => lane & long.MaxValue)];

            given.Add(x.Place, lanes);
            lanes.CopyTo(new Span<ulong>(Address(memory, x.Place), Lanes));
        }

        ulong* rows = memory + 3 * Words - 64 * Lanes;
        if (gathers)
        {
            // Rows of small coordinates, canonical for any prime; the lowest bit of the pointer asks for the opposite.
            for (int i = 0; i < Lanes * 8; i++)
            {
                rows[i] = i % 4 == 3 ? (uint)random.Next() : (ulong)random.NextInt64();
            }

            foreach (Place place in program.Instructions.Where(x => x.Opcode == Opcode.LoadRow).Select(x => x.Place).Distinct())
            {
                ulong[] pointers = [.. Enumerable.Range(0, Lanes).Select(_ => (ulong)(rows + 8 * random.Next(Lanes)) | (uint)random.Next(2))];
                pointers.CopyTo(new Span<ulong>(Address(memory, place), Lanes));
                given[place] = pointers;
            }
        }

        var interpreter = new Interpreter(program) { Memory = given, Row = (place, lane, part) => new Span<ulong>((ulong*)(given[place][lane] & ~1UL) + 8 * part, 8).ToArray() };
        interpreter.Run();
        function(memory, memory + Words, memory + 2 * Words, constantsAt, 1);
        foreach (Place place in program.Instructions.Where(x => x.Opcode == Opcode.Store).Select(x => x.Place).Distinct())
        {
            Assert.Equal(given[place], new Span<ulong>(Address(memory, place), Lanes).ToArray());
        }

        NativeMemory.AlignedFree(memory);
    }

    private static bool IsPointers(KernelProgram program, Place place) => program.Instructions.Any(x => x.Opcode == Opcode.LoadRow && x.Place == place);

    private static ulong* Address(ulong* memory, Place place) => memory + ((int)place.Base * VectorsPerPointer + place.Index) * Lanes;

    /// <summary>An upper limb may be at its maximum only where the lower limbs are small enough; they are picked without regard to it.</summary>
    private static Interval Loadable(Interval declared) =>
        declared.Min == 0 && !(declared.Max + 1).IsPowerOfTwo ? new Interval(0, declared.Max - 1) : declared;

    private static ulong Pick(Interval range, Random random)
    {
        BigInteger span = range.Max - range.Min + 1;
        BigInteger offset = random.Next(4) switch
        {
            0 => 0,
            1 => span - 1,
            _ => ((BigInteger)random.NextInt64() << 32 | (uint)random.Next()) % span,
        };
        return (ulong)((range.Min + offset) & ulong.MaxValue);
    }
}
