using Appliance.Formats.Cose;
using Appliance.Formats.Plans;
using Appliance.Formats.X509;
using Appliance.Kernels;
using Appliance.Verification.Documents;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;
using Appliance.Verification.X509;

namespace Appliance.Verification.Cose;

/// <summary>COSE_Sign1 messages: signed statements, hash envelopes, receipts.</summary>
internal sealed class CoseDocuments(CertificateCache certificates) : SmallDocumentFormat
{
    /// <inheritdoc/>
    public override string? Recognise(ReadOnlySpan<byte> prefix, bool isWhole) => CoseSign1.Recognise(prefix) ? CoseSign1.FormatName : null;

    /// <inheritdoc/>
    public override bool TakesDetached(string format) => true;

    /// <inheritdoc/>
    public override bool TakesRoot(string format) => true;

    /// <inheritdoc/>
    protected override async Task<DocumentJudgement> JudgeAsync(
        ReadOnlyMemory<byte> document, string format, DocumentContext context, CancellationToken cancellation)
    {
        var message = CoseSign1.DecodeDocument(document);
        var receipt = CoseReceipt.Of(message);
        var envelope = CoseHashEnvelope.Of(message);
        IReadOnlyList<CoseReceipt> carried = CoseReceipt.EmbeddedIn(message);
        var finder = new CoseSigners(context, certificates);
        CoseCandidates signers = finder.Find(message);
        CoseCandidates[] receiptSigners = [.. carried.Select(each => finder.Find(each.Message))];
        Plan plan = CosePlans.For(message, receipt, envelope, carried, new CosePlanContext
        {
            Signers = References(signers),
            ReceiptSigners = [.. receiptSigners.Select(References)],
            Detached = context.Companions.Detached,
            Root = context.Companions.Root,
        });
        var resolved = new Dictionary<SignerReference, ResolvedSigner>(SignerReferenceComparer.Instance);
        foreach (CoseCandidate candidate in receiptSigners.Append(signers).SelectMany(each => each.All))
            resolved[candidate.Reference] = candidate.Signer;
        var bound = new BoundPlan(plan, [.. plan.Signers.Select(signer => resolved[signer])], [], SignatureProfile.Fips186, Ed25519Profile.Rfc8032);
        PlanResult result = await context.Verifier.EvaluateAsync(bound, cancellation).ConfigureAwait(false);

        CheckReport[] checks = [.. CheckReports.Of(bound, result).Select(check => Interpret(check, signers))];
        return SingleDocument.Judge(checks, AnchorOf(bound, result, signers), ProfileOf(message), Facts(message, receipt, envelope, carried, context));
    }

    private static SignerReference[] References(CoseCandidates candidates) => [.. candidates.All.Select(candidate => candidate.Reference)];

    /// <summary>Who vouches for the signer: of the candidate whose signature it is; where it is nobody's, of the one whom the message names.</summary>
    private static AnchorReport AnchorOf(BoundPlan bound, PlanResult result, CoseCandidates signers)
    {
        for (int i = 0; i < bound.Plan.Checks.Count; i++)
        {
            if (bound.Plan.Checks[i].Kind != CheckKind.DocumentSignature || result.Verdicts[i] != Verdict.Valid || bound.Plan.SignerOf(i) is not (>= 0 and var signer))
                continue;
            return signers.All.First(candidate => SignerReferenceComparer.Instance.Equals(candidate.Reference, bound.Plan.Signers[signer])).Anchor;
        }

        return signers.Identified ? signers.All[0].Anchor : AnchorReport.None;
    }

    /// <summary>
    /// That none of several keys made a signature refutes it only where one of them must have: of keys that are merely pinned, for whatever
    /// party, it says that the signer is not known.
    /// </summary>
    private static CheckReport Interpret(CheckReport check, CoseCandidates signers) => check switch
    {
        { Mandatory: true, Kind: CheckKind.DocumentSignature, Verdict: Verdict.SignatureMismatch } when !signers.Identified =>
            check with { Verdict = Verdict.Unanchored, Reason = "the pinned key did not make it, and the message does not say which key did" },
        { Kind: CheckKind.SignedByOneOf, Verdict: Verdict.PolicyUnsatisfied } => signers.Identified
            ? check with { Verdict = Verdict.SignatureMismatch, Reason = $"none of {signers.All.Count} keys made the signature" }
            : check with { Verdict = Verdict.Unanchored, Reason = $"none of {signers.All.Count} pinned keys made it, and the message does not say which key did" },
        _ => check,
    };

    private static string ProfileOf(CoseSign1 message) => CoseSignatureAlgorithm.Of(message).Number switch
    {
        CoseLabels.Es256 or CoseLabels.Esp256 => "fips186",
        CoseLabels.EdDsa or CoseLabels.Ed25519 => "rfc8032",
        CoseLabels.Sm2WithSm3 => "sm2",
        _ => SingleDocument.NoProfile,
    };

    private List<DocumentFact> Facts(
        CoseSign1 message, CoseReceipt? receipt, CoseHashEnvelope? envelope, IReadOnlyList<CoseReceipt> carried, DocumentContext context)
    {
        List<DocumentFact> facts =
            [.. CoseSummary.Of(message, receipt, envelope, carried).Select(each => new DocumentFact(each.Name, each.Value, each.Protected))];
        bool isProtected = message.Protected.Find(CoseLabels.X5Chain) is not null;
        if (CoseCertificates.Of(message, certificates) is [Certificate leaf, ..])
            facts.Add(new DocumentFact("certificate", $"{leaf.Subject}, issued by {leaf.Issuer}, valid {leaf.NotBefore:u} to {leaf.NotAfter:u}, judged at {context.At:u}", isProtected));
        return facts;
    }
}
