namespace Appliance.Kernels;

/// <summary>Inverses of a vector of elements by exponentiation with the modulus less two, four bits at a time.</summary>
internal static unsafe class VectorInversion<TKernels>
    where TKernels : IVectorKernels
{
    /// <summary>Replaces an element modulo the curve's prime by its inverse.</summary>
    public static void Invert<TCurve>(VectorWorkspace<TKernels> workspace, ulong* element)
        where TCurve : struct, ICurve
    {
        int size = TKernels.Limbs * TKernels.Lanes;
        ulong* powers = workspace.Power;
        ulong* result = powers + 16 * size;
        ulong* other = result + size;
        Copy(element, powers + size);
        for (int i = 2; i < 16; i++)
        {
            TKernels.Multiply(powers + i * size, powers + (i - 1) * size, powers + size, 1);
        }

        UInt256 exponent = UInt256.Subtract(TCurve.Modulus, new UInt256(2, 0, 0, 0), out _);
        Copy(powers + Nibble(exponent, 63) * size, result);
        for (int i = 62; i >= 0; i--)
        {
            TKernels.Square(result, null, null, 4);
            int digit = Nibble(exponent, i);
            if (digit == 0) continue;

            TKernels.Multiply(other, result, powers + digit * size, 1);
            ulong* free = result;
            result = other;
            other = free;
        }

        Copy(result, element);
    }

    /// <summary>Turns <c>Products</c> into the inverses of the Z at <c>Twice</c> of some groups, by one inversion.</summary>
    public static void InvertZ<TCurve>(VectorWorkspace<TKernels> workspace, int groups)
        where TCurve : struct, ICurve
    {
        int size = TKernels.Limbs * TKernels.Lanes;
        ulong* products = workspace.Products;
        Copy(workspace.One, products);
        TKernels.MultiplyZ(products + size, products, workspace.Twice, groups);
        ulong* inverse = products + groups * size;
        Invert<TCurve>(workspace, inverse);
        TKernels.UnwindZ(inverse, inverse - size, workspace.Twice + (groups - 1) * 3 * size, groups);
    }

    /// <summary>The highest four bits of a modulus are not zero, so no power is empty.</summary>
    public static int Nibble(in UInt256 exponent, int index) =>
        exponent.Bit(4 * index) | exponent.Bit(4 * index + 1) << 1 | exponent.Bit(4 * index + 2) << 2 | exponent.Bit(4 * index + 3) << 3;

    public static void Copy(ulong* source, ulong* target)
    {
        int words = TKernels.Limbs * TKernels.Lanes;
        new ReadOnlySpan<ulong>(source, words).CopyTo(new Span<ulong>(target, words));
    }
}
