namespace Appliance.Kernels;

/// <summary>
/// Generated kernels of one curve for one instruction set. What stands at each pointer, and how far it moves for each of
/// <c>count</c> turns, is documented at the kernel's definition in src/Appliance.Kernels.Generator/Curves/CurveKernels.cs and PairKernels.cs beside it.
/// </summary>
/// <remarks>
/// Vectors have <see cref="Lanes"/> words of 64 bits; elements have <see cref="Limbs"/> vectors, lowest limb first; integers of 256 bits come in as four
/// vectors of words. Pointers need no alignment but are faster on cache lines. Kernels keep no pointer. In each turn, what is
/// written at <c>output</c> must not overlap what is read at <c>first</c> and <c>second</c>: kernels read operands as late as they need them.
/// </remarks>
internal unsafe interface IVectorKernels
{
    static abstract int Lanes { get; }

    static abstract int Limbs { get; }

    static abstract void LocateInSignerTable(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void LocateInWideSignerTable(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void LocatePlainlyInGeneratorTable(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void MultiplyEntryDifferences(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void MultiplyPointDifferences(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void AddEntryPairs(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void AddPointPairs(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void StartSum(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void AddPoint(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void IsZero(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void LocateInGeneratorTable(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void LocateInMultiples(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void AddXyzz(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void StartJacobian(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void AddWindow(ulong* output, ulong* first, ulong* second, nint count);

    /// <summary>Only for curves with an endomorphism.</summary>
    static virtual void AddImage(ulong* output, ulong* first, ulong* second, nint count) =>
        throw new NotSupportedException("The curve has no endomorphism.");

    static abstract void ConvertToXyzz(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void CompareX(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void ReadKeys(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void StartMultiples(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void NextMultiple(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void MultiplyZ(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void UnwindZ(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void WriteRows(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void Multiply(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void Square(ulong* output, ulong* first, ulong* second, nint count);
}

/// <summary>Kernels of a curve for ECDSA: also arithmetic modulo the order.</summary>
internal unsafe interface IEcdsaKernels : IVectorKernels
{
    static abstract void MultiplyWords(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void UnwindWords(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void MultiplyOrder(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void SquareOrder(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void RecodeProduct(ulong* output, ulong* first, ulong* second, nint count);
}

/// <summary>Kernels of a curve for SM2.</summary>
internal unsafe interface ISm2Kernels : IVectorKernels
{
    static abstract void RecodeWords(ulong* output, ulong* first, ulong* second, nint count);
}
