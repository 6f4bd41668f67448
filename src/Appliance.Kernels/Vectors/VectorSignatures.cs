namespace Appliance.Kernels;

/// <summary>Signature verification on one set of kernels, by algorithm.</summary>
internal static class VectorSignatures<TP256, TSm2, THash>
    where TP256 : struct, IEcdsaKernels
    where TSm2 : struct, ISm2Kernels
    where THash : struct, IMessageHash
{
    public static bool Supports(SignatureAlgorithm algorithm) => algorithm is SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.Sm2;

    /// <exception cref="NotSupportedException">The algorithm is not supported.</exception>
    public static void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes)
    {
        if (!Supports(algorithm)) throw new NotSupportedException($"Signature algorithm {algorithm}.");

        BatchContract.CheckVerify(algorithm, batch, codes);
        if (!batch.SlowLanes.IsEmpty) batch.SlowLanes[..batch.Count].Clear();

        if (algorithm == SignatureAlgorithm.EcdsaP256)
        {
            VectorVerifier<TP256, P256Curve, VectorEcdsa<TP256, P256Curve, P256Order, THash>>.Verify(batch, codes);
        }
        else
        {
            VectorVerifier<TSm2, Sm2Curve, VectorSm2<TSm2, THash>>.Verify(batch, codes);
        }
    }

    /// <exception cref="NotSupportedException">The algorithm is not supported.</exception>
    public static SignerTable? CreateSignerTable(SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        if (!Supports(algorithm)) throw new NotSupportedException($"Signature algorithm {algorithm}.");
        BatchContract.CheckKey(algorithm, publicKey);

        return algorithm == SignatureAlgorithm.EcdsaP256
            ? Ecdsa<P256Curve, P256Order>.CreateSignerTable(algorithm, publicKey, VectorCombFill<TP256, P256Curve>.Instance)
            : Sm2Signature.CreateSignerTable(publicKey, VectorCombFill<TSm2, Sm2Curve>.Instance);
    }
}
