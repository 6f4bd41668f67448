using System.Numerics;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>
/// The kernels of one curve over one kind of field: everything between parsed words and verdicts that the driver, <c>VectorVerifier</c>, asks for.
/// The comments state what stands at each pointer; sizes are in vectors, <c>L</c> being the number of limbs.
/// </summary>
/// <param name="curve">The curve.</param>
/// <param name="lanes">Lanes per vector.</param>
/// <param name="createField">The field over a program.</param>
public sealed class CurveKernels(Curve curve, int lanes, Func<KernelProgram, Modulus, Field> createField)
{
    /// <summary>Words of an integer of 256 bits.</summary>
    private const int Words = 4;

    /// <summary>Window widths of signers' tables, the generator's table and tables of odd multiples.</summary>
    private const int SignerWidth = 8;
    private const int WideSignerWidth = 10;
    private const int GeneratorWidth = 13;
    private const int MultiplesWidth = 5;

    private const int RowBytes = 64;
    private const int RowShift = 6;

    private static readonly Place Output = new(Pointer.Output, 0);
    private static readonly Place First = new(Pointer.First, 0);
    private static readonly Place Second = new(Pointer.Second, 0);

    private readonly int _limbs = createField(new KernelProgram(lanes), curve.Prime).LimbCount;

    private int JacobianSize => 3 * _limbs;

    /// <summary>Multiples stand in rows, the same one of all lanes together.</summary>
    private int MultiplesShift => RowShift + BitOperations.Log2((uint)lanes);

    public IReadOnlyList<Kernel> All =>
    [
        .. curve.InvertsScalars ? ScalarInversion : [RecodeWords],
        LocateInSignerTable, LocateInGeneratorTable, LocateInMultiples,
        LocateInWideSignerTable, LocatePlainlyInGeneratorTable, .. new PairKernels(curve, lanes, createField).All,
        AddXyzz, StartJacobian, AddWindow, .. curve.Beta is BigInteger beta ? [AddImage(beta)] : (Kernel[])[], ConvertToXyzz, CompareX,
        ReadKeys, StartMultiples, NextMultiple, MultiplyZ, UnwindZ, WriteRows, Multiply, Square,
    ];

    /// <summary>Modulo the order; the driver inverts a batch's s by one exponentiation.</summary>
    private IEnumerable<Kernel> ScalarInversion =>
    [
        // Output (L) = First (L) times the words at Second (4), in Montgomery's sense.
        Build("MultiplyWords", new(_limbs, _limbs, Words), (program, order) =>
            StoreProduct(order, LoadProduct(order, First), Unpack(order, Second), Output)),

        // Output (L) is the inverse of all products so far. First (L), the product before this word, becomes the word's inverse.
        Build("UnwindWords", new(0, -_limbs, -Words), (program, order) =>
        {
            Element inverse = LoadProduct(order, Output);
            StoreProduct(order, inverse, LoadProduct(order, First), First);
            StoreProduct(order, inverse, Unpack(order, Second), Output);
        }),
        Build("MultiplyOrder", new(_limbs, _limbs, _limbs), (program, order) =>
            StoreProduct(order, LoadProduct(order, First), LoadProduct(order, Second), Output)),
        Build("SquareOrder", default, (program, order) =>
            order.Store(order.Square(LoadProduct(order, Output)), Output, MaxProduct(order))),

        // Output (5) = the words at First (4) times Second (L), recoded.
        Build("RecodeProduct", new(Digits.Size, Words, _limbs), (program, order) =>
            new Digits(program).Recode(order, order.Canonical(order.Multiply(LoadProduct(order, Second), Unpack(order, First))), Output)),
    ];

    /// <summary>Output (5) = the words at First (4), below the order, recoded.</summary>
    private Kernel RecodeWords => Build("RecodeWords", new(Digits.Size, Words, 0), (program, order) =>
        new Digits(program).Recode(order, order.Truncate(Unpack(order, First, order.Prime - 1)), Output));

    /// <summary>Output (32) = pointers into each lane's signer table, Second (1), for the scalar at First (5).</summary>
    private Kernel LocateInSignerTable => LocatePlainly("LocateInSignerTable", SignerWidth);

    /// <summary>The same for wider windows: Output (26).</summary>
    private Kernel LocateInWideSignerTable => LocatePlainly("LocateInWideSignerTable", WideSignerWidth);

