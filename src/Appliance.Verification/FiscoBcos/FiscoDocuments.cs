using System.Text;
using Appliance.Formats.FiscoBcos;
using Appliance.Formats.Plans;
using Appliance.Kernels;
using Appliance.Verification.Chains;
using Appliance.Verification.Documents;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Reports;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.FiscoBcos;

/// <summary>Headers, blocks and transactions of FISCO BCOS 3 chains, as nodes show them in JSON.</summary>
internal sealed class FiscoDocuments : SmallDocumentFormat
{
    // ECDSA with any s: a node recovers the key and compares it.
    private const string Profile = "fips186";

    private static readonly FiscoSuite[] Suites = [FiscoSuite.KeccakSecp256k1, FiscoSuite.Sm3Sm2];

    /// <inheritdoc/>
    public override string? Recognise(ReadOnlySpan<byte> prefix, bool isWhole) =>
        FiscoFormat.Recognise(prefix) ? FiscoFormat.BlockName : null;

    /// <inheritdoc/>
    protected override async Task<DocumentJudgement> JudgeAsync(
        ReadOnlyMemory<byte> document, string format, DocumentContext context, CancellationToken cancellation)
    {
        var bundle = FiscoBundle.Decode(document, context.Options.Limits);
        FiscoSuite suite = await SuiteAsync(bundle, context.Verifier, cancellation).ConfigureAwait(false);
        string? group = GroupOf(bundle);
        FiscoAnchor[] anchors =
        [
            .. bundle.Headers.Select(header => FiscoAnchor.Decide(header, group, context.Anchors, context.Options.AllowSelfDeclared)),
        ];
        string? pinnedGroup = anchors.Select(anchor => anchor.Group).FirstOrDefault(name => name is not null);
        anchors = [.. anchors.Select(anchor => anchor.InOneDocumentWith(pinnedGroup))];
        var planning = new FiscoPlanContext { Suite = suite, Group = pinnedGroup ?? group, Headers = bundle.Headers };

        var headers = new Task<Evaluated>[bundle.Headers.Count];
        for (int i = 0; i < headers.Length; i++)
            headers[i] = EvaluateAsync(FiscoPlans.ForHeader(bundle.Headers[i], planning), suite, anchors[i].Rule, context.Verifier, cancellation);
        Evaluated beside = await EvaluateAsync(FiscoPlans.ForTransactions(bundle.Transactions, planning), suite, null, context.Verifier, cancellation)
            .ConfigureAwait(false);
        Evaluated[] evaluated = await Task.WhenAll(headers).ConfigureAwait(false);

        DocumentJudgement judgement = bundle.Headers.Count == 0
            ? SingleDocument.Judge(beside.Bound, beside.Result, AnchorReport.None, Profile, Facts(suite, group)) with { Transactions = bundle.Transactions.Count }
            : await ReportAsync(bundle, anchors, evaluated, beside, Facts(suite, group), context.Sink, cancellation).ConfigureAwait(false);
        return judgement with { Format = bundle.FormatName, Chain = pinnedGroup ?? group };
    }

    private static async Task<FiscoSuite> SuiteAsync(FiscoBundle bundle, IVerifier verifier, CancellationToken cancellation)
    {
        var bound = new BoundPlan(FiscoPlans.ForSuite(bundle, Suites), [], [], SignatureProfile.Fips186);
        PlanResult result = await verifier.EvaluateAsync(bound, cancellation).ConfigureAwait(false);
        for (int i = 0; i < Suites.Length; i++)
        {
            if (result.Verdicts[i] == Verdict.Valid)
                return Suites[i];
        }

        // The claimed hash is that of neither, which the plan proper then says.
        return FiscoSuite.KeccakSecp256k1;
    }

    // Headers name no group; the first transaction's stands for the document, and all others must name it too.
    private static string? GroupOf(FiscoBundle bundle)
    {
        FiscoTransaction? first = bundle.Headers.SelectMany(header => header.Transactions).Concat(bundle.Transactions).FirstOrDefault();
        return first is null ? null : Encoding.UTF8.GetString(first.GroupId.Span);
    }

    private static IReadOnlyList<DocumentFact> Facts(FiscoSuite suite, string? group)
    {
        DocumentFact[] facts =
        [
            new("suite", suite == FiscoSuite.Sm3Sm2 ? "sm3-sm2" : "keccak256-secp256k1"),
            .. group is null ? Array.Empty<DocumentFact>() : [new DocumentFact("group", group)],
        ];
        return facts;
    }

    private static async Task<Evaluated> EvaluateAsync(
        Plan plan, FiscoSuite suite, SealerRule? rule, IVerifier verifier, CancellationToken cancellation)
    {
        SignatureAlgorithm algorithm = suite == FiscoSuite.Sm3Sm2 ? SignatureAlgorithm.Sm2 : SignatureAlgorithm.EcdsaSecp256k1;

        // A key is what it is: whether a sealer counts is the rule's decision, whether a sender is who it claims to be its address's.
        ResolvedSigner[] signers = [.. plan.Signers.Select(signer => Resolve(signer, algorithm))];
        IPolicy?[] policies = [.. plan.Policies.Select(_ => rule)];
        var bound = new BoundPlan(plan, signers, policies, SignatureProfile.Fips186);
        return new Evaluated(bound, await verifier.EvaluateAsync(bound, cancellation).ConfigureAwait(false));
    }

    private static ResolvedSigner Resolve(SignerReference signer, SignatureAlgorithm algorithm)
    {
        string name = SealerRule.NameOf(signer.Bytes);
        return ResolvedSigner.Accepted(name, name, algorithm, signer.Bytes.Span, null);
    }

    private static async Task<DocumentJudgement> ReportAsync(
        FiscoBundle bundle,
        FiscoAnchor[] anchors,
        Evaluated[] evaluated,
        Evaluated beside,
        IReadOnlyList<DocumentFact> facts,
        IBlockSink? sink,
        CancellationToken cancellation)
    {
        BlockReport[] blocks = FiscoJudgement.Judge(bundle, anchors, evaluated, beside);
        AnchorReport anchor = FiscoJudgement.Weakest(anchors);
        FiscoHeader first = bundle.Headers[0];
        string chain = anchors.Select(one => one.Group).FirstOrDefault(name => name is not null) ?? GroupOf(bundle) ?? string.Empty;
        if (sink is not null)
        {
            Digest? previous = first.Parents.Count == 1 && first.Number > 0 ? new Digest(first.Parents[0].Hash.Span) : null;
            var ledger = new LedgerReport(
                bundle.FormatName, new ChainKey(SealerSetAnchor.Fisco, chain, new Digest(first.Hash.Span)), anchor, first.Number, previous)
            {
                IsIndexable = false,
            };
            await sink.BeginAsync(ledger, cancellation).ConfigureAwait(false);
        }

        var tally = new LedgerTally();
        foreach (BlockReport block in blocks)
        {
            tally.Add(block);
            if (sink is not null)
                await sink.BlockAsync(block, null, cancellation).ConfigureAwait(false);
        }

        return new DocumentJudgement
        {
            Anchor = anchor,
            Verdict = tally.Verdict,
            Reasons = tally.Reasons,
            ChecksMade = tally.ChecksMade,
            Profile = Profile,
            Facts = facts,
            FirstBlock = bundle.Headers.Min(header => header.Number),
            LastBlock = bundle.Headers.Max(header => header.Number),
            Transactions = tally.Transactions,
            GenuineTransactions = tally.GenuineTransactions,
        };
    }

    /// <summary>A plan with its results.</summary>
    internal sealed record Evaluated(BoundPlan Bound, PlanResult Result);
}
