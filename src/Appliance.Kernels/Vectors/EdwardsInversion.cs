namespace Appliance.Kernels;

/// <summary>Inverses of a vector of elements modulo 2^255 - 19 by exponentiation, as <see cref="EdwardsField.Invert"/> does it.</summary>
internal static unsafe class EdwardsInversion<TKernels>
    where TKernels : IEdwardsKernels
{
    /// <summary>Elements of memory that <see cref="Invert"/> needs.</summary>
    public const int ScratchElements = 11;

    private static int Size => TKernels.Limbs * TKernels.Lanes;

    /// <summary>Replaces an element by a^(p - 2), its inverse; 0 by 0.</summary>
    public static void Invert(ulong* a, ulong* scratch)
    {
        // Names tell the exponent: t5 is a^(2^5 - 1).
        ulong* squared = scratch;
        ulong* a9 = squared + Size;
        ulong* a11 = a9 + Size;
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
        Step(a, t250, 5, a11, squared);
    }

    /// <summary>target = source^(2^squarings) factor; the target may be the source.</summary>
    private static void Step(ulong* target, ulong* source, int squarings, ulong* factor, ulong* squared)
    {
        new ReadOnlySpan<ulong>(source, Size).CopyTo(new Span<ulong>(squared, Size));
        TKernels.Square(squared, null, null, squarings);
        TKernels.Multiply(target, squared, factor, 1);
    }
}
