namespace Appliance.Kernels;

/// <summary>Signature verification on one set of kernels, by algorithm.</summary>
internal static class VectorSignatures<TP256, TSecp256k1, TSm2, TEdwards, THash>
    where TP256 : struct, IEcdsaKernels
    where TSecp256k1 : struct, IEcdsaKernels
    where TSm2 : struct, ISm2Kernels
    where TEdwards : struct, IEdwardsKernels
    where THash : struct, IMessageHash
{
    public static bool Supports(SignatureAlgorithm algorithm) => algorithm
        is SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.EcdsaSecp256k1 or SignatureAlgorithm.Sm2 or SignatureAlgorithm.Ed25519;

    /// <exception cref="NotSupportedException">The algorithm is not supported.</exception>
    public static void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes)
    {
        if (!Supports(algorithm)) throw new NotSupportedException($"Signature algorithm {algorithm}.");

        BatchContract.CheckVerify(algorithm, batch, codes);
        if (!batch.SlowLanes.IsEmpty) batch.SlowLanes[..batch.Count].Clear();

        switch (algorithm)
        {
            case SignatureAlgorithm.EcdsaP256:
                VectorVerifier<TP256, P256Curve, VectorEcdsa<TP256, P256Curve, P256Order, THash>>.Verify(batch, codes);
                break;
            case SignatureAlgorithm.EcdsaSecp256k1:
                VectorVerifier<TSecp256k1, Secp256k1Curve, VectorEcdsa<TSecp256k1, Secp256k1Curve, Secp256k1Order, THash>>.Verify(batch, codes);
                break;
            case SignatureAlgorithm.Ed25519:
                VectorEd25519<TEdwards, THash>.Verify(batch, codes);
                break;
            default:
                VectorVerifier<TSm2, Sm2Curve, VectorSm2<TSm2, THash>>.Verify(batch, codes);
                break;
        }
    }

    /// <exception cref="NotSupportedException">The algorithm is not supported.</exception>
    public static SignerTable? CreateSignerTable(SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size)
    {
        if (!Supports(algorithm)) throw new NotSupportedException($"Signature algorithm {algorithm}.");
        BatchContract.CheckKey(algorithm, publicKey);

        return algorithm switch
        {
            SignatureAlgorithm.EcdsaP256 =>
                Ecdsa<P256Curve, P256Order>.CreateSignerTable(algorithm, publicKey, size, VectorCombFill<TP256, P256Curve>.Instance),
            SignatureAlgorithm.EcdsaSecp256k1 =>
                Ecdsa<Secp256k1Curve, Secp256k1Order>.CreateSignerTable(algorithm, publicKey, size, VectorCombFill<TSecp256k1, Secp256k1Curve>.Instance),
            SignatureAlgorithm.Ed25519 => Ed25519Signature.CreateSignerTable(publicKey, EdwardsVectorCombFill<TEdwards>.Instance),
            _ => Sm2Signature.CreateSignerTable(publicKey, size, VectorCombFill<TSm2, Sm2Curve>.Instance),
        };
    }
}
