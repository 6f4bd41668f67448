using System.Numerics;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>
/// The kernels of edwards25519 over one kind of field: what the driver, <c>VectorEd25519</c>, asks for. The comments state what stands at each pointer; sizes are
/// in vectors, <c>L</c> being the number of limbs and <c>P</c>, which is 4L, a point's X, Y, Z and T.
/// </summary>
/// <param name="lanes">Lanes per vector.</param>
/// <param name="createField">The field of the coordinates, plain residues, over a program.</param>
/// <param name="createOrder">The field modulo the order, in Montgomery form, over a program.</param>
public sealed class EdwardsKernels(int lanes, Func<KernelProgram, Field> createField, Func<KernelProgram, Modulus, Field> createOrder)
{
    /// <summary>Prefix of the kernels' names.</summary>
    public const string Name = "Edwards25519";

    private const int Words = LaneRows.Words;

    /// <summary>Window widths of signers' tables, of the generator's and of tables of odd multiples.</summary>
    private const int SignerWidth = 8;
    private const int GeneratorWidth = 13;
    private const int MultiplesWidth = 5;

    /// <summary>Bits that digits cover: scalars are below 2^253, and one bit for the carry.</summary>
    private const int DigitBits = 254;

    /// <summary>Windows of odd digits.</summary>
    private const int MultiplesWindows = 51;

    /// <summary>Bytes of a multiple.</summary>
    private const int MultipleBytes = 128;

    /// <summary>The prime of the coordinates.</summary>
    private static readonly BigInteger Prime = Field25519.Curve25519Prime.Prime;

    private static readonly Place Output = new(Pointer.Output, 0);
    private static readonly Place First = new(Pointer.First, 0);
    private static readonly Place Second = new(Pointer.Second, 0);

    /// <summary>The order L of the generator.</summary>
    private static readonly Modulus Order =
        new("edwards25519 order", (BigInteger.One << 252) + BigInteger.Parse("27742317777372353535851937790883648493", null), []);

    private readonly int _limbs = createField(new KernelProgram(lanes)).LimbCount;

    private int PointSize => 4 * _limbs;

    private static BigInteger D => Modulo(-121665 * BigInteger.ModPow(121666, Prime - 2, Prime));

    private static BigInteger RootOfMinusOne => BigInteger.ModPow(2, (Prime - 1) / 4, Prime);

    public IReadOnlyList<Kernel> All => [.. Each.Select(kernel => kernel with { OverlapsByItself = true })];

    private IReadOnlyList<Kernel> Each =>
    [
        ReduceChallenge, LocateInSignerTable, LocateInGeneratorTable, LocateInMultiples, AddEntries,
        StartDecoding, FinishDecoding, StartMultiples, NextMultiple, StartSum, AddWindow, DoubleWindow, AddMultiples,
        StartEntries, NextEntry, WriteEntries, MultiplyZ, UnwindZ, Encode, TestSmallOrder, Multiply, SquareFour,
    ];

    /// <summary>Output (4) = modulo L the digests of 64 bytes, little-endian, that the pointers at First (1) point to.</summary>
    private Kernel ReduceChallenge => BuildPlain("ReduceChallenge", new(Words, 1, 0), program =>
    {
        // Both halves are below 16 L, and the Montgomery factor is more than 255 L, so that the products' sum is reduced to below 2 L.
        Field order = createOrder(program, Order);
        Value[][] digest = new LaneRows(program).Gather(First, integers: 2);
        Element low = order.Unpack(digest[0], 0, (BigInteger.One << 256) - 1);
        Element high = order.Unpack(digest[1], 0, (BigInteger.One << 256) - 1);
        Element sum = order.SumOfProducts(
            [(low, order.Fixed(order.Radix % Order.Prime)), (high, order.Fixed((order.Radix << 256) % Order.Prime))]);
        StoreWords(program, order.Pack(order.Canonical(order.Carry(sum))), Output);
    });

    /// <summary>Output (32) = pointers into each lane's signer table, Second (1), for the scalar at First (4).</summary>
    private Kernel LocateInSignerTable => Build("LocateInSignerTable", default, fp =>
        new SignedDigits(fp).Locate(LoadWords(fp, First), Second, Output, SignerWidth, DigitBits, NielsRows.Bytes));

