namespace Appliance.Kernels;

/// <summary>The definition: managed 64-bit code for every processor, one item after the other. All other backends agree with it.</summary>
public sealed class ScalarBackend : IBackend
{
    /// <inheritdoc/>
    public string Name => "scalar";

    /// <inheritdoc/>
    public bool Supports(HashFunction function) => function is HashFunction.Sha256 or HashFunction.Sm3;

    /// <inheritdoc/>
    public bool Supports(SignatureAlgorithm algorithm) => algorithm is SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.Sm2;

    /// <inheritdoc/>
    public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests)
    {
        if (!Supports(function)) throw new NotSupportedException($"Hash function {function}.");

        BatchContract.CheckHash(messages, ends, digests);
        for (int i = 0; i < ends.Length; i++)
        {
            ReadOnlySpan<byte> message = BatchContract.Message(messages, ends, i);
            Span<byte> digest = digests.Slice(i * BatchContract.DigestSize, BatchContract.DigestSize);
            if (function == HashFunction.Sha256)
            {
                Sha256.Hash(message, digest);
            }
            else
            {
                Sm3.Hash(message, digest);
            }
        }
    }

    /// <inheritdoc/>
    public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes)
    {
        if (!Supports(algorithm)) throw new NotSupportedException($"Signature algorithm {algorithm}.");

        BatchContract.CheckVerify(algorithm, batch, codes);
        if (algorithm == SignatureAlgorithm.EcdsaP256)
        {
            EcdsaP256.Verify(batch, codes);
        }
        else
        {
            Sm2Signature.Verify(batch, codes);
        }
    }

    /// <inheritdoc/>
    public SignerTable? CreateSignerTable(SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        if (!Supports(algorithm)) throw new NotSupportedException($"Signature algorithm {algorithm}.");
        if (publicKey.Length != PublicKey.Size) throw new ArgumentException("A public key has 64 bytes.", nameof(publicKey));

        return algorithm == SignatureAlgorithm.EcdsaP256
            ? EcdsaP256.CreateSignerTable(publicKey)
            : Sm2Signature.CreateSignerTable(publicKey);
    }
}
