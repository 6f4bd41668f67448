using Appliance.Engine;
using Appliance.Host.Bench.OpenSsl;
using Appliance.Kernels;
using Appliance.Samples.Signatures;

namespace Appliance.Host.Bench;

/// <summary>Valid signatures of 32-byte messages by a few signers in turn, hashing included.</summary>
/// <param name="scheme">A signature scheme.</param>
/// <param name="known">Whether the backend gets the signers' comb tables.</param>
/// <param name="signers">How many keys signed.</param>
/// <param name="size">Of the comb tables.</param>
/// <param name="batch">Signatures in one kernel call; null takes as many as the engine.</param>
internal sealed class SignatureCase(BenchScheme scheme, bool known, int signers, SignerTableSize size, int? batch = null)
    : BenchCase(scheme, known ? "known" : "unknown", batch ?? EngineBatch, SampleSignatures.MessageSize)
{
    private static readonly int EngineBatch = new EngineOptions().MaxBatchItems;

    // OpenSSL takes one at a time, a third of a millisecond for the slowest scheme: few at once keep a short round short.
    private const int OpenSslItems = 16;

    private const string Seed = "bench";

    private SignatureCode[] _codes = [];
    private SampleSignatures? _samples;
    private OpenSslSignatures? _openSsl;
    private byte[] _publicKeys = [];
    private int[] _ends = [];
    private int _next;

    public override int? Signers => signers;

    private SampleSignatures Samples => _samples ?? throw new InvalidOperationException("not prepared");

    public override void Prepare()
    {
        _samples = SampleSignatures.Make(Scheme.Samples, Batch, signers, Seed);
        _codes = new SignatureCode[Batch];
        _publicKeys = [.. Enumerable.Range(0, Batch).SelectMany(item => _samples.Keys[_samples.SignerOf(item)])];
        _ends = [.. Enumerable.Range(1, Batch).Select(item => item * MessageBytes)];
    }

    public override Side OnBackend(IBackend backend)
    {
        SignatureAlgorithm algorithm = Scheme.Algorithm!.Value;
        SignerTable?[] tables = [];
        if (known)
        {
            SignerTable?[] bySigner = [.. Samples.Keys.Select(key => backend.CreateSignerTable(algorithm, key, size))];
            tables = [.. Enumerable.Range(0, Batch).Select(item => bySigner[Samples.SignerOf(item)])];
        }

        return new Side(backend.Name, Batch, () => Verify(backend, algorithm, tables));
    }

    public override IReadOnlyList<Side> OnOpenSsl(out string? missingBecause)
    {
        _openSsl = OpenSslSignatures.TryCreate(Samples, out missingBecause);
        return _openSsl is null ? [] : [.. _openSsl.Routes.Select(route => new Side(route.Name, OpenSslItems, () => Verify(route)))];
    }

    public override void Dispose() => _openSsl?.Dispose();

    private void Verify(IBackend backend, SignatureAlgorithm algorithm, SignerTable?[] tables)
    {
        var batch = new SignatureBatch
        {
            Count = Batch,
            Messages = Samples.Messages,
            MessageEnds = _ends,
            Signatures = Samples.Signatures,
            PublicKeys = _publicKeys,
            SignerTables = tables,
        };
        backend.Verify(algorithm, batch, _codes);
        if (_codes.AsSpan().ContainsAnyExcept(SignatureCode.Valid))
            throw new BackendException($"{backend.Name} refuses a valid {Scheme.Name} signature: run 'appliance doctor'");
    }

    private void Verify(OpenSslRoute route)
    {
        for (int i = 0; i < OpenSslItems; i++)
        {
            if (!route.Verify(_next))
                throw new InvalidOperationException($"OpenSSL refuses {Scheme.Name} signature {_next} ({route.Name})");
            _next = (_next + 1) % Batch;
        }
    }
}
