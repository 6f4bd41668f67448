namespace Appliance.Kernels;

/// <summary>S B - k A of groups of slots, complete: whatever the points, Z is never 0.</summary>
internal static unsafe class EdwardsDoubleScalar<TKernels>
    where TKernels : IEdwardsKernels
{
    private static int Lanes => TKernels.Lanes;

    /// <summary>Groups of known signers, from the first on.</summary>
    public static void SumKnown(EdwardsVectorWorkspace<TKernels> workspace, int groups, EdwardsComb generator)
    {
        const int Windows = EdwardsVectorWorkspace<TKernels>.SignerWindows;
        int scalarSize = EdwardsVectorWorkspace<TKernels>.IntegerSize * Lanes;
        for (int group = 0; group < groups; group++)
        {
            TKernels.LocateInSignerTable(workspace.Steps, workspace.K + group * scalarSize, workspace.Bases + group * Lanes, 1);
            LocateInGeneratorTable(workspace, workspace.Steps + Windows * Lanes, group, generator);
            ulong* sum = workspace.Sums + group * workspace.PointSize;
            new ReadOnlySpan<ulong>(workspace.Identity, workspace.PointSize).CopyTo(new Span<ulong>(sum, workspace.PointSize));
            TKernels.AddEntries(sum, workspace.Steps, null, Windows + EdwardsVectorWorkspace<TKernels>.GeneratorWindows);
        }
    }

    /// <summary>
    /// A group whose opposite keys were decoded: doublings shared by windows of k, then the generator's comb. Digits represent k as an integer, because
    /// a key may have a part of small order.
    /// </summary>
    /// <param name="workspace">The columns.</param>
    /// <param name="group">The group.</param>
    /// <param name="point">The opposites of the keys; changed.</param>
    /// <param name="generator">The generator's comb.</param>
    public static void SumUnknown(EdwardsVectorWorkspace<TKernels> workspace, int group, ulong* point, EdwardsComb generator)
    {
        const int Windows = EdwardsVectorWorkspace<TKernels>.MultiplesWindows;
        int entry = EdwardsVectorWorkspace<TKernels>.EntrySize * Lanes;
        TKernels.StartMultiples(workspace.MultipleRows, point, workspace.Twice, 1);
        TKernels.NextMultiple(workspace.MultipleRows + entry, point, workspace.Twice, EdwardsVectorWorkspace<TKernels>.Multiples - 1);
        for (int lane = 0; lane < Lanes; lane++)
        {
            workspace.SharedBase[lane] = (ulong)(workspace.MultipleRows + lane * EdwardsVectorWorkspace<TKernels>.EntrySize);
        }

        ulong* steps = workspace.Steps;
        ulong* k = workspace.K + group * EdwardsVectorWorkspace<TKernels>.IntegerSize * Lanes;
        TKernels.LocateInMultiples(steps, k, workspace.SharedBase, 1);
        ulong* generatorSteps = steps + (Windows + 1) * Lanes;
        LocateInGeneratorTable(workspace, generatorSteps, group, generator);
        ulong* sum = workspace.Sums + group * workspace.PointSize;
        TKernels.StartSum(sum, steps, null, 1);
        TKernels.AddWindow(sum, steps + Lanes, null, Windows - 2);
        TKernels.DoubleWindow(sum, null, null, 1);
        TKernels.AddMultiples(sum, steps + (Windows - 1) * Lanes, null, 2);
        TKernels.AddEntries(sum, generatorSteps, null, EdwardsVectorWorkspace<TKernels>.GeneratorWindows);
    }

    private static void LocateInGeneratorTable(EdwardsVectorWorkspace<TKernels> workspace, ulong* steps, int group, EdwardsComb generator)
    {
        new Span<ulong>(workspace.SharedBase, Lanes).Fill(generator.Address);
        ulong* s = workspace.S + group * EdwardsVectorWorkspace<TKernels>.IntegerSize * Lanes;
        TKernels.LocateInGeneratorTable(steps, s, workspace.SharedBase, 1);
    }
}
