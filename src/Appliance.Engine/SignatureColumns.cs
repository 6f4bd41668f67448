using System.Buffers;
using System.Security.Cryptography;
using Appliance.Formats.Plans;
using Appliance.Kernels;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Verdicts;

namespace Appliance.Engine;

/// <summary>
/// The columns of one kernel call, filled from the nodes of several plans. Buffers grow and are used again; one instance per
/// worker.
/// </summary>
internal sealed class SignatureColumns(int capacity, SignerTableCache tables, SlowLaneBudget budget)
{
    private const int DigestSize = 32;

    private readonly byte[] _signatures = new byte[capacity * SignatureInput.Size];
    private readonly byte[] _publicKeys = new byte[capacity * SignatureAlgorithms.MaxPublicKeySize];
    private readonly int[] _ends = new int[capacity];
    private readonly SignerTable?[] _tables = new SignerTable?[capacity];
    private readonly SignerTableCache.Entry?[] _entries = new SignerTableCache.Entry?[capacity];
    private readonly SignatureCode[] _codes = new SignatureCode[capacity];
    private readonly bool[] _slowLanes = new bool[capacity];
    private readonly (Wave Wave, int Check, ResolvedSigner Signer)[] _items = new (Wave, int, ResolvedSigner)[capacity];
    private byte[] _messages = new byte[capacity * DigestSize];
    private int _count;
    private int _messageBytes;
    private int _known;

    public bool IsFull => _count == capacity;

    public int Count => _count;

    /// <summary>Items whose signer has a table.</summary>
    public int Known => _known;

    /// <summary>Takes the verify nodes of a wave. A signature whose encoding decides by itself takes no place.</summary>
    public void Add(Wave wave, EngineStatistics statistics)
    {
        bool restricted = budget.IsExhausted(wave.Caller);
        foreach (int index in wave.Nodes)
            Add(wave, wave.State.Bound.Plan.Nodes[index], restricted, statistics);
    }

    // A caller that forced too much work keeps the signers that never did: they have a table and a clean record.
    private void Add(Wave wave, in PlanNode node, bool restricted, EngineStatistics statistics)
    {
        PlanState state = wave.State;
        SignatureAlgorithm algorithm = wave.Algorithm;
        Span<byte> signature = _signatures.AsSpan(_count * SignatureInput.Size, SignatureInput.Size);
        if (!state.TryPrepareVerify(node, signature))
            return;

        ResolvedSigner signer = state.Bound.Signers[node.Argument];
        SignerTableCache.Entry? entry = tables.Use(algorithm, signer.PublicKey);
        SignerTable? table = entry?.Table;
        if (restricted && (table is null || entry!.HasSlowLanes))
        {
            state.Verdicts[node.Check] = Verdict.Overloaded;
            statistics.CountVerdict(algorithm, Verdict.Overloaded);
            statistics.CountSlowLaneRefusals(1);
            return;
        }

        signer.PublicKey.CopyTo(_publicKeys.AsSpan(_count * signer.PublicKey.Length));
        _tables[_count] = table;
        _entries[_count] = entry;
        if (table is not null)
            _known++;
        if (TakesDigests(algorithm))
            AddDigest(state, node);
        else
            AddMessage(state, node);
        _ends[_count] = _messageBytes;
        _items[_count] = (wave, node.Check, signer);
        _count++;
    }

    /// <summary>Runs the kernel and stores the verdicts; on an exception nothing is stored.</summary>
    public void Verify(IBackend backend, SignatureAlgorithm algorithm, SignatureRule rule)
    {
        Span<SignatureCode> codes = _codes.AsSpan(0, _count);
        codes.Clear();
        backend.Verify(
            algorithm,
            new SignatureBatch
            {
                Count = _count,
                Messages = _messages.AsSpan(0, _messageBytes),
                MessageEnds = _ends.AsSpan(0, _count),
                Signatures = _signatures.AsSpan(0, _count * SignatureInput.Size),
                PublicKeys = _publicKeys.AsSpan(0, _count * algorithm.PublicKeySize()),
                SignerTables = _tables.AsSpan(0, _count),
                Prehashed = TakesDigests(algorithm),
                RequireLowS = rule.RequireLowS,
                Ed25519Profile = rule.Ed25519,
                SlowLanes = _slowLanes.AsSpan(0, _count),
            },
            codes);
    }

    /// <summary>Hands the verdicts to the plans.</summary>
    public void Publish(IBackend backend, SignatureAlgorithm algorithm, EngineStatistics statistics)
    {
        for (int i = 0; i < _count; i++)
        {
            Verdict verdict = _codes[i].ToVerdict();
            (Wave wave, int check, ResolvedSigner signer) = _items[i];
            wave.State.Verdicts[check] = verdict;
            statistics.CountVerdict(algorithm, verdict);
            if (_slowLanes[i])
            {
                budget.Spend(wave.Caller, 1);
                tables.MarkSlow(algorithm, signer.PublicKey);
                statistics.CountSlowLanes(algorithm, 1);
            }

            if (verdict != Verdict.Valid)
                continue;
            if (_tables[i] is not null)
                tables.CountValid(_entries[i]!, backend, algorithm, signer.PublicKey);
            else
                tables.CountValid(backend, algorithm, signer.PublicKey);
        }
    }

    /// <summary>Marks every item as not computed because of a fault.</summary>
    public void PublishFault(SignatureAlgorithm algorithm, EngineStatistics statistics)
    {
        for (int i = 0; i < _count; i++)
        {
            _items[i].Wave.State.Verdicts[_items[i].Check] = Verdict.BackendFault;
            statistics.CountVerdict(algorithm, Verdict.BackendFault);
        }
    }

    /// <summary>Forgets the items, so that nothing of them is kept alive.</summary>
    public void Clear()
    {
        _items.AsSpan(0, _count).Clear();
        _tables.AsSpan(0, _count).Clear();
        _count = 0;
        _known = 0;
        _messageBytes = 0;
    }

    private static bool TakesDigests(SignatureAlgorithm algorithm) =>
        algorithm is SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.EcdsaSecp256k1;

    // Long streams go to the platform's SHA-256, which has the processor's own instructions; the kernel then sees digests.
    private void AddDigest(PlanState state, in PlanNode node)
    {
        Span<byte> digest = _messages.AsSpan(_messageBytes, DigestSize);
        ReadOnlySpan<int> operands = state.Bound.Plan.Operands(node);
        if (node.MessageIsDigest)
        {
            state.CopyFrom(node, 1, digest);
        }
        else if (operands.Length == 2)
        {
            SHA256.HashData(state.Value(operands[1]), digest);
        }
        else
        {
            int length = state.LengthFrom(node, 1);
            byte[] rented = ArrayPool<byte>.Shared.Rent(length);
            state.CopyFrom(node, 1, rented);
            SHA256.HashData(rented.AsSpan(0, length), digest);
            ArrayPool<byte>.Shared.Return(rented);
        }

        _messageBytes += DigestSize;
    }

    private void AddMessage(PlanState state, in PlanNode node)
    {
        int length = state.LengthFrom(node, 1);
        if (_messageBytes + length > _messages.Length)
            Array.Resize(ref _messages, Math.Max(_messages.Length * 2, _messageBytes + length));
        state.CopyFrom(node, 1, _messages.AsSpan(_messageBytes));
        _messageBytes += length;
    }
}
