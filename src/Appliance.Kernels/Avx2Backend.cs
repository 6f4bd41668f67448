namespace Appliance.Kernels;

/// <summary>Computes on AVX2: hashes, and signatures one to a lane.</summary>
public sealed class Avx2Backend : IBackend
{
    /// <summary>Whether this processor has the instructions.</summary>
    public static bool IsSupported => Avx2Hash.IsSupported;

    /// <inheritdoc/>
    public string Name => "avx2";

    /// <inheritdoc/>
    public bool Supports(HashFunction function) => Avx2Hash.Supports(function);

    /// <inheritdoc/>
    public bool Supports(SignatureAlgorithm algorithm) => VectorSignatures<P256Avx2, Secp256k1Avx2, Sm2Avx2, Edwards25519Avx2, Avx2MessageHash>.Supports(algorithm);

    /// <inheritdoc/>
    public bool SupportsRecovery(SignatureAlgorithm algorithm) => false;

    /// <inheritdoc/>
    public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests)
    {
        if (!Supports(function)) throw new NotSupportedException($"Hash function {function}.");

        BatchContract.CheckHash(function, messages, ends, digests);
        Avx2Hash.Hash(function, new MessageColumns { Messages = messages, Ends = ends }, digests);
    }

    /// <inheritdoc/>
    public void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents)
    {
        if (!Supports(function)) throw new NotSupportedException($"Hash function {function}.");

        BatchContract.CheckNodes(function, node, children, parents);
        Avx2Hash.HashNodes(function, node, children, parents);
    }

    /// <inheritdoc/>
    public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes) =>
        VectorSignatures<P256Avx2, Secp256k1Avx2, Sm2Avx2, Edwards25519Avx2, Avx2MessageHash>.Verify(algorithm, batch, codes);

    /// <inheritdoc/>
    public void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes) =>
        throw new NotSupportedException($"Recovery of keys of {algorithm}.");

    /// <inheritdoc/>
    public SignerTable? CreateSignerTable(
        SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard) =>
        VectorSignatures<P256Avx2, Secp256k1Avx2, Sm2Avx2, Edwards25519Avx2, Avx2MessageHash>.CreateSignerTable(algorithm, publicKey, size);
}
