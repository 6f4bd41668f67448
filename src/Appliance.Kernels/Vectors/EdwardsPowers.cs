namespace Appliance.Kernels;

/// <summary>
/// Powers of four vectors of elements modulo 2^255 - 19 at a time, by the chain of <see cref="EdwardsField"/>: 254 squares, each of which waits for the
/// one before.
/// </summary>
internal static unsafe class EdwardsPowers<TKernels>
    where TKernels : IEdwardsKernels
{
    /// <summary>Elements taken together.</summary>
    public const int Together = 4;

    /// <summary>Elements of memory that the methods need.</summary>
    public const int ScratchElements = 11 * Together;

    private static int Size => Together * TKernels.Limbs * TKernels.Lanes;

    /// <summary>Replaces the elements by their inverses a^(p - 2); 0 by 0.</summary>
    public static void Invert(ulong* a, ulong* scratch)
    {
        ulong* power = Power(a, scratch, out ulong* a11);
        Step(a, power, 5, a11, scratch);
    }

    /// <summary>Where, in the scratch memory, a^((p - 5) / 8) of the elements stands: the heart of a square root (RFC 8032 section 5.1.3).</summary>
    public static ulong* PowerForRoot(ulong* a, ulong* scratch)
    {
        ulong* power = Power(a, scratch, out ulong* root);
        Step(root, power, 2, a, scratch);
        return root;
    }

    /// <summary>Where a^(2^250 - 1) stands, and a^11.</summary>
    private static ulong* Power(ulong* a, ulong* scratch, out ulong* a11)
    {
        // Names tell the exponent: t5 is a^(2^5 - 1).
        ulong* squared = scratch;
        ulong* a9 = squared + Size;
        a11 = a9 + Size;
        ulong* t5 = a11 + Size;
        ulong* t10 = t5 + Size;
        ulong* t20 = t10 + Size;
        ulong* t40 = t20 + Size;
        ulong* t50 = t40 + Size;
        ulong* t100 = t50 + Size;
        ulong* t200 = t100 + Size;
        ulong* t250 = t200 + Size;
        Step(a9, a, 3, a, squared);
        Step(a11, a, 1, a9, squared);
        Step(t5, a11, 1, a9, squared);
        Step(t10, t5, 5, t5, squared);
        Step(t20, t10, 10, t10, squared);
        Step(t40, t20, 20, t20, squared);
        Step(t50, t40, 10, t10, squared);
        Step(t100, t50, 50, t50, squared);
        Step(t200, t100, 100, t100, squared);
        Step(t250, t200, 50, t50, squared);
        return t250;
    }

    /// <summary>target = source^(2^squarings) factor; the target may be the source, but not the factor.</summary>
    private static void Step(ulong* target, ulong* source, int squarings, ulong* factor, ulong* squared)
    {
        new ReadOnlySpan<ulong>(source, Size).CopyTo(new Span<ulong>(squared, Size));
        TKernels.SquareFour(squared, null, null, squarings);
        TKernels.Multiply(target, squared, factor, Together);
    }
}
