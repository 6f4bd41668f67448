namespace Appliance.Kernels;

/// <summary>
/// One way to compute: scalar, a vector instruction set, or a device. Stateless between calls and safe for concurrent use.
/// A backend serves only after its known-answer test accepted it.
/// </summary>
public interface IBackend
{
    /// <summary>Stable name in metrics, options and receipts: <c>scalar avx2 avx512 ifma gpu:0</c>.</summary>
    string Name { get; }

    /// <summary>Whether <see cref="Hash"/> and <see cref="HashNodes"/> compute this function.</summary>
    bool Supports(HashFunction function);

    /// <summary>Whether <see cref="Verify"/> checks this algorithm.</summary>
    bool Supports(SignatureAlgorithm algorithm);

    /// <summary>Whether <see cref="Recover"/> recovers keys of this algorithm.</summary>
    bool SupportsRecovery(SignatureAlgorithm algorithm);

    /// <summary>
    /// Hashes each message. <paramref name="ends"/> are exclusive, non-decreasing end offsets into <paramref name="messages"/>;
    /// <paramref name="digests"/> holds at least <see cref="HashFunctions.DigestSize"/> bytes per message and is not touched beyond them.
    /// </summary>
    /// <exception cref="ArgumentException">The columns contradict each other.</exception>
    /// <exception cref="NotSupportedException">The function is not supported.</exception>
    void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests);

    /// <summary>
    /// Hashes pairs of children into parents, one level of a Merkle tree. <paramref name="children"/> holds an even number of digests of 32
    /// bytes, <paramref name="parents"/> at least half as many and is not touched beyond them; it may begin where the children begin, so that a
    /// tree is built in place.
    /// </summary>
    /// <exception cref="ArgumentException">The columns contradict each other, or overlap otherwise.</exception>
    /// <exception cref="NotSupportedException">The function is not supported, or has not 32-byte digests.</exception>
    void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents);

    /// <summary>
    /// Checks each signature. <paramref name="codes"/> holds at least <see cref="SignatureBatch.Count"/> entries and is not touched
    /// beyond them.
    /// </summary>
    /// <exception cref="ArgumentException">The columns contradict each other.</exception>
    /// <exception cref="NotSupportedException">The algorithm is not supported.</exception>
    void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes);

    /// <summary>
    /// Recovers the key of each signature: 64 bytes X || Y where the code is <see cref="SignatureCode.Valid"/>, otherwise zeros. A recovered key
    /// says nothing by itself: anybody can make a signature that recovers to some key.
    /// </summary>
    /// <exception cref="ArgumentException">The columns contradict each other.</exception>
    /// <exception cref="NotSupportedException">The algorithm is not supported.</exception>
    void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes);

    /// <summary>
    /// Builds the comb table of a key of <see cref="SignatureAlgorithms.PublicKeySize"/> bytes, or returns null when the key is not a valid
    /// point (for Ed25519: not decodable under the most lenient rule). An algorithm without wide tables gets a standard one.
    /// </summary>
    SignerTable? CreateSignerTable(
        SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard);
}