    /// <summary>Output (20) = pointers into the generator's table, Second (1), for the scalar at First (4).</summary>
    private Kernel LocateInGeneratorTable => Build("LocateInGeneratorTable", default, fp =>
        new SignedDigits(fp).Locate(LoadWords(fp, First), Second, Output, GeneratorWidth, DigitBits, NielsRows.Bytes));

    /// <summary>
    /// Output (52) = pointers into each lane's odd multiples, Second (1), highest window first, for the scalar at First (4); the last of them is to be added
    /// like the others, without doubling.
    /// </summary>
    private Kernel LocateInMultiples => BuildPlain("LocateInMultiples", default, program =>
        new OddDigits(program).Locate(First, Second, Output, MultiplesWidth, MultiplesWindows, BitOperations.Log2((uint)(lanes * MultipleBytes))));

    /// <summary>Output (P) += entry for each vector of pointers at First; those two vectors on are prefetched.</summary>
    private Kernel AddEntries => Build("AddEntries", new(0, 1, 0), fp =>
    {
        var rows = new NielsRows(fp);
        rows.Prefetch(First.Next(2));
        (Niels entry, Value mask) = rows.Gather(First);
        Store(fp, new EdwardsFormulas(fp).Add(LoadPoint(fp, Output), entry, mask), Output);
    });

    /// <summary>
    /// Output (P + 1) = y, u = y^2 - 1, v = d y^2 + 1 and u v^3 of the encodings at First (4), and at Second (L) u v^7, whose power (p - 5) / 8 is to be taken.
    /// </summary>
    private Kernel StartDecoding => Build("StartDecoding", new(PointSize + 1, Words, _limbs), fp =>
    {
        Element y = LoadY(fp, out _);
        Element yy = fp.Square(y);
        Element u = fp.CarryPositive(fp.Subtract(yy, fp.Fixed(1)));
        Element v = fp.Carry(fp.Add(fp.MultiplyColumns(yy, fp.Fixed(D)), fp.Fixed(1)));
        Element vv = fp.Square(v);
        Element uv3 = fp.Multiply(fp.Multiply(vv, v), u);
        fp.Store(fp.Shorten(y), Output, fp.MaxProduct);
        fp.Store(fp.Shorten(u), Output.Next(_limbs), fp.MaxProduct);
        fp.Store(fp.Shorten(v), Output.Next(2 * _limbs), fp.MaxProduct);
        fp.Store(uv3, Output.Next(3 * _limbs), fp.MaxProduct);
        StoreProduct(fp, uv3, fp.Square(vv), Second);
    });

    /// <summary>
    /// Output (P + 1), as <see cref="StartDecoding"/> left it, becomes the opposite of the point with the encoding at First (4), Second (L) being the power; and
    /// the identity in lanes where no point has this y. Behind the point -1 in lanes where one has, else 0.
    /// </summary>
    private Kernel FinishDecoding => Build("FinishDecoding", new(PointSize + 1, Words, _limbs), fp =>
    {
        KernelProgram program = fp.Program;
        Element y = Load(fp, Output);
        Element u = Load(fp, Output.Next(_limbs));
        Element v = Load(fp, Output.Next(2 * _limbs));
        LoadY(fp, out Value sign);
        Element root = fp.Multiply(Load(fp, Second), Load(fp, Output.Next(3 * _limbs)));
        Element vxx = fp.Multiply(fp.Square(root), v);
        Value isRoot = IsZero(fp, fp.Subtract(vxx, u));
        Value isRootOfOpposite = IsZero(fp, fp.Add(vxx, u));
        Element x = fp.Canonical(fp.Select(
            program.MaskOfNegative(isRoot), root, fp.Multiply(root, fp.Fixed(RootOfMinusOne))));

        // Where the parity is the sign's, x is the point's, and its opposite is asked for.
        Value isOther = program.ExclusiveOr(program.And(x.Limbs[0], 1), sign, Interval.Bits(1));
        Element opposite = fp.CarryPositive(fp.Subtract(fp.Zero, x));
        Element chosen = fp.Select(program.MaskOfLowestBit(isOther), x, opposite);

        Value isPoint = program.Or(isRoot, isRootOfOpposite);
        Value mask = program.MaskOfNegative(isPoint);
        chosen = fp.Select(mask, chosen, fp.Zero);
        y = fp.Select(mask, y, fp.Fixed(1));
        Store(fp, new Extended(chosen, y, fp.Fixed(1), fp.Multiply(chosen, y)), Output);
        program.Store(isPoint, Output.Next(PointSize));
    });

