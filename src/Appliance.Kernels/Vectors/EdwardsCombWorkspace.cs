namespace Appliance.Kernels;

/// <summary>Columns for filling one comb: several hundred kilobytes, which no thread keeps.</summary>
internal sealed unsafe class EdwardsCombWorkspace<TKernels>
    where TKernels : IEdwardsKernels
{
    private readonly List<PinnedColumns> _columns = [];

    /// <param name="perWindow">Entries of a window.</param>
    public EdwardsCombWorkspace(int perWindow)
    {
        int point = EdwardsVectorWorkspace<TKernels>.Coordinates * TKernels.Limbs;
        Words = Take(EdwardsVectorWorkspace<TKernels>.Coordinates * EdwardsVectorWorkspace<TKernels>.IntegerSize);
        Step = Take(point);
        Points = Take(perWindow * point);
        Inverses = Take((perWindow + EdwardsPowers<TKernels>.Together) * TKernels.Limbs);
        Rows = Take(perWindow * EdwardsVectorWorkspace<TKernels>.EntrySize);
    }

    /// <summary>X, Y, Z and T of each lane's base.</summary>
    public ulong* Words { get; }

    /// <summary>The bases as addends.</summary>
    public ulong* Step { get; }

    /// <summary>Each lane's multiples.</summary>
    public ulong* Points { get; }

    /// <summary>Products of their Z, and then their inverses.</summary>
    public ulong* Inverses { get; }

    /// <summary>Entries of 128 bytes, lane by lane.</summary>
    public ulong* Rows { get; }

    private ulong* Take(int vectors)
    {
        var columns = new PinnedColumns(vectors * TKernels.Lanes);
        _columns.Add(columns);
        return columns.Start;
    }
}
