namespace Appliance.Kernels;

/// <summary>Ed25519 behind the contract of <see cref="IBackend"/>, on one set of kernels.</summary>
internal static class VectorEd25519Signatures<TKernels, THash>
    where TKernels : IEdwardsKernels
    where THash : struct, IMessageHash
{
    public static void Verify(in SignatureBatch batch, Span<SignatureCode> codes)
    {
        BatchContract.CheckVerify(SignatureAlgorithm.Ed25519, batch, codes);

        // The formulas have no special cases.
        if (!batch.SlowLanes.IsEmpty) batch.SlowLanes[..batch.Count].Clear();

        VectorEd25519<TKernels, THash>.Verify(batch, codes);
    }

    public static SignerTable? CreateSignerTable(ReadOnlySpan<byte> publicKey)
    {
        BatchContract.CheckKey(SignatureAlgorithm.Ed25519, publicKey);
        return Ed25519Signature.CreateSignerTable(publicKey, EdwardsVectorCombFill<TKernels>.Instance);
    }
}
