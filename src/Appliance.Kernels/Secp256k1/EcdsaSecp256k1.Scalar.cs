namespace Appliance.Kernels;

/// <summary>ECDSA on secp256k1: verification (SEC 1 version 2.0 section 4.1.4) and recovery of the public key (section 4.1.6).</summary>
internal static class EcdsaSecp256k1
{
    /// <summary>Checks a batch whose columns were checked.</summary>
    public static void Verify(in SignatureBatch batch, Span<SignatureCode> codes) =>
        Ecdsa<Secp256k1Curve, Secp256k1Order>.Verify(batch, codes);

    /// <summary>Recovers the keys of a batch whose columns were checked.</summary>
    public static void Recover(in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes) =>
        EcdsaRecovery<Secp256k1Curve, Secp256k1Order>.Recover(batch, publicKeys, codes);

    public static SignerTable? CreateSignerTable(ReadOnlySpan<byte> publicKey, SignerTableSize size) =>
        Ecdsa<Secp256k1Curve, Secp256k1Order>.CreateSignerTable(SignatureAlgorithm.EcdsaSecp256k1, publicKey, size);
}
