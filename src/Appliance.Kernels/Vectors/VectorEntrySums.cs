namespace Appliance.Kernels;

/// <summary>
/// The last step of ECDSA and SM2 verification of known signers' slots: U1 G + U2 Q is a sum of table entries, added by pairs to affine points,
/// whose denominators share one inversion for all pairs of a level. Three levels leave a few points, added one after the other.
/// </summary>
/// <remarks>
/// <para>
/// No pair of a level has equal or opposite points. Both are multiples of one point, G or Q, by integers a 2^i and b 2^j made of the digits of two runs of
/// windows, the first of which ends where the second begins: |a 2^i| is below 2^j, and b is odd, so a 2^i +- b 2^j is not 0. Nor is it another multiple of the
/// order, which is odd: for i above 0 such a multiple would be one by 2^i as well, and for i = 0 the runs of a pair end below 2^105.
/// Sums of G's entries and of Q's meet only afterwards, where a signer can make them equal, in formulas that keep a denominator of zero.
/// </para>
/// <para>
/// So a denominator is zero only where a table is damaged. It would spoil its lane's other groups: they are then summed again, each by itself.
/// </para>
/// </remarks>
internal static unsafe class VectorEntrySums<TKernels, TCurve>
    where TKernels : IVectorKernels
    where TCurve : struct, ICurve
{
    private static int Lanes => TKernels.Lanes;

    /// <summary>Words of an affine point of every lane.</summary>
    private static int PointSize => 2 * TKernels.Limbs * Lanes;

    /// <summary>Judges groups of known signers; <c>Bases</c> holds their tables. Lanes that met a special case get <see cref="SignatureCode.NotComputed"/>.</summary>
    public static void Verify(VectorWorkspace<TKernels> workspace, int firstGroup, int groups, SignerTableSize size, Span<SignatureCode> codes)
    {
        int end = firstGroup + groups;
        for (int start = firstGroup; start < end; start += VectorWorkspace<TKernels>.SumGroups)
        {
            int count = Math.Min(VectorWorkspace<TKernels>.SumGroups, end - start);
            if (Sum(workspace, start, count, size) == 0)
            {
                for (int i = 0; i < count; i++)
                {
                    Join(workspace, i);
                    VectorDoubleScalar<TKernels, TCurve>.Judge(workspace, start + i, codes);
                }
            }
            else
            {
                for (int i = 0; i < count; i++)
                {
                    VerifyAlone(workspace, start + i, size, codes);
                }
            }
        }
    }

    /// <summary>Sums a group by itself; lanes where a denominator was zero are left to the caller like other special cases.</summary>
    private static void VerifyAlone(VectorWorkspace<TKernels> workspace, int group, SignerTableSize size, Span<SignatureCode> codes)
    {
        uint spoilt = Sum(workspace, group, 1, size);
        Join(workspace, 0);
        ulong* zz = workspace.Point + 2 * TKernels.Limbs * Lanes;
        for (int lane = 0; lane < Lanes; lane++)
        {
            if ((spoilt >> lane & 1) == 0) continue;

            for (int limb = 0; limb < TKernels.Limbs; limb++)
            {
                zz[limb * Lanes + lane] = 0;
            }
        }

        VectorDoubleScalar<TKernels, TCurve>.Judge(workspace, group, codes);
    }

    /// <summary>Brings the entries of some groups down to seven points each. Returns a bit for each lane in which a denominator was zero.</summary>
    private static uint Sum(VectorWorkspace<TKernels> workspace, int firstGroup, int groups, SignerTableSize size)
    {
        Comb<TCurve> generator = GeneratorComb<TCurve>.Value;
        const int GeneratorWindows = VectorWorkspace<TKernels>.GeneratorWindows;
        int signerWindows = size == SignerTableSize.Wide ? VectorWorkspace<TKernels>.WideSignerWindows : VectorWorkspace<TKernels>.SignerWindows;
        ulong* generatorBase = workspace.Result;
        new Span<ulong>(generatorBase, Lanes).Fill(generator.Address);
        for (int i = 0; i < groups; i++)
        {
            int group = firstGroup + i;
            ulong* steps = workspace.EntrySteps + i * (signerWindows + GeneratorWindows) * Lanes;
            ulong* u1 = workspace.U1 + group * VectorWorkspace<TKernels>.ScalarSize * Lanes;
            ulong* u2 = workspace.U2 + group * VectorWorkspace<TKernels>.ScalarSize * Lanes;
            ulong* bases = workspace.Bases + group * Lanes;
            if (size == SignerTableSize.Wide)
            {
                TKernels.LocateInWideSignerTable(steps, u2, bases, 1);
            }
            else
            {
                TKernels.LocateInSignerTable(steps, u2, bases, 1);
            }

            TKernels.LocatePlainlyInGeneratorTable(steps + signerWindows * Lanes, u1, generatorBase, 1);
        }

        uint zeros = AddEntries(workspace, groups * (signerWindows + GeneratorWindows) / 2);
        (int first, int second) = (signerWindows / 2, GeneratorWindows / 2);
        zeros |= AddPoints(workspace, workspace.SumsOfTwo, workspace.SumsOfFour, groups, first, second);
        (first, second) = ((first + 1) / 2, (second + 1) / 2);
        zeros |= AddPoints(workspace, workspace.SumsOfFour, workspace.SumsOfEight, groups, first, second);
        GC.KeepAlive(generator);
        return zeros;
    }

    /// <summary>The first level: all windows are even in number, so that pairs follow one another.</summary>
    private static uint AddEntries(VectorWorkspace<TKernels> workspace, int pairs)
    {
        VectorInversion<TKernels>.Copy(workspace.One, workspace.Running);
        TKernels.MultiplyEntryDifferences(workspace.SumsOfTwo, workspace.EntrySteps, workspace.Running, pairs);
        uint zeros = Invert(workspace);
        int last = pairs - 1;
        TKernels.AddEntryPairs(workspace.SumsOfTwo + last * PointSize, workspace.EntrySteps + 2 * last * Lanes, workspace.Running, pairs);
        return zeros;
    }

    /// <summary>A further level, of which each group has two runs of points; an odd run's last point is kept as it is.</summary>
    private static uint AddPoints(VectorWorkspace<TKernels> workspace, ulong* points, ulong* sums, int groups, int firstRun, int secondRun)
    {
        VectorInversion<TKernels>.Copy(workspace.One, workspace.Running);
        int pointsPerGroup = firstRun + secondRun;
        int firstSums = (firstRun + 1) / 2;
        int sumsPerGroup = firstSums + (secondRun + 1) / 2;
        for (int group = 0; group < groups; group++)
        {
            ulong* from = points + group * pointsPerGroup * PointSize;
            ulong* to = sums + group * sumsPerGroup * PointSize;
            TKernels.MultiplyPointDifferences(to, from, workspace.Running, firstRun / 2);
            TKernels.MultiplyPointDifferences(to + firstSums * PointSize, from + firstRun * PointSize, workspace.Running, secondRun / 2);
        }

        uint zeros = Invert(workspace);
        for (int group = groups - 1; group >= 0; group--)
        {
            ulong* from = points + group * pointsPerGroup * PointSize;
            ulong* to = sums + group * sumsPerGroup * PointSize;
            AddRun(workspace, from + firstRun * PointSize, to + firstSums * PointSize, secondRun);
            AddRun(workspace, from, to, firstRun);
        }

        return zeros;
    }

    private static void AddRun(VectorWorkspace<TKernels> workspace, ulong* points, ulong* sums, int count)
    {
        int pairs = count / 2;
        TKernels.AddPointPairs(sums + (pairs - 1) * PointSize, points + 2 * (pairs - 1) * PointSize, workspace.Running, pairs);
        if (count % 2 == 1) new ReadOnlySpan<ulong>(points + (count - 1) * PointSize, PointSize).CopyTo(new Span<ulong>(sums + pairs * PointSize, PointSize));
    }

    /// <summary>Inverts the product of a level's denominators. Returns a bit for each lane in which it is zero.</summary>
    private static uint Invert(VectorWorkspace<TKernels> workspace)
    {
        TKernels.IsZero(workspace.Result, workspace.Running, null, 1);
        uint zeros = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            if (workspace.Result[lane] == 0) zeros |= 1u << lane;
        }

        VectorInversion<TKernels>.Invert<TCurve>(workspace, workspace.Running);
        return zeros;
    }

    /// <summary>Adds up a group's last points into the workspace's point.</summary>
    private static void Join(VectorWorkspace<TKernels> workspace, int group)
    {
        const int Points = VectorWorkspace<TKernels>.EightsPerGroup;
        ulong* points = workspace.SumsOfEight + group * Points * PointSize;
        TKernels.StartSum(workspace.Point, points, null, 1);
        TKernels.AddPoint(workspace.Point, points + PointSize, null, Points - 1);
    }
}