    /// <summary>Output (20) = pointers into the generator's table, Second (1), for the scalar at First (5), to be summed by pairs.</summary>
    private Kernel LocatePlainlyInGeneratorTable => LocatePlainly("LocatePlainlyInGeneratorTable", GeneratorWidth);

    /// <summary>Output (20) = pointers into the generator's table, Second (1), for the scalar at First (5), to be added by AddXyzz.</summary>
    private Kernel LocateInGeneratorTable => BuildPlain("LocateInGeneratorTable", new(0, Digits.Size, 0), program =>
        new Digits(program).Locate(
            First, Second, Output, GeneratorWidth, RowShift, (long)RowBytes << (GeneratorWidth - 1), window => window % 2 == 1, descending: false));

    /// <summary>
    /// Output (52) = pointers into each lane's odd multiples, Second (1), highest window first, for the scalar at First (5); with an endomorphism, for its
    /// halves at First (7), a window of the second after each of the first.
    /// </summary>
    private Kernel LocateInMultiples => curve.Beta is null
        ? BuildPlain("LocateInMultiples", new(0, Digits.Size, 1), program =>
        {
            const int Top = 255 / MultiplesWidth;
            new Digits(program).Locate(First, Second, Output, MultiplesWidth, MultiplesShift, 0, window => window != Top, descending: true);
        })
        : BuildPlain("LocateInMultiples", new(0, Halves.Size, 1), program =>
            new Halves(program).Locate(First, Second, Output, MultiplesWidth, MultiplesShift));

    /// <summary>Output (4L) = -(Output + entry) for each vector of pointers at First; those two vectors on are prefetched.</summary>
    private Kernel AddXyzz => BuildPoint("AddXyzz", new(0, 1, 0), (fp, memory) =>
    {
        (Affine entry, Value mask) = GatherAndPrefetch(fp);
        memory.Store(Formulas(fp).AddNegated(memory.LoadXyzz(Output), entry, mask), Output);
    });

    /// <summary>Output (3L) = the entries that the pointers at First (1) point to.</summary>
    private Kernel StartJacobian => BuildPoint("StartJacobian", default, (fp, memory) =>
    {
        Affine entry = SignedEntry(fp, First);
        memory.Store(new Jacobian(entry.X, entry.Y, fp.One), Output);
    });

    /// <summary>Output (3L) = 32 Output + opposite of the entry, for each vector of pointers at First.</summary>
    private Kernel AddWindow
    {
        get
        {
            Kernel doubling = BuildPoint("", default, (fp, memory) =>
                memory.Store(Formulas(fp).DoubleNegated(memory.LoadJacobian(Output)), Output));
            Kernel addition = BuildPoint("", default, (fp, memory) =>
            {
                (Affine entry, Value mask) = GatherAndPrefetch(fp);
                memory.Store(Formulas(fp).AddNegated(memory.LoadJacobian(Output), entry, mask), Output);
            });
            return new Kernel(
                curve.Name + "AddWindow",
                [doubling.Sections[0] with { Repeat = MultiplesWidth }, addition.Sections[0]],
                new Strides(0, 1, 0));
        }
    }

    /// <summary>Output (3L) = -(Output + entry, its x times beta) for each vector of pointers at First; those two vectors on are prefetched.</summary>
    private Kernel AddImage(BigInteger beta) => BuildPoint("AddImage", new(0, 1, 0), (fp, memory) =>
    {
        (Affine entry, Value mask) = GatherAndPrefetch(fp);
        Element x = fp.Multiply(entry.X, fp.Fixed(beta * fp.Radix % fp.Prime));
        memory.Store(Formulas(fp).AddNegated(memory.LoadJacobian(Output), entry with { X = x }, mask), Output);
    });

    /// <summary>Output (4L), Jacobian in its first 3L, becomes XYZZ.</summary>
    private Kernel ConvertToXyzz => BuildPoint("ConvertToXyzz", default, (fp, memory) =>
        memory.Store(Formulas(fp).Convert(memory.LoadJacobian(Output)), Output));

    /// <summary>
    /// Output (2): zero in lanes where the point at First (4L) has the x coordinate that the words at Second (4) hold; zero in lanes where it is infinite.
    /// </summary>
    private Kernel CompareX => BuildPoint("CompareX", default, (fp, memory) =>
    {
        Xyzz point = memory.LoadXyzz(First);
        Element x = ToMontgomery(fp, Unpack(fp, Second));
        Element difference = fp.Carry(fp.Fold(fp.Subtract(fp.MultiplyColumns(x, point.Zz), point.X)));
        fp.Program.Store(ZeroTest(fp, difference), Output);
        Element zz = fp.Carry(fp.Fold(point.Zz));
        fp.Program.Store(ZeroTest(fp, zz), Output.Next(1));
    });

