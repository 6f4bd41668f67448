namespace Appliance.Kernels;

/// <summary>ECDSA verification on P-256, FIPS 186-5 section 6.4.2.</summary>
internal static class EcdsaP256
{
    /// <summary>Checks a batch whose columns were checked.</summary>
    public static void Verify(in SignatureBatch batch, Span<SignatureCode> codes) => Ecdsa<P256Curve, P256Order>.Verify(batch, codes);

    public static SignerTable? CreateSignerTable(ReadOnlySpan<byte> publicKey, SignerTableSize size) =>
        Ecdsa<P256Curve, P256Order>.CreateSignerTable(SignatureAlgorithm.EcdsaP256, publicKey, size);
}
