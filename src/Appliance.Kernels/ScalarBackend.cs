namespace Appliance.Kernels;

/// <summary>The definition: managed 64-bit code for every processor, one item after the other. All other backends agree with it.</summary>
public sealed class ScalarBackend : IBackend
{
    /// <inheritdoc/>
    public string Name => "scalar";

    /// <inheritdoc/>
    public bool Supports(HashFunction function) => ScalarHash.Supports(function);

    /// <inheritdoc/>
    public bool Supports(SignatureAlgorithm algorithm) =>
        algorithm is >= SignatureAlgorithm.EcdsaP256 and <= SignatureAlgorithm.Ed25519;

    /// <inheritdoc/>
    public bool SupportsRecovery(SignatureAlgorithm algorithm) => algorithm == SignatureAlgorithm.EcdsaSecp256k1;

    /// <inheritdoc/>
    public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests)
    {
        if (!Supports(function)) throw new NotSupportedException($"Hash function {function}.");

        BatchContract.CheckHash(function, messages, ends, digests);
        int size = function.DigestSize();
        for (int i = 0; i < ends.Length; i++)
        {
            ScalarHash.Hash(function, BatchContract.Message(messages, ends, i), digests.Slice(i * size, size));
        }
    }

    /// <inheritdoc/>
    public void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents)
    {
        if (!Supports(function)) throw new NotSupportedException($"Hash function {function}.");

        BatchContract.CheckNodes(function, node, children, parents);
        const int Size = BatchContract.DigestSize;
        for (int parent = 0; 2 * parent < children.Length; parent += Size)
        {
            ReadOnlySpan<byte> pair = children.Slice(2 * parent, 2 * Size);
            ScalarHash.HashNode(function, node, pair[..Size], pair[Size..], parents.Slice(parent, Size));
        }
    }

    /// <inheritdoc/>
    public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes)
    {
        if (!Supports(algorithm)) throw new NotSupportedException($"Signature algorithm {algorithm}.");

        BatchContract.CheckVerify(algorithm, batch, codes);
        if (!batch.SlowLanes.IsEmpty) batch.SlowLanes[..batch.Count].Clear();

        switch (algorithm)
        {
            case SignatureAlgorithm.EcdsaP256:
                EcdsaP256.Verify(batch, codes);
                break;
            case SignatureAlgorithm.Sm2:
                Sm2Signature.Verify(batch, codes);
                break;
            case SignatureAlgorithm.Ed25519:
                Ed25519Signature.Verify(batch, codes);
                break;
            case SignatureAlgorithm.EcdsaSecp256k1:
                EcdsaSecp256k1.Verify(batch, codes);
                break;
            default:
                throw new NotSupportedException($"Signature algorithm {algorithm}.");
        }
    }

    /// <inheritdoc/>
    public void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes)
    {
        if (!SupportsRecovery(algorithm)) throw new NotSupportedException($"Recovery of keys of {algorithm}.");

        BatchContract.CheckRecover(batch, publicKeys, codes);
        if (!batch.SlowLanes.IsEmpty) batch.SlowLanes[..batch.Count].Clear();
        EcdsaSecp256k1.Recover(batch, publicKeys, codes);
    }

    /// <inheritdoc/>
    public SignerTable? CreateSignerTable(
        SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard)
    {
        if (!Supports(algorithm)) throw new NotSupportedException($"Signature algorithm {algorithm}.");
        BatchContract.CheckKey(algorithm, publicKey);

        return algorithm switch
        {
            SignatureAlgorithm.EcdsaP256 => EcdsaP256.CreateSignerTable(publicKey, size),
            SignatureAlgorithm.Sm2 => Sm2Signature.CreateSignerTable(publicKey, size),
            SignatureAlgorithm.Ed25519 => Ed25519Signature.CreateSignerTable(publicKey),
            SignatureAlgorithm.EcdsaSecp256k1 => EcdsaSecp256k1.CreateSignerTable(publicKey, size),
            _ => throw new NotSupportedException($"Signature algorithm {algorithm}."),
        };
    }
}
