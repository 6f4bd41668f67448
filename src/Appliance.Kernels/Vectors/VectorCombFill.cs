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
        if (perWindow > VectorWorkspace<TKernels>.BlockGroups * VectorWorkspace<TKernels>.MultiplesPerKey)
        {
            throw new ArgumentException("A window has more entries than the workspace.", nameof(points));
        }

        for (int first = 0; first < windows; first += Lanes)
        {
            FillWindows(workspace, bases, first, perWindow);
            ReadOnlySpan<AffinePoint> rows = new(workspace.Rows, perWindow * Lanes);
            for (int window = first; window < Math.Min(first + Lanes, windows); window++)
            {
                Span<AffinePoint> target = points.Slice(window * perWindow, perWindow);
                for (int j = 0; j < perWindow; j++)
                {
                    target[j] = rows[j * Lanes + window - first];
                }
            }
        }
    }

    /// <summary>Writes the entries of a group of windows into the workspace's rows, entry by entry; a lane without a window repeats the last one.</summary>
    private static void FillWindows(VectorWorkspace<TKernels> workspace, ReadOnlySpan<AffinePoint> bases, int first, int perWindow)
    {
        int element = TKernels.Limbs * Lanes;
        int point = 3 * element;
        LoadBases(workspace, bases, first, offset: 1, workspace.Twice);
        LoadBases(workspace, bases, first, offset: 0, workspace.Multiples);
        TKernels.NextMultiple(workspace.Multiples + point, workspace.Multiples, workspace.Twice, perWindow - 1);
        VectorInversion<TKernels>.Copy(workspace.One, workspace.Products);
        TKernels.MultiplyZ(workspace.Products + element, workspace.Products, workspace.Multiples, perWindow);
        ulong* inverse = workspace.Products + perWindow * element;
        VectorInversion<TKernels>.Invert<TCurve>(workspace, inverse);
        TKernels.UnwindZ(inverse, inverse - element, workspace.Multiples + (perWindow - 1) * point, perWindow);
        TKernels.WriteRows(workspace.Rows, workspace.Multiples, workspace.Products, perWindow);
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
