namespace Appliance.Kernels;

/// <summary>Decodes points on lanes, as leniently as <see cref="EdwardsEncoding.TryDecode"/>, a few groups at a time.</summary>
internal static unsafe class EdwardsDecoding<TKernels>
    where TKernels : IEdwardsKernels
{
    /// <summary>Brings the opposites of the points with these encodings into the workspace; the identity where there is no point.</summary>
    /// <param name="workspace">The columns.</param>
    /// <param name="encodings">Words of as many groups of encodings.</param>
    public static void Decode(EdwardsVectorWorkspace<TKernels> workspace, ulong* encodings)
    {
        TKernels.StartDecoding(workspace.Decoded, encodings, workspace.Powers, EdwardsPowers<TKernels>.Together);
        ulong* powers = EdwardsPowers<TKernels>.PowerForRoot(workspace.Powers, workspace.Scratch);
        TKernels.FinishDecoding(workspace.Decoded, encodings, powers, EdwardsPowers<TKernels>.Together);
    }

    /// <summary>One of the groups decoded together.</summary>
    public static ulong* Point(EdwardsVectorWorkspace<TKernels> workspace, int group) => workspace.Decoded + group * workspace.DecodedSize;

    /// <summary>Whether a lane of theirs had an encoding of a point.</summary>
    public static bool IsPoint(EdwardsVectorWorkspace<TKernels> workspace, int lane) =>
        Point(workspace, lane / TKernels.Lanes)[workspace.PointSize + lane % TKernels.Lanes] != 0;
}
