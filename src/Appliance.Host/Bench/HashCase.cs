using Appliance.Engine;
using Appliance.Host.Bench.OpenSsl;
using Appliance.Kernels;

namespace Appliance.Host.Bench;

/// <summary>Hashing: a level of a Merkle tree, or messages of one kibibyte.</summary>
internal sealed class HashCase : BenchCase
{
    private const int DigestSize = 32;

    // Enough that no lane of a wide backend idles, and little enough to stay in the second-level cache.
    private const int Nodes = 1_024;
    private const int StreamMessages = 512;
    private const int StreamBytes = 1_024;

    private readonly HashFunction _function;
    private readonly MerkleNode? _node;
    private readonly int _digestSize;
    private readonly PinnedBytes _messages;
    private readonly PinnedBytes _theirs;
    private readonly byte[] _ours;
    private readonly byte[] _children;
    private readonly int[] _ends;
    private OpenSslDigest? _openSsl;
    private string? _standIn;

    private HashCase(BenchScheme scheme, string path, MerkleNode? node, int batch, int messageBytes)
        : base(scheme, path, batch, messageBytes)
    {
        _function = scheme.Function!.Value;
        _node = node;
        _digestSize = _function.DigestSize();
        _messages = new PinnedBytes(batch * messageBytes);
        _theirs = new PinnedBytes(batch * _digestSize);
        _ours = new byte[batch * _digestSize];
        _children = new byte[node is null ? 0 : batch * 2 * DigestSize];
        _ends = [.. Enumerable.Range(1, batch).Select(i => i * messageBytes)];
    }

    /// <summary>Parents of children of 32 bytes; for RFC 6962 that is 65 bytes to hash, otherwise 64.</summary>
    public static HashCase OfNodes(BenchScheme scheme, int batch = Nodes)
    {
        MerkleNode node = scheme.Node!.Value;
        return new HashCase(scheme, "node", node, batch, (node == MerkleNode.Rfc6962 ? 1 : 0) + 2 * DigestSize);
    }

    /// <summary>Messages of one kibibyte.</summary>
    public static HashCase OfMessages(BenchScheme scheme, int batch = StreamMessages) => new(scheme, "stream", null, batch, StreamBytes);

    public override string? OpenSslStandIn => _standIn;

    public override void Prepare()
    {
        new Random(1).NextBytes(_messages.Span);
        if (_node is null)
            return;
        // OpenSSL gets what a node hashes in one piece, which is the best that can be done for it.
        for (int i = 0; i < Batch; i++)
        {
            Span<byte> message = _messages.Span.Slice(i * MessageBytes, MessageBytes);
            if (_node == MerkleNode.Rfc6962)
                message[0] = 1;
            message[^(2 * DigestSize)..].CopyTo(_children.AsSpan(i * 2 * DigestSize));
        }
    }

    public override Side OnBackend(IBackend backend)
    {
        Action run = _node is { } node
            ? () => backend.HashNodes(_function, node, _children, _ours)
            : () => backend.Hash(_function, _messages.Span, _ends, _ours);
        run();
        if (_openSsl is not null && _standIn is null && !_ours.AsSpan().SequenceEqual(_theirs.Span))
            throw new BackendException($"{backend.Name} and OpenSSL disagree on {Scheme.Name}: run 'appliance doctor'");
        return new Side(backend.Name, Batch, run);
    }

    public override IReadOnlyList<Side> OnOpenSsl(out string? missingBecause)
    {
        _openSsl = LibCrypto.Version is null ? null : OpenSslDigest.TryFetch(Scheme.OpenSslName);
        if (_openSsl is null && LibCrypto.Version is not null && Scheme.OpenSslStandIn is { } standIn)
        {
            _openSsl = OpenSslDigest.TryFetch(standIn);
            _standIn = _openSsl is null ? null : standIn;
        }

        missingBecause = LibCrypto.Version is null ? LibCrypto.Missing : $"{LibCrypto.Version} has no {Scheme.OpenSslName}";
        if (_openSsl is null)
            return [];
        missingBecause = null;
        HashAll(_openSsl);
        return [new Side("fetched digest on a reused context", Batch, () => HashAll(_openSsl))];
    }

    public override void Dispose() => _openSsl?.Dispose();

    private void HashAll(OpenSslDigest digest)
    {
        nint message = _messages.At(0);
        nint output = _theirs.At(0);
        for (int i = 0; i < Batch; i++)
        {
            digest.Hash(message, MessageBytes, output);
            message += MessageBytes;
            output += _digestSize;
        }
    }
}
