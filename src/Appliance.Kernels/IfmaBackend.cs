namespace Appliance.Kernels;

/// <summary>
/// Signatures, one to a lane, by AVX-512 machine code with the 52-bit multiply-add. It hashes nothing: the next steps of the ladder do.
/// </summary>
public sealed class IfmaBackend : IBackend
{
    /// <summary>What this machine lacks, in words; null if nothing.</summary>
    public static string? UnavailableBecause => IfmaCode.UnavailableBecause;

    /// <exception cref="PlatformNotSupportedException">The system refuses executable memory.</exception>
    public IfmaBackend() => IfmaCode.Prepare();

    /// <inheritdoc/>
    public string Name => "ifma";

    /// <inheritdoc/>
    public bool Supports(HashFunction function) => false;

    /// <inheritdoc/>
    public bool Supports(SignatureAlgorithm algorithm) => VectorSignatures<P256Ifma, Secp256k1Ifma, Sm2Ifma, Edwards25519Ifma, Avx512MessageHash>.Supports(algorithm);

    /// <inheritdoc/>
    public bool SupportsRecovery(SignatureAlgorithm algorithm) => false;

    /// <inheritdoc/>
    public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests) =>
        throw new NotSupportedException($"Hash function {function}.");

    /// <inheritdoc/>
    public void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents) =>
        throw new NotSupportedException($"Merkle trees over {function}.");

    /// <inheritdoc/>
    public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes) =>
        VectorSignatures<P256Ifma, Secp256k1Ifma, Sm2Ifma, Edwards25519Ifma, Avx512MessageHash>.Verify(algorithm, batch, codes);

    /// <inheritdoc/>
    public void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes) =>
        throw new NotSupportedException($"Recovery of keys of {algorithm}.");

    /// <inheritdoc/>
    public SignerTable? CreateSignerTable(
        SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard) =>
        VectorSignatures<P256Ifma, Secp256k1Ifma, Sm2Ifma, Edwards25519Ifma, Avx512MessageHash>.CreateSignerTable(algorithm, publicKey, size);
}
