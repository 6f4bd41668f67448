namespace Appliance.Kernels;

/// <summary>Computes on AdvSimd, the vector instructions of ARM64: hashes. Its code is portable, and every processor can run it, but only there does it pay.</summary>
public sealed class AdvSimdBackend : IBackend
{
    /// <summary>Whether this processor has the instructions.</summary>
    public static bool IsSupported => AdvSimdHash.IsSupported;

    /// <inheritdoc/>
    public string Name => "advsimd";

    /// <inheritdoc/>
    public bool Supports(HashFunction function) => AdvSimdHash.Supports(function);

    /// <inheritdoc/>
    public bool Supports(SignatureAlgorithm algorithm) => false;

    /// <inheritdoc/>
    public bool SupportsRecovery(SignatureAlgorithm algorithm) => false;

    /// <inheritdoc/>
    public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests)
    {
        if (!Supports(function)) throw new NotSupportedException($"Hash function {function}.");

        BatchContract.CheckHash(function, messages, ends, digests);
        AdvSimdHash.Hash(function, new MessageColumns { Messages = messages, Ends = ends }, digests);
    }

    /// <inheritdoc/>
    public void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents)
    {
        if (!Supports(function)) throw new NotSupportedException($"Hash function {function}.");

        BatchContract.CheckNodes(function, node, children, parents);
        AdvSimdHash.HashNodes(function, node, children, parents);
    }

    /// <inheritdoc/>
    public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes) =>
        throw new NotSupportedException($"Signature algorithm {algorithm}.");

    /// <inheritdoc/>
    public void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes) =>
        throw new NotSupportedException($"Recovery of keys of {algorithm}.");

    /// <inheritdoc/>
    public SignerTable? CreateSignerTable(
        SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard) =>
        throw new NotSupportedException($"Signature algorithm {algorithm}.");
}
