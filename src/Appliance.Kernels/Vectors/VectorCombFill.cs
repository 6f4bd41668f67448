namespace Appliance.Kernels;

/// <summary>Fills signers' combs on lanes, one window to a lane: every turn adds 2 B to all, and one inversion makes all entries affine.</summary>
internal static unsafe class VectorCombFill<TKernels, TCurve>
    where TKernels : IVectorKernels
    where TCurve : struct, ICurve
{
    private const int WordsPerRow = 8;

    /// <summary>As a delegate, made once.</summary>
    public static readonly CombFill Instance = Fill;

    private static int Lanes => TKernels.Lanes;

    private static void Fill(ReadOnlySpan<AffinePoint> bases, Span<AffinePoint> points)
    {
        VectorWorkspace<TKernels> workspace = VectorWorkspace<TKernels>.Current;
        int windows = bases.Length / 2;
        int perWindow = points.Length / windows;
        if (perWindow > VectorWorkspace<TKernels>.MaxEntries)
        {
            throw new ArgumentException("A window has more entries than the workspace.", nameof(points));
        }

        for (int first = 0; first < windows; first += Lanes)
        {
            ComputeWindows(workspace, bases, first, perWindow);
            WriteWindows(workspace, points, first, perWindow, Math.Min(Lanes, windows - first));
        }
    }

    /// <summary>Computes the entries of a group of windows; a lane without a window repeats the last one.</summary>
    private static void ComputeWindows(VectorWorkspace<TKernels> workspace, ReadOnlySpan<AffinePoint> bases, int first, int perWindow)
    {
        int point = 3 * TKernels.Limbs * Lanes;
        LoadBases(workspace, bases, first, offset: 1, workspace.Twice);
        LoadBases(workspace, bases, first, offset: 0, workspace.Multiples);
        TKernels.NextMultiple(workspace.Multiples + point, workspace.Multiples, workspace.Twice, perWindow - 1);
        VectorInversion<TKernels>.InvertZ<TCurve>(workspace, groups: 1);
    }

    /// <summary>Writes the entries from the last one down, as many at a time as the workspace has rows for.</summary>
    private static void WriteWindows(VectorWorkspace<TKernels> workspace, Span<AffinePoint> points, int first, int perWindow, int count)
    {
        int point = 3 * TKernels.Limbs * Lanes;
        for (int end = perWindow; end > 0; end -= VectorWorkspace<TKernels>.MultiplesPerKey)
        {
            int part = Math.Min(VectorWorkspace<TKernels>.MultiplesPerKey, end);
            TKernels.WriteRows(
                workspace.Rows + (part - 1) * Lanes * WordsPerRow, workspace.Multiples + (end - 1) * point, workspace.Products, part);
            ReadOnlySpan<AffinePoint> rows = new(workspace.Rows, part * Lanes);
            for (int lane = 0; lane < count; lane++)
            {
                Span<AffinePoint> target = points.Slice((first + lane) * perWindow + end - part, part);
                for (int j = 0; j < part; j++)
                {
                    target[j] = rows[j * Lanes + lane];
                }
            }
        }
    }

    private static void LoadBases(VectorWorkspace<TKernels> workspace, ReadOnlySpan<AffinePoint> bases, int first, int offset, ulong* target)
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            int window = Math.Min(first + lane, bases.Length / 2 - 1);
            ulong* row = workspace.Rows + lane * WordsPerRow;
            *(AffinePoint*)row = bases[2 * window + offset];
            workspace.Result[lane] = (ulong)row;
        }

        TKernels.StartJacobian(target, workspace.Result, null, 1);
    }
}
