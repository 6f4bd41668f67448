namespace Appliance.Kernels;

/// <summary>
/// One way to compute: scalar, a vector instruction set, or a device. Stateless between calls and safe for concurrent use.
/// A backend serves only after its known-answer test accepted it.
/// </summary>
public interface IBackend
{
    /// <summary>Stable name in metrics, options and receipts: <c>scalar avx2 avx512 ifma gpu:0</c>.</summary>
    string Name { get; }

    /// <summary>Whether <see cref="Hash"/> computes this function.</summary>
    bool Supports(HashFunction function);

    /// <summary>Whether <see cref="Verify"/> checks this algorithm.</summary>
    bool Supports(SignatureAlgorithm algorithm);

    /// <summary>
    /// Hashes each message. <paramref name="ends"/> are exclusive, non-decreasing end offsets into <paramref name="messages"/>;
    /// <paramref name="digests"/> holds at least 32 bytes per message and is not touched beyond them.
    /// </summary>
    /// <exception cref="ArgumentException">The columns contradict each other.</exception>
    /// <exception cref="NotSupportedException">The function is not supported.</exception>
    void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests);

    /// <summary>
    /// Checks each signature. <paramref name="codes"/> holds at least <see cref="SignatureBatch.Count"/> entries and is not touched
    /// beyond them.
    /// </summary>
    /// <exception cref="ArgumentException">The columns contradict each other.</exception>
    /// <exception cref="NotSupportedException">The algorithm is not supported.</exception>
    void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes);

    /// <summary>
    /// Builds the comb table of a key (64 bytes X || Y), or returns null when the key is not a valid point.
    /// </summary>
    SignerTable? CreateSignerTable(SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey);
}
