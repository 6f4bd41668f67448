namespace Appliance.Kernels;

/// <summary>Inverses of the Z of many points with one exponentiation (Montgomery's trick).</summary>
internal static unsafe class EdwardsInversion<TKernels>
    where TKernels : IEdwardsKernels
{
    /// <summary>Inverts the Z of points, none of which is 0.</summary>
    /// <param name="inverses">Room for as many elements more than there are points as <see cref="EdwardsPowers{TKernels}"/> takes together.</param>
    /// <param name="points">Points in columns.</param>
    /// <param name="count">How many.</param>
    /// <param name="workspace">Constants and scratch memory.</param>
    public static void InvertZ(ulong* inverses, ulong* points, int count, EdwardsVectorWorkspace<TKernels> workspace)
    {
        int element = TKernels.Limbs * TKernels.Lanes;
        ReadOnlySpan<ulong> one = new(workspace.One, element);
        one.CopyTo(new Span<ulong>(inverses, element));
        TKernels.MultiplyZ(inverses + element, inverses, points, count);
        ulong* inverse = inverses + count * element;
        for (int i = 1; i < EdwardsPowers<TKernels>.Together; i++)
        {
            one.CopyTo(new Span<ulong>(inverse + i * element, element));
        }

        EdwardsPowers<TKernels>.Invert(inverse, workspace.Scratch);
        TKernels.UnwindZ(inverse, inverse - element, points + (count - 1) * workspace.PointSize, count);
    }
}
