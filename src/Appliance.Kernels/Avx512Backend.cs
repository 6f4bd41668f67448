namespace Appliance.Kernels;

/// <summary>Computes on AVX-512 (F and BW): hashes, and signatures one to a lane.</summary>
public sealed class Avx512Backend : IBackend
{
    /// <summary>Whether this processor has the instructions.</summary>
    public static bool IsSupported => Avx512Hash.IsSupported;

    /// <inheritdoc/>
    public string Name => "avx512";

    /// <inheritdoc/>
    public bool Supports(HashFunction function) => Avx512Hash.Supports(function);

    /// <inheritdoc/>
    public bool Supports(SignatureAlgorithm algorithm) => VectorSignatures<P256Avx512, Secp256k1Avx512, Sm2Avx512, Edwards25519Avx512, Avx512MessageHash>.Supports(algorithm);

    /// <inheritdoc/>
    public bool SupportsRecovery(SignatureAlgorithm algorithm) => false;

    /// <inheritdoc/>
    public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests)
    {
        if (!Supports(function)) throw new NotSupportedException($"Hash function {function}.");

        BatchContract.CheckHash(function, messages, ends, digests);
        Avx512Hash.Hash(function, new MessageColumns { Messages = messages, Ends = ends }, digests);
    }

    /// <inheritdoc/>
    public void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents)
    {
        if (!Supports(function)) throw new NotSupportedException($"Hash function {function}.");

        BatchContract.CheckNodes(function, node, children, parents);
        Avx512Hash.HashNodes(function, node, children, parents);
    }

    /// <inheritdoc/>
    public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes) =>
        VectorSignatures<P256Avx512, Secp256k1Avx512, Sm2Avx512, Edwards25519Avx512, Avx512MessageHash>.Verify(algorithm, batch, codes);

    /// <inheritdoc/>
    public void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes) =>
        throw new NotSupportedException($"Recovery of keys of {algorithm}.");

    /// <inheritdoc/>
    public SignerTable? CreateSignerTable(
        SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard) =>
        VectorSignatures<P256Avx512, Secp256k1Avx512, Sm2Avx512, Edwards25519Avx512, Avx512MessageHash>.CreateSignerTable(algorithm, publicKey, size);
}
