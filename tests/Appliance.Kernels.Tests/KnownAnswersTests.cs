namespace Appliance.Kernels.Tests;

public sealed class KnownAnswersTests
{
    [Theory]
    [MemberData(nameof(Backends.Names), MemberType = typeof(Backends))]
    public void Backend_gives_the_known_answers(string name) => Assert.Empty(KnownAnswers.Run(Backends.Get(name)));

    [Fact]
    public void One_wrong_code_is_found() => Assert.NotEmpty(KnownAnswers.Run(new FaultyBackend(signatureFault: true)));

    [Fact]
    public void One_wrong_digest_is_found() => Assert.NotEmpty(KnownAnswers.Run(new FaultyBackend(hashFault: true)));

    [Fact]
    public void One_wrong_node_is_found() => Assert.NotEmpty(KnownAnswers.Run(new FaultyBackend(nodeFault: true)));

    [Fact]
    public void One_wrong_recovered_key_is_found() => Assert.NotEmpty(KnownAnswers.Run(new FaultyBackend(recoveryFault: true)));

    [Fact]
    public void Exceptions_are_findings()
    {
        IReadOnlyList<string> failures = KnownAnswers.Run(new ThrowingBackend());
        Assert.All(failures, failure => Assert.Contains(nameof(InvalidOperationException), failure, StringComparison.Ordinal));
        Assert.NotEmpty(failures);
    }

    /// <summary>Right but for the last item of each batch.</summary>
    private sealed class FaultyBackend(bool signatureFault = false, bool hashFault = false, bool nodeFault = false, bool recoveryFault = false) : IBackend
    {
        private readonly ScalarBackend _inner = new();

        public string Name => "faulty";

        public bool Supports(HashFunction function) => _inner.Supports(function);

        public bool Supports(SignatureAlgorithm algorithm) => _inner.Supports(algorithm);

        public bool SupportsRecovery(SignatureAlgorithm algorithm) => _inner.SupportsRecovery(algorithm);

        public void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents)
        {
            _inner.HashNodes(function, node, children, parents);
            if (nodeFault) parents[children.Length / 2 - 1] ^= 1;
        }

        public void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes)
        {
            _inner.Recover(algorithm, batch, publicKeys, codes);
            if (recoveryFault) publicKeys[64 * batch.Count - 1] ^= 1;
        }

        public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests)
        {
            _inner.Hash(function, messages, ends, digests);
            if (hashFault) digests[function.DigestSize() * ends.Length - 1] ^= 1;
        }

        public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes)
        {
            _inner.Verify(algorithm, batch, codes);
            if (!signatureFault) return;

            ref SignatureCode last = ref codes[batch.Count - 1];
            last = last == SignatureCode.Valid ? SignatureCode.Mismatch : SignatureCode.Valid;
        }

        public SignerTable? CreateSignerTable(
            SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard) =>
            _inner.CreateSignerTable(algorithm, publicKey, size);
    }

    private sealed class ThrowingBackend : IBackend
    {
        public string Name => "throwing";

        public bool Supports(HashFunction function) => true;

        public bool Supports(SignatureAlgorithm algorithm) => true;

        public bool SupportsRecovery(SignatureAlgorithm algorithm) => algorithm == SignatureAlgorithm.EcdsaSecp256k1;

        public void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents) =>
            throw new InvalidOperationException("device lost");

        public void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes) =>
            throw new InvalidOperationException("device lost");

        public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests) =>
            throw new InvalidOperationException("device lost");

        public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes) =>
            throw new InvalidOperationException("device lost");

        public SignerTable? CreateSignerTable(
            SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard) =>
            throw new InvalidOperationException("device lost");
    }
}
