namespace Appliance.Kernels;

/// <summary>SM2 on vectors, GB/T 32918.2-2016 section 7.1: u1 = s, u2 = r + s, and no arithmetic modulo the order beyond that sum.</summary>
internal readonly unsafe struct VectorSm2<TKernels, THash> : IVectorScheme<TKernels>
    where TKernels : ISm2Kernels
    where THash : struct, IMessageHash
{
    /// <summary>e = SM3(Z_A || M).</summary>
    public static void Digest(VectorWorkspace<TKernels> workspace, in SignatureBatch batch, int start, int end)
    {
        Sm2Identity.Fill(batch, start, end, workspace.Identities);
        MessageColumns messages = workspace.Messages(
            batch, start, end, new PrefixColumn(workspace.Identities, BatchContract.DigestSize, BatchContract.DigestSize));
        THash.Hash(HashFunction.Sm3, messages, workspace.Digests);
    }

    /// <summary>r comes out as r + s modulo the order.</summary>
    public static SignatureCode Read(
        in SignatureBatch batch, int index, ReadOnlySpan<byte> digest, out UInt256 r, out UInt256 s, out UInt256 target)
    {
        ReadOnlySpan<byte> signature = batch.Signatures.Slice(index * BatchContract.SignatureSize, BatchContract.SignatureSize);
        UInt256 order = Sm2Order.Modulus;
        UInt256 given = UInt256.Read(signature);
        s = UInt256.Read(signature[32..]);
        r = default;
        target = default;
        if (given.IsZero || s.IsZero || !(given < order) || !(s < order)) return SignatureCode.OutOfRange;

        r = UInt256.AddModulo(given, s, order);
        if (r.IsZero) return SignatureCode.OutOfRange;

        // R = e + x1 = r modulo n, hence x1 = r - e.
        target = UInt256.SubtractModulo(given, UInt256.ReduceOnce(UInt256.Read(digest), order), order);
        return SignatureCode.NotComputed;
    }

    public static void ComputeScalars(VectorWorkspace<TKernels> workspace, int groups)
    {
        TKernels.RecodeWords(workspace.U1, workspace.S, null, groups);
        TKernels.RecodeWords(workspace.U2, workspace.R, null, groups);
    }

    public static SignatureCode VerifyCompletely(in SignatureBatch batch, int index, ReadOnlySpan<byte> digest)
    {
        Read(batch, index, digest, out UInt256 u2, out UInt256 u1, out UInt256 target);
        CompleteArithmetic<Sm2Curve>.MultiplyAdd(out XyzzPoint sum, u1, u2, VectorKeys<Sm2Curve>.Read(batch, index));
        return DoubleScalar<Sm2Curve>.Compare(sum, target);
    }
}
