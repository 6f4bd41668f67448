using System.Collections.Concurrent;
using Appliance.Kernels;

namespace Appliance.Engine.Tests;

/// <summary>
/// The scalar backend, which a test makes say that lanes were slow, and whose tables a test damages.
/// </summary>
internal sealed class PretendingBackend : IBackend
{
    private readonly ScalarBackend _scalar = new();

    public bool AllLanesAreSlow { get; set; }

    /// <summary>Whether every signature is called valid.</summary>
    public bool AnswersWrong { get; set; }

    public ConcurrentQueue<BrittleTable> Tables { get; } = new();

    public string Name => "pretending";

    public bool Supports(HashFunction function) => _scalar.Supports(function);

    public bool Supports(SignatureAlgorithm algorithm) => _scalar.Supports(algorithm);

    public bool SupportsRecovery(SignatureAlgorithm algorithm) => _scalar.SupportsRecovery(algorithm);

    public void Hash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests) =>
        _scalar.Hash(function, messages, ends, digests);

    public void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents) =>
        _scalar.HashNodes(function, node, children, parents);

    public void Verify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes)
    {
        var plain = new SignatureBatch
        {
            Count = batch.Count,
            Messages = batch.Messages,
            MessageEnds = batch.MessageEnds,
            Signatures = batch.Signatures,
            PublicKeys = batch.PublicKeys,
            Prehashed = batch.Prehashed,
            RequireLowS = batch.RequireLowS,
            Sm2Identifier = batch.Sm2Identifier,
            Ed25519Profile = batch.Ed25519Profile,
        };
        _scalar.Verify(algorithm, plain, codes);
        batch.SlowLanes.Fill(AllLanesAreSlow);
        if (AnswersWrong)
            codes[..batch.Count].Fill(SignatureCode.Valid);
    }

    public void Recover(SignatureAlgorithm algorithm, in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes)
    {
        _scalar.Recover(algorithm, batch, publicKeys, codes);
        batch.SlowLanes.Fill(AllLanesAreSlow);
    }

    public SignerTable? CreateSignerTable(
        SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey, SignerTableSize size = SignerTableSize.Standard)
    {
        if (_scalar.CreateSignerTable(algorithm, publicKey) is null)
            return null;
        var table = new BrittleTable(algorithm, publicKey.ToArray(), size);
        Tables.Enqueue(table);
        return table;
    }
}

/// <summary>A table that a test damages.</summary>
internal sealed class BrittleTable(SignatureAlgorithm algorithm, byte[] publicKey, SignerTableSize size) : SignerTable
{
    private volatile bool _isDamaged;

    public override SignatureAlgorithm Algorithm => algorithm;

    public override ReadOnlySpan<byte> PublicKey => publicKey;

    public override SignerTableSize Size => size;

    public override long SizeInBytes => size == SignerTableSize.Wide ? 3_000 : 1_000;

    public void Damage() => _isDamaged = true;

    public override bool IsIntact() => !_isDamaged;
}