    /// <summary>
    /// Output (9): rows of the points whose coordinates are the words at First (8), then zero in lanes where the point is on the curve.
    /// </summary>
    private Kernel ReadKeys => BuildPoint("ReadKeys", new(9, 2 * Words, 0), (fp, memory) =>
    {
        var point = new Affine(ToMontgomery(fp, Unpack(fp, First)), ToMontgomery(fp, Unpack(fp, First.Next(Words))));
        var rows = new Rows(fp);
        rows.Scatter(point, Output);
        Element b = fp.Fixed(curve.B * fp.Radix % fp.Prime);
        fp.Program.Store(ZeroTest(fp, Formulas(fp).Residual(point, b)), Output.Next(rows.Size));
    });

    /// <summary>
    /// The points Q that the pointers at First (1) point to, and 2Q, with the same Z: Output (3L) = X and Y of Q, and 1; Second (3L) = X, Y, Z of 2Q.
    /// </summary>
    private Kernel StartMultiples => BuildPoint("StartMultiples", default, (fp, memory) =>
    {
        (Affine gathered, _) = new Rows(fp).Gather(First);
        var point = new Affine(fp.Truncate(gathered.X), fp.Truncate(gathered.Y));
        Jacobian twice = Formulas(fp).DoubleNegated(new Jacobian(point.X, point.Y, fp.One));
        Element y = fp.Carry(fp.Fold(fp.NegativePlusMultiple(twice.Y, 0)));
        fp.Store(twice.X, Second, MaxProduct(fp));
        fp.Store(y, Second.Next(_limbs), MaxProduct(fp));
        memory.StoreZ(twice.Z, Second);
        Element zz = fp.Square(twice.Z);
        Element x1 = fp.Carry(fp.Fold(fp.MultiplyColumns(point.X, zz)));
        Element y1 = fp.Multiply(point.Y, fp.Multiply(twice.Z, zz));
        fp.Store(x1, Output, memory.MaxX);
        fp.Store(y1, Output.Next(_limbs), memory.MaxY);
        fp.Store(fp.One, Output.Next(2 * _limbs), MaxFactor(fp));
    });

    /// <summary>
    /// Second (3L), which has the Z of the point at First (3L), is added to that: Output (3L) = X and Y of the sum, and the factor by which its Z is
    /// larger; Second is rewritten to the sum's Z.
    /// </summary>
    private Kernel NextMultiple => BuildPoint("NextMultiple", new(JacobianSize, JacobianSize, 0), (fp, memory) =>
    {
        var point = memory.LoadAffine(First);
        var addend = new Affine(LoadProduct(fp, Second), LoadProduct(fp, Second.Next(_limbs)));
        (Affine sum, Affine rewritten, Element factor) = Formulas(fp).AddWithCommonZ(point, addend);
        memory.StoreZ(fp.Multiply(memory.LoadZ(Second), factor), Second);
        fp.Store(factor, Output.Next(2 * _limbs), MaxFactor(fp));
        fp.Store(rewritten.X, Second, MaxProduct(fp));
        fp.Store(rewritten.Y, Second.Next(_limbs), MaxProduct(fp));
        fp.Store(sum.X, Output, memory.MaxX);
        fp.Store(sum.Y, Output.Next(_limbs), memory.MaxY);
    });

    /// <summary>Output (L) = First (L) times Z of Second (3L).</summary>
    private Kernel MultiplyZ => BuildPoint("MultiplyZ", new(_limbs, _limbs, JacobianSize), (fp, memory) =>
        StoreProduct(fp, LoadProduct(fp, First), memory.LoadZ(Second), Output));

    /// <summary>Output (L) is the inverse of all Z so far. First (L), the product before this Z, becomes its inverse. Downwards.</summary>
    private Kernel UnwindZ => BuildPoint("UnwindZ", new(0, -_limbs, -JacobianSize), (fp, memory) =>
    {
        Element inverse = LoadProduct(fp, Output);
        StoreProduct(fp, inverse, LoadProduct(fp, First), First);
        StoreProduct(fp, inverse, memory.LoadZ(Second), Output);
    });

