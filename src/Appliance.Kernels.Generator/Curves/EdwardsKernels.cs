using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>
/// The kernels of edwards25519 on eight lanes: what the driver, <c>VectorEd25519</c>, asks for. The comments state what stands at each pointer; sizes are in
/// vectors, elements have five.
/// </summary>
public static class EdwardsKernels
{
    /// <summary>Prefix of the kernels' names.</summary>
    public const string Name = "Edwards25519";

    private const int Lanes = 8;
    private const int Limbs = 5;
    private const int Words = 4;
    private const int PointSize = 4 * Limbs;

    /// <summary>Window widths of signers' tables and of the generator's.</summary>
    private const int SignerWidth = 8;
    private const int GeneratorWidth = 13;

    /// <summary>Bits that digits cover: scalars are below 2^253, and one bit for the carry.</summary>
    private const int DigitBits = 254;

    private static readonly Place Output = new(Pointer.Output, 0);
    private static readonly Place First = new(Pointer.First, 0);
    private static readonly Place Second = new(Pointer.Second, 0);

    public static IReadOnlyList<Kernel> All =>
        [LocateInSignerTable, LocateInGeneratorTable, AddEntries, MultiplyZ, UnwindZ, Encode, Multiply, Square];

    /// <summary>Output (32) = pointers into each lane's signer table, Second (1), for the scalar at First (5).</summary>
    private static Kernel LocateInSignerTable => BuildPlain("LocateInSignerTable", default, program =>
        new SignedDigits(program).Locate(First, Second, Output, SignerWidth, DigitBits, NielsRows.Bytes));

    /// <summary>Output (20) = pointers into the generator's table, Second (1), for the scalar at First (5).</summary>
    private static Kernel LocateInGeneratorTable => BuildPlain("LocateInGeneratorTable", default, program =>
        new SignedDigits(program).Locate(First, Second, Output, GeneratorWidth, DigitBits, NielsRows.Bytes));

    /// <summary>Output (20) += entry for each vector of pointers at First; those two vectors on are prefetched.</summary>
    private static Kernel AddEntries => Build("AddEntries", new(0, 1, 0), fp =>
    {
        var rows = new NielsRows(fp);
        rows.Prefetch(First.Next(2));
        (Niels entry, Value mask) = rows.Gather(First);
        Store(fp, new EdwardsFormulas(fp).Add(LoadPoint(fp, Output), entry, mask), Output);
    });

    /// <summary>Output (5) = First (5) times Z of Second (20).</summary>
    private static Kernel MultiplyZ => Build("MultiplyZ", new(Limbs, Limbs, PointSize), fp =>
        StoreProduct(fp, Load(fp, First), LoadZ(fp, Second), Output));

    /// <summary>Output (5) is the inverse of all Z so far. First (5), the product before this Z, becomes its inverse. Downwards.</summary>
    private static Kernel UnwindZ => Build("UnwindZ", new(0, -Limbs, -PointSize), fp =>
    {
        Element inverse = Load(fp, Output);
        StoreProduct(fp, inverse, Load(fp, First), First);
        StoreProduct(fp, inverse, LoadZ(fp, Second), Output);
    });

    /// <summary>Output (4) = words of the encodings (RFC 8032 section 5.1.2) of the points at First (20), the inverse of whose Z is at Second (5).</summary>
    private static Kernel Encode => Build("Encode", new(Words, PointSize, Limbs), fp =>
    {
        Element inverse = Load(fp, Second);
        Element x = fp.Canonical(fp.Multiply(Load(fp, First), inverse));
        Value[] words = fp.Pack(fp.Canonical(fp.Multiply(Load(fp, First.Next(Limbs)), inverse)));
        words[^1] = fp.Program.Or(words[^1], fp.Program.ShiftLeftOut(x.Limbs[0], 63));
        for (int i = 0; i < words.Length; i++)
        {
            fp.Program.Store(words[i], Output.Next(i));
        }
    });

    private static Kernel Multiply => Build("Multiply", new(Limbs, Limbs, Limbs), fp =>
        StoreProduct(fp, Load(fp, First), Load(fp, Second), Output));

    private static Kernel Square => Build("Square", default, fp => fp.Store(fp.Square(Load(fp, Output)), Output, fp.MaxProduct));

    private static Element Load(Field25519 fp, Place place) => fp.Load(place, fp.MaxProduct);

    private static Element LoadZ(Field25519 fp, Place point) => Load(fp, point.Next(2 * Limbs));

    private static Extended LoadPoint(Field25519 fp, Place place) => new(
        Load(fp, place), Load(fp, place.Next(Limbs)), LoadZ(fp, place), Load(fp, place.Next(3 * Limbs)));

    private static void Store(Field25519 fp, Extended point, Place place)
    {
        fp.Store(point.X, place, fp.MaxProduct);
        fp.Store(point.Y, place.Next(Limbs), fp.MaxProduct);
        fp.Store(point.Z, place.Next(2 * Limbs), fp.MaxProduct);
        fp.Store(point.T, place.Next(3 * Limbs), fp.MaxProduct);
    }

    private static void StoreProduct(Field25519 fp, Element a, Element b, Place place) => fp.Store(fp.Multiply(a, b), place, fp.MaxProduct);

    private static Kernel Build(string name, Strides strides, Action<Field25519> build) =>
        BuildPlain(name, strides, program => build(new Field25519(program)));

    private static Kernel BuildPlain(string name, Strides strides, Action<KernelProgram> build) => Kernel.Create(Name + name, Lanes, strides, build);
}
