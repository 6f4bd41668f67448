namespace Appliance.Kernels;

/// <summary>What differs between signature schemes that end in comparing the x coordinate of U1 G + U2 Q.</summary>
internal unsafe interface IVectorScheme<TKernels>
    where TKernels : IVectorKernels
{
    /// <summary>Writes 32 bytes for each item from <paramref name="start"/> to before <paramref name="end"/>: ECDSA's digest, SM2's e.</summary>
    static abstract void Digest(VectorWorkspace<TKernels> workspace, in SignatureBatch batch, int start, int end);

    /// <summary>The signature's fault, or <see cref="SignatureCode.NotComputed"/> with r, s and the target x coordinate.</summary>
    static abstract SignatureCode Read(
        in SignatureBatch batch, int index, ReadOnlySpan<byte> digest, out UInt256 r, out UInt256 s, out UInt256 target);

    /// <summary>Recodes the scalars of groups from the columns of r, s and digests.</summary>
    static abstract void ComputeScalars(VectorWorkspace<TKernels> workspace, int groups);

    /// <summary>The verdict on one item by the complete formulas; its signature and key were found in order.</summary>
    static abstract SignatureCode VerifyCompletely(in SignatureBatch batch, int index, ReadOnlySpan<byte> digest);
}