    /// <summary>Output (16) = rows of the points P at First (P), and Second (P) = Y + X, Y - X, 2dT and 2Z of 2P.</summary>
    private Kernel StartMultiples => Build("StartMultiples", default, fp =>
    {
        var formulas = new EdwardsFormulas(fp);
        Extended point = LoadPoint(fp, First);
        new CachedRows(fp).Scatter(formulas.Cache(point, TwiceD(fp)), Output);
        Cached twice = formulas.Cache(formulas.Double(new Projective(point.X, point.Y, point.Z)), TwiceD(fp));
        Store(fp, twice, Second);
    });

    /// <summary>First (P) += the points at Second (P), as <see cref="StartMultiples"/> left them; Output (16) = rows of the sum.</summary>
    private Kernel NextMultiple => Build("NextMultiple", new(CachedRows.Size, 0, 0), fp =>
    {
        var formulas = new EdwardsFormulas(fp);
        Extended sum = formulas.Add(LoadPoint(fp, First), LoadCached(fp, Second), Value.None);
        Store(fp, sum, First);
        new CachedRows(fp).Scatter(formulas.Cache(sum, TwiceD(fp)), Output);
    });

    /// <summary>Output (P) = the multiples that the pointers at First (1) point to, whatever their lowest bit says; without T.</summary>
    private Kernel StartSum => Build("StartSum", default, fp =>
    {
        (Cached entry, _) = new CachedRows(fp).Gather(First);
        Element sum = fp.Truncate(entry.Niels.Sum);
        Element difference = fp.Truncate(entry.Niels.Difference);
        StoreWithoutT(fp, new Projective(fp.Shorten(fp.Subtract(sum, difference)), fp.Shorten(fp.Add(sum, difference)), fp.Truncate(entry.TwiceZ)), Output);
    });

    /// <summary>Output (P) = 32 Output + multiple for each vector of pointers at First, without T.</summary>
    private Kernel AddWindow => new(
        Name + "AddWindow",
        [
            Doubling with { Repeat = MultiplesWidth - 1 },
            NewSection(fp =>
            {
                var formulas = new EdwardsFormulas(fp);
                (Cached entry, Value mask) = new CachedRows(fp).Gather(First);
                StoreWithoutT(fp, formulas.AddWithoutT(formulas.Double(LoadProjective(fp, Output)), entry, mask), Output);
            }),
        ],
        new Strides(0, 1, 0));

    /// <summary>Output (P) = 32 Output.</summary>
    private Kernel DoubleWindow => new(
        Name + "DoubleWindow",
        [
            Doubling with { Repeat = MultiplesWidth - 1 },
            NewSection(fp => Store(fp, new EdwardsFormulas(fp).Double(LoadProjective(fp, Output)), Output)),
        ],
        default);

    /// <summary>Output (P) += multiple for each vector of pointers at First.</summary>
    private Kernel AddMultiples => Build("AddMultiples", new(0, 1, 0), fp =>
    {
        (Cached entry, Value mask) = new CachedRows(fp).Gather(First);
        Store(fp, new EdwardsFormulas(fp).Add(LoadPoint(fp, Output), entry, mask), Output);
    });

    /// <summary>Output (P) = the points whose canonical X, Y, Z and T are the words at First (16); Second (P) = Y + X, Y - X, 2dT and 2Z of them.</summary>
    private Kernel StartEntries => Build("StartEntries", default, fp =>
    {
        Element[] coordinates = [.. Enumerable.Range(0, 4).Select(i => fp.Shorten(LoadWords(fp, First.Next(i * Words))))];
        var point = new Extended(coordinates[0], coordinates[1], coordinates[2], coordinates[3]);
        Store(fp, point, Output);
        Store(fp, new EdwardsFormulas(fp).Cache(point, TwiceD(fp)), Second);
    });

