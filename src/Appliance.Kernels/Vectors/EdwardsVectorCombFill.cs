using System.Runtime.CompilerServices;

namespace Appliance.Kernels;

/// <summary>Fills signers' combs on lanes, one window to a lane: every turn adds a window's base to all, and one inversion makes all entries affine.</summary>
internal static unsafe class EdwardsVectorCombFill<TKernels>
    where TKernels : IEdwardsKernels
{
    /// <summary>As a delegate, made once.</summary>
    public static readonly EdwardsCombFill Instance = Fill;

    private const int RowWords = 16;

    private static int Lanes => TKernels.Lanes;

    private static void Fill(ReadOnlySpan<ExtendedPoint> bases, Span<NielsPoint> entries)
    {
        int perWindow = entries.Length / bases.Length;
        var workspace = new EdwardsCombWorkspace<TKernels>(perWindow);
        for (int first = 0; first < bases.Length; first += Lanes)
        {
            FillWindows(workspace, bases, first, perWindow);
            for (int window = first; window < Math.Min(first + Lanes, bases.Length); window++)
            {
                Span<NielsPoint> target = entries.Slice(window * perWindow, perWindow);
                for (int j = 0; j < perWindow; j++)
                {
                    target[j] = Unsafe.Read<NielsPoint>(workspace.Rows + (j * Lanes + window - first) * RowWords);
                }
            }
        }

        GC.KeepAlive(workspace);
    }

    /// <summary>Writes the entries of a group of windows into the workspace's rows, entry by entry; a lane without a window repeats the last one.</summary>
    private static void FillWindows(EdwardsCombWorkspace<TKernels> workspace, ReadOnlySpan<ExtendedPoint> bases, int first, int perWindow)
    {
        int element = TKernels.Limbs * Lanes;
        int point = EdwardsVectorWorkspace<TKernels>.Coordinates * element;
        int integer = EdwardsVectorWorkspace<TKernels>.IntegerSize * Lanes;
        for (int lane = 0; lane < Lanes; lane++)
        {
            ref readonly ExtendedPoint start = ref bases[Math.Min(first + lane, bases.Length - 1)];
            EdwardsVectorWorkspace<TKernels>.Put(workspace.Words, lane, EdwardsField.Canonical(start.X));
            EdwardsVectorWorkspace<TKernels>.Put(workspace.Words + integer, lane, EdwardsField.Canonical(start.Y));
            EdwardsVectorWorkspace<TKernels>.Put(workspace.Words + 2 * integer, lane, EdwardsField.Canonical(start.Z));
            EdwardsVectorWorkspace<TKernels>.Put(workspace.Words + 3 * integer, lane, EdwardsField.Canonical(start.T));
        }

        TKernels.StartEntries(workspace.Points, workspace.Words, workspace.Step, 1);
        TKernels.NextEntry(workspace.Points + point, workspace.Points, workspace.Step, perWindow - 1);
        EdwardsVectorWorkspace<TKernels> columns = EdwardsVectorWorkspace<TKernels>.Current;
        EdwardsInversion<TKernels>.InvertZ(workspace.Inverses, workspace.Points, perWindow, columns);
        TKernels.WriteEntries(workspace.Rows, workspace.Points, workspace.Inverses, perWindow);
    }
}
