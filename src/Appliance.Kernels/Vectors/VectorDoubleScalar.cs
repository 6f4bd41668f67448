namespace Appliance.Kernels;

/// <summary>
/// The last step of ECDSA and SM2 verification of unknown signers' slots in a workspace: compute U1 G + U2 Q; and of all slots: compare its x coordinate with the target.
/// </summary>
internal static unsafe class VectorDoubleScalar<TKernels, TCurve>
    where TKernels : IVectorKernels
    where TCurve : struct, ICurve
{
    private const int WordsPerRow = 8;

    /// <summary>p - n: a target below it may also stand for x = target + n.</summary>
    private static readonly UInt256 PrimeMinusOrder = UInt256.Subtract(TCurve.Modulus, TCurve.Order, out _);

    private static int Lanes => TKernels.Lanes;

    /// <summary>Judges unknown signers' groups from <paramref name="firstGroup"/> on; <c>Bases</c> holds their keys' rows.</summary>
    public static void VerifyUnknown(VectorWorkspace<TKernels> workspace, int firstGroup, int groups, Span<SignatureCode> codes)
    {
        for (int start = 0; start < groups; start += VectorWorkspace<TKernels>.BlockGroups)
        {
            int count = Math.Min(VectorWorkspace<TKernels>.BlockGroups, groups - start);
            ComputeMultiples(workspace, firstGroup + start, count);
            for (int i = 0; i < count; i++)
            {
                WriteMultiples(workspace, i);
                SumUnknown(workspace, firstGroup + start + i);
                Judge(workspace, firstGroup + start + i, codes);
            }
        }
    }

    private static void SumUnknown(VectorWorkspace<TKernels> workspace, int group)
    {
        Comb<TCurve> generator = GeneratorComb<TCurve>.Value;
        ulong* bases = workspace.Result;
        ulong* steps = workspace.Steps;
        const int Windows = VectorWorkspace<TKernels>.MultiplesWindows;
        for (int lane = 0; lane < Lanes; lane++)
        {
            bases[lane] = (ulong)(workspace.Rows + lane * WordsPerRow);
        }

        ulong* scalar = workspace.U2 + group * VectorWorkspace<TKernels>.ScalarSize * Lanes;
        if (TCurve.HasEndomorphism)
        {
            VectorEndomorphism<TKernels, TCurve>.Split(scalar, workspace.Halves);
            scalar = workspace.Halves;
        }

        TKernels.LocateInMultiples(steps, scalar, bases, 1);
        Fill(bases, generator.Address);
        TKernels.LocateInGeneratorTable(steps + Windows * Lanes, workspace.U1 + group * VectorWorkspace<TKernels>.ScalarSize * Lanes, bases, 1);
        TKernels.StartJacobian(workspace.Point, steps, null, 1);
        if (TCurve.HasEndomorphism)
        {
            VectorEndomorphism<TKernels, TCurve>.AddWindows(workspace.Point, steps + Lanes, Windows / 2);
        }
        else
        {
            TKernels.AddWindow(workspace.Point, steps + Lanes, null, Windows - 1);
        }

        TKernels.ConvertToXyzz(workspace.Point, null, null, 1);
        TKernels.AddXyzz(workspace.Point, steps + Windows * Lanes, null, VectorWorkspace<TKernels>.GeneratorWindows);
        GC.KeepAlive(generator);
    }

    /// <summary>Q, 3Q, … 31Q for each lane of some groups, the steps from Z to Z beside them, and the inverse of each group's last Z.</summary>
    private static void ComputeMultiples(VectorWorkspace<TKernels> workspace, int firstGroup, int groups)
    {
        const int PerKey = VectorWorkspace<TKernels>.MultiplesPerKey;
        int element = TKernels.Limbs * Lanes;
        int point = 3 * element;
        for (int i = 0; i < groups; i++)
        {
            ulong* multiples = workspace.Multiples + i * PerKey * point;
            ulong* twice = workspace.Twice + i * point;
            TKernels.StartMultiples(multiples, workspace.Bases + (firstGroup + i) * Lanes, twice, 1);
            TKernels.NextMultiple(multiples + point, multiples, twice, PerKey - 1);
        }

        VectorInversion<TKernels>.InvertZ<TCurve>(workspace, groups);
    }

    /// <summary>Writes the affine rows of a group's multiples, last one first.</summary>
    private static void WriteMultiples(VectorWorkspace<TKernels> workspace, int groupInBlock)
    {
        const int PerKey = VectorWorkspace<TKernels>.MultiplesPerKey;
        int element = TKernels.Limbs * Lanes;
        TKernels.WriteRows(
            workspace.Rows + (PerKey - 1) * VectorWorkspace<TKernels>.RowsSize * Lanes,
            workspace.Multiples + ((groupInBlock + 1) * PerKey - 1) * 3 * element,
            workspace.Products + groupInBlock * element,
            PerKey);
    }

    /// <summary>
    /// Compares a group's sum, the workspace's point, with its targets and writes the codes of its items: <see cref="SignatureCode.NotComputed"/> where a special
    /// case left the sum without denominators.
    /// </summary>
    public static void Judge(VectorWorkspace<TKernels> workspace, int group, Span<SignatureCode> codes)
    {
        ulong* result = workspace.Result;
        ulong* target = workspace.Target + group * VectorWorkspace<TKernels>.IntegerSize * Lanes;
        TKernels.CompareX(result, workspace.Point, target, 1);
        bool hasSmallTarget = false;
        for (int lane = 0; lane < Lanes; lane++)
        {
            int index = workspace.Indices[group * Lanes + lane];
            if (index < 0) continue;

            bool isExceptional = result[Lanes + lane] == 0;
            codes[index] = isExceptional ? SignatureCode.NotComputed : result[lane] == 0 ? SignatureCode.Valid : SignatureCode.Mismatch;
            hasSmallTarget |= codes[index] == SignatureCode.Mismatch && Word(target, 3, lane) == 0;
        }

        if (hasSmallTarget) JudgeSmallTargets(workspace, group, target, codes);
    }

    /// <summary>For targets below p - n, whose upper word is 0 at least: x may also be target + n.</summary>
    private static void JudgeSmallTargets(VectorWorkspace<TKernels> workspace, int group, ulong* target, Span<SignatureCode> codes)
    {
        ulong* result = workspace.Result;
        for (int lane = 0; lane < Lanes; lane++)
        {
            var small = new UInt256(Word(target, 0, lane), Word(target, 1, lane), Word(target, 2, lane), Word(target, 3, lane));
            if (!(small < PrimeMinusOrder)) continue;

            VectorColumns<TKernels>.Put(target, lane, UInt256.Add(small, TCurve.Order, out _));
        }

        TKernels.CompareX(result, workspace.Point, target, 1);
        for (int lane = 0; lane < Lanes; lane++)
        {
            int index = workspace.Indices[group * Lanes + lane];
            if (index >= 0 && codes[index] == SignatureCode.Mismatch && result[lane] == 0) codes[index] = SignatureCode.Valid;
        }
    }

    private static ulong Word(ulong* integer, int word, int lane) => integer[word * Lanes + lane];

    private static void Fill(ulong* vector, ulong value) => new Span<ulong>(vector, Lanes).Fill(value);
}