    /// <summary>Output (P) = First (P) + the points at Second (P), as <see cref="StartEntries"/> left them.</summary>
    private Kernel NextEntry => Build("NextEntry", new(PointSize, PointSize, 0), fp =>
        Store(fp, new EdwardsFormulas(fp).Add(LoadPoint(fp, First), LoadCached(fp, Second), Value.None), Output));

    /// <summary>Output (16) = comb entries in rows of 128 bytes of the points at First (P), the inverse of whose Z is at Second (L).</summary>
    private Kernel WriteEntries => Build("WriteEntries", new(CachedRows.Size, PointSize, _limbs), fp =>
    {
        Element inverse = Load(fp, Second);
        Element x = fp.Multiply(Load(fp, First), inverse);
        Element y = fp.Multiply(Load(fp, First.Next(_limbs)), inverse);
        new NielsRows(fp).Scatter(
            new Niels(fp.Shorten(fp.Add(y, x)), fp.Shorten(fp.Subtract(y, x)), fp.Multiply(fp.Multiply(x, y), TwiceD(fp))), Output);
    });

    /// <summary>Output (L) = First (L) times Z of Second (P).</summary>
    private Kernel MultiplyZ => Build("MultiplyZ", new(_limbs, _limbs, PointSize), fp =>
        StoreProduct(fp, Load(fp, First), LoadZ(fp, Second), Output));

    /// <summary>Output (L) is the inverse of all Z so far. First (L), the product before this Z, becomes its inverse. Downwards.</summary>
    private Kernel UnwindZ => Build("UnwindZ", new(0, -_limbs, -PointSize), fp =>
    {
        Element inverse = Load(fp, Output);
        StoreProduct(fp, inverse, Load(fp, First), First);
        StoreProduct(fp, inverse, LoadZ(fp, Second), Output);
    });

    /// <summary>Output (4) = words of the encodings (RFC 8032 section 5.1.2) of the points at First (P), the inverse of whose Z is at Second (L).</summary>
    private Kernel Encode => Build("Encode", new(Words, PointSize, _limbs), fp =>
    {
        Element inverse = Load(fp, Second);
        Element x = fp.Canonical(fp.Multiply(Load(fp, First), inverse));
        Value[] words = fp.Pack(fp.Canonical(fp.Multiply(Load(fp, First.Next(_limbs)), inverse)));
        words[^1] = fp.Program.Or(words[^1], fp.Program.ShiftLeftOut(x.Limbs[0], 63));
        StoreWords(fp.Program, words, Output);
    });

    /// <summary>Output (1) = -1 in lanes where the sum of the points at First (P) and Second (P + 1) is of an order that divides 8, else 0.</summary>
    private Kernel TestSmallOrder => Build("TestSmallOrder", new(1, PointSize, PointSize + 1), fp =>
    {
        var formulas = new EdwardsFormulas(fp);
        Extended sum = formulas.Add(LoadPoint(fp, First), formulas.Cache(LoadPoint(fp, Second), TwiceD(fp)), Value.None);
        var multiple = new Projective(sum.X, sum.Y, sum.Z);
        for (int i = 0; i < 3; i++)
        {
            multiple = formulas.DoubleWithoutT(multiple);
        }

        fp.Program.Store(
            fp.Program.KeepMask(IsZero(fp, multiple.X), IsZero(fp, fp.Subtract(multiple.Y, multiple.Z))), Output);
    });

    private Kernel Multiply => Build("Multiply", new(_limbs, _limbs, _limbs), fp =>
        StoreProduct(fp, Load(fp, First), Load(fp, Second), Output));

    /// <summary>Four elements at Output (4L) become their squares: side by side, because one square alone waits for its own carries.</summary>
    private Kernel SquareFour => Build("SquareFour", default, fp =>
    {
        for (int i = 0; i < 4; i++)
        {
            Place place = Output.Next(i * _limbs);
            fp.Store(fp.Square(Load(fp, place)), place, fp.MaxProduct);
        }
    });

