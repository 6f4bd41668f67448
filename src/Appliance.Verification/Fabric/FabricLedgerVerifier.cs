using System.Security.Cryptography;
using Appliance.Formats.Fabric;
using Appliance.Formats.Plans;
using Appliance.Verification.Chains;
using Appliance.Verification.Documents;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Reports;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Fabric;

/// <summary>
/// Judges the blocks of one ledger (or a single block) in order, a bounded number of them at a time. One instance per document.
/// </summary>
internal sealed class FabricLedgerVerifier(
    IVerifier verifier,
    VerificationOptions options,
    IReadOnlyDictionary<string, FabricSignaturePolicy> operatorPolicies,
    TrustAnchors anchors,
    IChainState? chains,
    IBlockSink? sink,
    LedgerTally tally)
{
    private readonly Queue<PendingBlock> _pending = new();
    private FabricAnchor? _anchor;
    private FabricTrustState? _state;
    private FabricBlock? _previous;
    private string _channel = string.Empty;
    private bool _indexable = true;
    private long _pendingBytes;

    /// <summary>What is known of the ledger, or null before its first block.</summary>
    public LedgerReport? Ledger { get; private set; }

    /// <summary>Takes the next block.</summary>
    public async ValueTask AddAsync(FabricBlock block, string format, CancellationToken cancellation)
    {
        var hash = new Digest(SHA256.HashData(block.HeaderDer.Span));
        bool first = _anchor is null;
        if (_anchor is null)
        {
            _channel = block.Transactions.Count > 0 ? block.Transactions[0].ChannelId : string.Empty;
            _anchor = FabricAnchor.Decide(block, hash, _channel, anchors, chains, options, operatorPolicies);
            _state = _anchor.State;
            Digest? named = block.PreviousHash.Length == Digest.Size ? new Digest(block.PreviousHash.Span) : null;
            Ledger = new LedgerReport(format, _anchor.Chain, _anchor.Report, block.Number, named);
            if (sink is not null)
                await sink.BeginAsync(Ledger, cancellation).ConfigureAwait(false);
        }

        FabricPredecessor? predecessor = _previous is not null ? FabricPredecessor.Of(_previous)
            : _anchor.Previous is { } known ? FabricPredecessor.Known(known.Number, known.Hash.Span.ToArray())
            : null;
        FabricTrustState? state = _state;

        // A first block that brings its own configuration has none before it.
        bool opens = first && predecessor is null;
        var context = new FabricPlanContext
        {
            Previous = predecessor,
            ChannelId = _channel,
            LastConfigIndex = opens ? null : state?.ConfigHeight,
            Config = opens ? null : state?.Config,
        };
        Task<(BoundPlan Bound, PlanResult Result)> work = Task.Run(() => EvaluateAsync(block, context, state, cancellation), cancellation);
        _pending.Enqueue(new PendingBlock(block, hash, first, work));
        _previous = block;

        // What later blocks are judged by must be known before they are bound.
        _pendingBytes += block.Length;
        bool changesTrust = block.IsConfigBlock || ChangesDefinitions(block);
        await DrainAsync(changesTrust ? 0 : options.BlocksInFlight - 1, cancellation).ConfigureAwait(false);
    }

    /// <summary>Waits for all blocks.</summary>
    public ValueTask FinishAsync(CancellationToken cancellation) => DrainAsync(0, cancellation);

    private static bool ChangesDefinitions(FabricBlock block)
    {
        foreach (FabricTransaction transaction in block.Transactions)
        {
            if (transaction.Action is not { } action)
                continue;
            foreach (FabricNamespace space in action.Namespaces)
            {
                if (space is { Name: "_lifecycle", Writes: true })
                    return true;
            }
        }

        return false;
    }

    private async Task<(BoundPlan Bound, PlanResult Result)> EvaluateAsync(
        FabricBlock block, FabricPlanContext context, FabricTrustState? state, CancellationToken cancellation)
    {
        Plan plan = FabricPlans.ForBlock(block, context);
        var signers = new ResolvedSigner[plan.Signers.Count];
        for (int i = 0; i < signers.Length; i++)
        {
            signers[i] = state?.Resolve(plan.Signers[i])
                ?? ResolvedSigner.Refused(Verdict.Unanchored, SignerName(plan.Signers[i]), "no configuration of the channel is known at this height");
        }

        var policies = new IPolicy?[plan.Policies.Count];
        for (int i = 0; i < policies.Length; i++)
            policies[i] = state?.FindPolicy(plan.Policies[i]);
        var bound = new BoundPlan(plan, signers, policies, SignatureProfile.Fabric);
        return (bound, await verifier.EvaluateAsync(bound, cancellation).ConfigureAwait(false));
    }

    private static string SignerName(SignerReference signer) =>
        FabricIdentity.TryDecode(signer.Bytes, out string mspId, out _) ? mspId : "unknown";

    private async ValueTask DrainAsync(int keep, CancellationToken cancellation)
    {
        while (_pending.Count > keep || (_pending.Count > 0 && _pendingBytes > options.Limits.MaxDocumentBytes))
            await SettleAsync(_pending.Dequeue(), cancellation).ConfigureAwait(false);
    }

    private async ValueTask SettleAsync(PendingBlock pending, CancellationToken cancellation)
    {
        (BoundPlan bound, PlanResult result) = await pending.Work.ConfigureAwait(false);
        _pendingBytes -= pending.Block.Length;
        if (pending.First)
            ConfirmOrderers(bound, result);
        BlockReport report = FabricBlockJudgement.Judge(
            pending.Block, pending.Hash, bound, result, _anchor!.Verdict, _anchor.Reason);
        byte[] update = [];
        if (report.Verdict == Verdict.Genuine)
            update = AdoptTrust(pending.Block, report);

        _indexable &= report.Verdict == Verdict.Genuine;
        tally.Add(report);
        if (sink is null)
            return;
        IndexedBlock? indexed = _indexable ? FabricIndexing.ToIndexed(pending.Block, pending.Hash, report, update) : null;
        await sink.BlockAsync(report, indexed, cancellation).ConfigureAwait(false);
    }

    /// <summary>Pinned roots vouch for a first configuration only through the signature of a pinned ordering organisation.</summary>
    private void ConfirmOrderers(BoundPlan bound, PlanResult result)
    {
        if (_anchor is not { Verdict: Verdict.Valid, Orderers: { } orderers })
            return;
        for (int i = 0; i < bound.Plan.Checks.Count; i++)
        {
            if (bound.Plan.Checks[i].Kind == CheckKind.OrdererSignature
                && result.Verdicts[i] == Verdict.Valid
                && bound.Signers[bound.Plan.SignerOf(i)].Identity is MspIdentity identity
                && orderers.Contains(identity.MspId))
            {
                return;
            }
        }

        _anchor = _anchor with
        {
            Verdict = Verdict.AnchorMismatch,
            Reason = $"the first block bears no valid signature of a pinned ordering organisation ({string.Join(", ", orderers)})",
        };
    }

    private byte[] AdoptTrust(FabricBlock block, BlockReport report)
    {
        if (block.IsConfigBlock)
        {
            if (report.Transactions is not [{ Verdict: Verdict.Genuine }] || FabricChannelConfig.FromBlock(block, options.Limits) is not { } config)
                return [];

            // The first block's configuration is the state already; taking it again would only drop cached identities.
            if (_state is null || _state.ConfigHeight != block.Number)
                _state = _state is null ? FabricTrustState.Create(config, block.Number, operatorPolicies) : _state.With(config, block.Number);
            return FabricTrustUpdate.OfConfiguration(block);
        }

        var envelopes = new List<ReadOnlyMemory<byte>>();
        var definitions = new List<FabricChaincodeDefinition>();
        foreach (FabricTransaction transaction in block.Transactions)
        {
            if (report.Transactions[transaction.Index].Verdict != Verdict.Genuine)
                continue;
            IReadOnlyList<FabricChaincodeDefinition> found = FabricChaincodeDefinitions.From(transaction, options.Limits);
            if (found.Count == 0)
                continue;
            definitions.AddRange(found);
            envelopes.Add(transaction.Envelope);
        }

        if (definitions.Count == 0 || _state is null)
            return [];
        _state = _state.With(definitions);
        return FabricTrustUpdate.OfDefinitions(envelopes);
    }

    private sealed record PendingBlock(FabricBlock Block, Digest Hash, bool First, Task<(BoundPlan Bound, PlanResult Result)> Work);
}
