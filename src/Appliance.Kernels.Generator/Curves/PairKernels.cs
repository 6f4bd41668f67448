using System.Numerics;
using Appliance.Kernels.Generator.Fields;
using Appliance.Kernels.Generator.Language;

namespace Appliance.Kernels.Generator.Curves;

/// <summary>
/// The kernels that sum the entries of known signers' tables by pairs: affine points, and one inversion for the denominators of all pairs of a level.
/// An addition takes 5 products and 1 squaring where one to a point with its own denominators takes 8 and 2. The driver is <c>EntrySums</c> of
/// Appliance.Kernels. Sizes are in vectors, <c>L</c> being the number of limbs.
/// </summary>
/// <param name="curve">The curve.</param>
/// <param name="lanes">Lanes per vector.</param>
/// <param name="createField">The field over a program.</param>
internal sealed class PairKernels(Curve curve, int lanes, Func<KernelProgram, Modulus, Field> createField)
{
    /// <summary>Pairs between the one whose entries are asked for and the one at hand.</summary>
    private const int PairsAhead = 2;

    private static readonly Place Output = new(Pointer.Output, 0);
    private static readonly Place First = new(Pointer.First, 0);
    private static readonly Place Second = new(Pointer.Second, 0);

    private readonly int _limbs = createField(new KernelProgram(lanes), curve.Prime).LimbCount;

    private int AffineSize => 2 * _limbs;

    public IEnumerable<Kernel> All =>
        [MultiplyEntryDifferences, MultiplyPointDifferences, AddEntryPairs, AddPointPairs, StartSum, AddPoint, IsZero];

    /// <summary>
    /// For each pair of entries whose pointers stand at First (2): the first half of Output (2L) = Second (L); Second times the difference of the
    /// entries' x. Later pairs' entries are prefetched.
    /// </summary>
    private Kernel MultiplyEntryDifferences => Build("MultiplyEntryDifferences", new(AffineSize, 2, 0), (fp, memory) =>
    {
        var rows = new Rows(fp);
        for (int i = 0; i < 2; i++)
        {
            rows.Prefetch(First.Next(2 * PairsAhead + i));
        }

        MultiplyDifference(fp, rows.GatherX(First), rows.GatherX(First.Next(1)));
    });

    /// <summary>The same for pairs of points at First (4L).</summary>
    private Kernel MultiplyPointDifferences => Build("MultiplyPointDifferences", new(AffineSize, 2 * AffineSize, 0), (fp, memory) =>
        MultiplyDifference(fp, memory.LoadAffineX(First), memory.LoadAffineX(First.Next(AffineSize))));

    /// <summary>
    /// For each pair of entries whose pointers stand at First (2), where the first half of Output (2L) holds the product before this pair and Second (L)
    /// the inverse of the product with it: Output = the pair's sum; Second = the inverse of the product before. Downwards.
    /// </summary>
    private Kernel AddEntryPairs => Build("AddEntryPairs", new(-AffineSize, -2, 0), (fp, memory) =>
    {
        var rows = new Rows(fp);
        rows.Prefetch(First.Next(-2));
        rows.Prefetch(First.Next(-1));
        AddPair(fp, memory, SignedEntry(fp, First), SignedEntry(fp, First.Next(1)));
    });

    /// <summary>The same for pairs of points at First (4L).</summary>
    private Kernel AddPointPairs => Build("AddPointPairs", new(-AffineSize, -2 * AffineSize, 0), (fp, memory) =>
        AddPair(fp, memory, memory.LoadAffinePoint(First), memory.LoadAffinePoint(First.Next(AffineSize))));

    /// <summary>Output (4L) = the affine point at First (2L).</summary>
    private Kernel StartSum => Build("StartSum", default, (fp, memory) =>
    {
        Affine point = memory.LoadAffinePoint(First);
        memory.Store(new Xyzz(point.X, point.Y, fp.One, fp.One), Output);
    });

    /// <summary>Output (4L) += the affine point at First (2L).</summary>
    private Kernel AddPoint => Build("AddPoint", new(0, AffineSize, 0), (fp, memory) =>
        memory.Store(new PointFormulas(fp, curve.IsAZero).Add(memory.LoadXyzz(Output), memory.LoadAffinePoint(First)), Output));

    /// <summary>Output (1): zero in lanes where the product at First (L) is 0 modulo the prime.</summary>
    private Kernel IsZero => Build("IsZero", default, (fp, memory) =>
    {
        Element folded = fp.Canonical(fp.Carry(fp.Fold(fp.Load(First, MaxProduct(fp)))));
        fp.Program.Store(folded.Limbs.Aggregate((joined, limb) => fp.Program.Or(joined, limb)), Output);
    });

    private static BigInteger MaxProduct(Field fp) => 2 * fp.Prime;

    private static void MultiplyDifference(Field fp, Element x1, Element x2)
    {
        Element product = fp.Load(Second, MaxProduct(fp));
        fp.Store(product, Output, MaxProduct(fp));
        fp.Store(fp.Multiply(product, fp.Carry(fp.Difference(x2, x1))), Second, MaxProduct(fp));
    }

    private static void AddPair(Field fp, PointMemory memory, Affine a, Affine b)
    {
        Element before = fp.Load(Output, MaxProduct(fp));
        Element inverse = fp.Load(Second, MaxProduct(fp));
        Element sole = fp.Multiply(inverse, before);
        fp.Store(fp.Multiply(inverse, fp.Carry(fp.Difference(b.X, a.X))), Second, MaxProduct(fp));
        memory.Store(PointFormulas.Add(fp, a, b, sole), Output);
    }

    private static Affine SignedEntry(Field fp, Place pointers)
    {
        (Affine entry, Value mask) = new Rows(fp).Gather(pointers);
        return new Affine(fp.Truncate(entry.X), fp.NegateWhere(mask, fp.Truncate(entry.Y)));
    }

    private Kernel Build(string name, Strides strides, Action<Field, PointMemory> build) =>
        Kernel.Create(curve.Name + name, lanes, strides, program =>
        {
            Field fp = createField(program, curve.Prime);
            build(fp, new PointMemory(fp));
        });
}