    /// <summary>Output (P) = 2 Output without T.</summary>
    private Section Doubling =>
        NewSection(fp => StoreWithoutT(fp, new EdwardsFormulas(fp).DoubleWithoutT(LoadProjective(fp, Output)), Output));

    private static Element TwiceD(Field fp) => fp.Fixed(2 * D % Prime);

    private static BigInteger Modulo(BigInteger a) => ((a % Prime) + Prime) % Prime;

    /// <summary>-1 in lanes where the integer is 0 modulo the prime, else 0.</summary>
    private static Value IsZero(Field fp, Element a)
    {
        Value joined = fp.Canonical(fp.Shorten(a)).Limbs.Aggregate((all, limb) => fp.Program.Or(all, limb));
        fp.Program.Refine(joined, Interval.Bits(fp.Width));
        return fp.Program.ShiftRight(fp.Program.Subtract(joined, fp.Program.Constant(1)), 63);
    }

    /// <summary>The lower 255 bits of the words at First (4), and the uppermost.</summary>
    private static Element LoadY(Field fp, out Value sign)
    {
        Value[] words = [.. Enumerable.Range(0, Words).Select(i => fp.Program.Load(First.Next(i), Interval.Bits(64)))];
        sign = fp.Program.ShiftRight(words[^1], 63);
        words[^1] = fp.Program.And(words[^1], long.MaxValue);
        return fp.Truncate(fp.Unpack(words, 0, (BigInteger.One << 255) - 1));
    }

    private static Element LoadWords(Field fp, Place place) => fp.Truncate(fp.Unpack(
        [.. Enumerable.Range(0, Words).Select(i => fp.Program.Load(place.Next(i), Interval.Bits(64)))], 0, (BigInteger.One << 256) - 1));

    private static void StoreWords(KernelProgram program, Value[] words, Place place)
    {
        for (int i = 0; i < words.Length; i++)
        {
            program.Store(words[i], place.Next(i));
        }
    }

    private static Element Load(Field fp, Place place) => fp.Load(place, fp.MaxProduct);

    private Element LoadZ(Field fp, Place point) => Load(fp, point.Next(2 * _limbs));

    private Projective LoadProjective(Field fp, Place place) => new(Load(fp, place), Load(fp, place.Next(_limbs)), LoadZ(fp, place));

    private Extended LoadPoint(Field fp, Place place) => new(
        Load(fp, place), Load(fp, place.Next(_limbs)), LoadZ(fp, place), Load(fp, place.Next(3 * _limbs)));

    private Cached LoadCached(Field fp, Place place) => new(
        new Niels(Load(fp, place), Load(fp, place.Next(_limbs)), Load(fp, place.Next(2 * _limbs))), Load(fp, place.Next(3 * _limbs)));

    private void Store(Field fp, Extended point, Place place)
    {
        StoreWithoutT(fp, new Projective(point.X, point.Y, point.Z), place);
        fp.Store(point.T, place.Next(3 * _limbs), fp.MaxProduct);
    }

    private void StoreWithoutT(Field fp, Projective point, Place place)
    {
        fp.Store(point.X, place, fp.MaxProduct);
        fp.Store(point.Y, place.Next(_limbs), fp.MaxProduct);
        fp.Store(point.Z, place.Next(2 * _limbs), fp.MaxProduct);
    }

    private void Store(Field fp, Cached point, Place place)
    {
        fp.Store(point.Niels.Sum, place, fp.MaxProduct);
        fp.Store(point.Niels.Difference, place.Next(_limbs), fp.MaxProduct);
        fp.Store(point.Niels.TwiceDxy, place.Next(2 * _limbs), fp.MaxProduct);
        fp.Store(point.TwiceZ, place.Next(3 * _limbs), fp.MaxProduct);
    }

    private static void StoreProduct(Field fp, Element a, Element b, Place place) => fp.Store(fp.Multiply(a, b), place, fp.MaxProduct);

    private Section NewSection(Action<Field> build) => Build("", default, build).Sections[0];

    private Kernel Build(string name, Strides strides, Action<Field> build) =>
        BuildPlain(name, strides, program => build(createField(program)));

    private Kernel BuildPlain(string name, Strides strides, Action<KernelProgram> build) => Kernel.Create(Name + name, lanes, strides, build);
}
