namespace Appliance.Kernels;

/// <summary>
/// The cofactored equation of ZIP 215 for slots that fail the plain one: whether R decodes and 8 (sum - R) is the identity. On lanes too, so that wrong
/// signatures cost an attacker's victim little more than good ones.
/// </summary>
internal unsafe struct EdwardsCofactor<TKernels>(EdwardsVectorWorkspace<TKernels> workspace)
    where TKernels : IEdwardsKernels
{
    private const int Together = EdwardsPowers<TKernels>.Together;

    private int _count;

    private static int Lanes => TKernels.Lanes;

    /// <summary>Takes up a slot; its item's code stays what it is unless the equation holds.</summary>
    public void Add(int slot, in UInt256 r, Span<SignatureCode> codes)
    {
        int target = _count++;
        workspace.Suspects[target] = workspace.Indices[slot];
        EdwardsVectorWorkspace<TKernels>.Put(workspace.SuspectEncodings, target, r);
        ulong* from = workspace.Sums + slot / Lanes * workspace.PointSize + slot % Lanes;
        ulong* to = workspace.SuspectSums + target / Lanes * workspace.PointSize + target % Lanes;
        for (int i = 0; i < workspace.PointSize; i += Lanes)
        {
            to[i] = from[i];
        }

        if (_count == Together * Lanes) Flush(codes);
    }

    /// <summary>Judges the slots that were taken up and not judged yet.</summary>
    public void Flush(Span<SignatureCode> codes)
    {
        if (_count == 0) return;

        EdwardsDecoding<TKernels>.Decode(workspace, workspace.SuspectEncodings);
        TKernels.TestSmallOrder(workspace.Steps, workspace.SuspectSums, workspace.Decoded, Together);
        for (int lane = 0; lane < _count; lane++)
        {
            if (EdwardsDecoding<TKernels>.IsPoint(workspace, lane) && workspace.Steps[lane] != 0)
            {
                codes[workspace.Suspects[lane]] = SignatureCode.Valid;
            }
        }

        _count = 0;
    }
}
