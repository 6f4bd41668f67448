namespace Appliance.Kernels;

/// <summary>
/// Generated kernels of edwards25519 for one instruction set. What stands at each pointer, and how far it moves for each of <c>count</c> turns, is
/// documented at the kernel's definition in src/Appliance.Kernels.Generator/Curves/EdwardsKernels.cs. What <see cref="IVectorKernels"/> says of
/// memory holds here too.
/// </summary>
internal unsafe interface IEdwardsKernels
{
    static abstract int Lanes { get; }

    static abstract int Limbs { get; }

    static abstract void ReduceChallenge(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void LocateInSignerTable(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void LocateInGeneratorTable(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void LocateInMultiples(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void AddEntries(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void StartDecoding(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void FinishDecoding(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void StartMultiples(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void NextMultiple(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void StartSum(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void AddWindow(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void DoubleWindow(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void AddMultiples(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void StartEntries(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void NextEntry(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void WriteEntries(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void MultiplyZ(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void UnwindZ(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void Encode(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void TestSmallOrder(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void Multiply(ulong* output, ulong* first, ulong* second, nint count);

    static abstract void SquareFour(ulong* output, ulong* first, ulong* second, nint count);
}