    /// <summary>
    /// Output (8) = rows of the points whose X and Y, and the factor of their Z, are at First (3L); the inverse of Z at Second (L) becomes that of the point
    /// before. Downwards.
    /// </summary>
    private Kernel WriteRows => BuildPoint("WriteRows", new(-8, -JacobianSize, 0), (fp, memory) =>
    {
        Element inverse = LoadProduct(fp, Second);
        Element zz = fp.Square(inverse);
        Affine point = memory.LoadAffine(First);
        Element x = fp.Multiply(point.X, zz);
        Element y = fp.Multiply(point.Y, fp.Multiply(inverse, zz));
        StoreProduct(fp, inverse, fp.Load(First.Next(2 * _limbs), MaxFactor(fp)), Second);
        new Rows(fp).Scatter(new Affine(x, y), Output);
    });

    private Kernel Multiply => BuildPoint("Multiply", new(_limbs, _limbs, _limbs), (fp, memory) =>
        StoreProduct(fp, LoadProduct(fp, First), LoadProduct(fp, Second), Output));

    private Kernel Square => BuildPoint("Square", default, (fp, memory) =>
        fp.Store(fp.Square(LoadProduct(fp, Output)), Output, MaxProduct(fp)));

    private static BigInteger MaxProduct(Field fp) => 2 * fp.Prime;

    /// <summary>A difference of coordinates.</summary>
    private static BigInteger MaxFactor(Field fp) => 4 * fp.Prime;

    private static Element LoadProduct(Field fp, Place place) => fp.Load(place, MaxProduct(fp));

    private static void StoreProduct(Field fp, Element a, Element b, Place place) =>
        fp.Store(fp.Multiply(a, b), place, MaxProduct(fp));

    private static Element Unpack(Field fp, Place words) => Unpack(fp, words, (BigInteger.One << 256) - 1);

    private static Element Unpack(Field fp, Place words, BigInteger max) => fp.Unpack(
        [.. Enumerable.Range(0, Words).Select(i => fp.Program.Load(words.Next(i), Interval.Bits(64)))], 0, max);

    private static Element ToMontgomery(Field fp, Element a) =>
        fp.Carry(fp.Fold(fp.MultiplyColumns(a, fp.Fixed(fp.Radix * fp.Radix % fp.Prime))));

    /// <summary>A vector that is zero in lanes where a carried element below 2p is 0 modulo p.</summary>
    private static Value ZeroTest(Field fp, Element a) =>
        fp.Canonical(a).Limbs.Aggregate((joined, limb) => fp.Program.Or(joined, limb));

    private static (Affine Entry, Value Mask) GatherAndPrefetch(Field fp)
    {
        var rows = new Rows(fp);
        rows.Prefetch(First.Next(2));
        return rows.Gather(First);
    }

    private static Affine SignedEntry(Field fp, Place pointers)
    {
        (Affine gathered, Value mask) = new Rows(fp).Gather(pointers);
        Element y = fp.Truncate(gathered.Y);
        Element opposite = fp.Carry(fp.NegativePlusMultiple(y, 0));
        Element x = fp.Truncate(gathered.X);

        // A field whose factor is not the stored one doubles what it reads.
        if (x.Max >= fp.Prime) x = fp.Carry(fp.Fold(x));
        return new Affine(x, fp.Select(mask, opposite, y));
    }

    /// <summary>Pointers whose entries all count with their own signs.</summary>
    private Kernel LocatePlainly(string name, int width) => BuildPlain(name, default, program =>
        new Digits(program).Locate(First, Second, Output, width, RowShift, (long)RowBytes << (width - 1), flips: _ => false, descending: false));

    private PointFormulas Formulas(Field fp) => new(fp, curve.IsAZero);

    private Kernel BuildPlain(string name, Strides strides, Action<KernelProgram> build) =>
        Kernel.Create(curve.Name + name, lanes, strides, build);

    private Kernel BuildPoint(string name, Strides strides, Action<Field, PointMemory> build) =>
        BuildPlain(name, strides, program =>
        {
            Field fp = createField(program, curve.Prime);
            build(fp, new PointMemory(fp));
        });

    private Kernel Build(string name, Strides strides, Action<KernelProgram, Field> build) =>
        BuildPlain(name, strides, program => build(program, createField(program, curve.Order)));
}
