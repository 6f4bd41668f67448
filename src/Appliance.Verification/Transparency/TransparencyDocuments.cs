using System.Globalization;
using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;
using Appliance.Formats.Transparency;
using Appliance.Verification.Documents;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Transparency;

/// <summary>
/// Signed notes, checkpoints and proofs of transparency logs (C2SP), and Merkle proofs by themselves
/// (<c>docs/reference/formats-transparency.md</c>).
/// </summary>
internal sealed class TransparencyDocuments : SmallDocumentFormat
{
    /// <summary>The acceptance rule of notes: Ed25519 as RFC 8032 says, ECDSA with any s.</summary>
    public const string Profile = "rfc8032";

    /// <summary>Sixteen signatures of the largest scheme that C2SP assigns take 60 KiB; the text of a note is for people to read.</summary>
    protected override int MaxBytes => 1 << 20;

    /// <inheritdoc/>
    public override string? Recognise(ReadOnlySpan<byte> prefix, bool isWhole) =>
        TlogProof.Recognise(prefix) ? TlogProof.Format
        : MerkleProof.Recognise(prefix) ? MerkleProof.Format
        : Checkpoint.Recognise(prefix) ? Checkpoint.Format
        : SignedNote.Recognise(prefix) ? SignedNote.Format
        : null;

    /// <inheritdoc/>
    public override bool TakesDetached(string format) => format is TlogProof.Format or MerkleProof.Format;

    /// <inheritdoc/>
    public override bool TakesRoot(string format) => format is MerkleProof.Format;

    /// <inheritdoc/>
    protected override Task<DocumentJudgement> JudgeAsync(
        ReadOnlyMemory<byte> document, string format, DocumentContext context, CancellationToken cancellation)
    {
        DecodeLimits limits = context.Options.Limits;
        return format switch
        {
            TlogProof.Format => JudgeAsync(TlogProof.Decode(document, limits), context, cancellation),
            MerkleProof.Format => JudgeAsync(MerkleProof.Decode(document, limits), context, cancellation),
            Checkpoint.Format => JudgeAsync(Checkpoint.Decode(document, limits), context, cancellation),
            _ => JudgeAsync(SignedNote.Decode(document, limits), context, cancellation),
        };
    }

    private static Task<DocumentJudgement> JudgeAsync(SignedNote note, DocumentContext context, CancellationToken cancellation) =>
        JudgeAsync([NoteTrust.For(note, context)], keys => NotePlans.ForNote(note, keys), [], context, cancellation);

    private static Task<DocumentJudgement> JudgeAsync(Checkpoint checkpoint, DocumentContext context, CancellationToken cancellation) =>
        JudgeAsync(NoteTrust.For(checkpoint, context), keys => NotePlans.ForCheckpoint(checkpoint, keys), Facts(checkpoint), context, cancellation);

    private static Task<DocumentJudgement> JudgeAsync(TlogProof proof, DocumentContext context, CancellationToken cancellation)
    {
        DocumentFact[] facts = [.. Facts(proof.Checkpoint), new("index", Number(proof.Index), Signed: false)];
        return JudgeAsync(
            NoteTrust.For(proof.Checkpoint, context),
            keys => NotePlans.ForProof(proof, keys, context.Companions.Detached),
            facts,
            context,
            cancellation);
    }

    // Several choices of trust are anchors of one log: the first that carries counts, else the first says why not.
    private static async Task<DocumentJudgement> JudgeAsync(
        IReadOnlyList<NoteTrust> choices,
        Func<NoteKeyring, Plan> plan,
        IReadOnlyList<DocumentFact> facts,
        DocumentContext context,
        CancellationToken cancellation)
    {
        DocumentJudgement? first = null;
        foreach (NoteTrust trust in choices)
        {
            BoundPlan bound = trust.Bind(plan(trust.Keys));
            PlanResult result = await context.Verifier.EvaluateAsync(bound, cancellation).ConfigureAwait(false);
            DocumentJudgement judgement = SingleDocument.Judge(bound, result, trust.Anchor, Profile, facts);
            if (judgement.Verdict.IsGenuine())
                return judgement;

            // C2SP signed-note: the text is to be ignored unless a known key signed it.
            first ??= judgement with { Facts = [] };
        }

        return first!;
    }

    // The proof names its root itself, so nothing vouches for it, however well its parts fit together.
    private static async Task<DocumentJudgement> JudgeAsync(MerkleProof proof, DocumentContext context, CancellationToken cancellation)
    {
        Plan plan = MerkleProofPlans.For(proof, context.Companions.Detached, context.Companions.Root);
        var bound = new BoundPlan(plan, [], [], SignatureProfile.Fips186);
        PlanResult result = await context.Verifier.EvaluateAsync(bound, cancellation).ConfigureAwait(false);
        DocumentJudgement judgement = SingleDocument.Judge(bound, result, AnchorReport.None, SingleDocument.NoProfile, []);
        return judgement.Verdict == Verdict.Unanchored
            ? judgement with { Reasons = ["the proof leads to the root that it names itself, and nobody signed that root"] }
            : judgement;
    }

    private static DocumentFact[] Facts(Checkpoint checkpoint) =>
    [
        new("origin", checkpoint.Origin),
        new("size", Number(checkpoint.Size)),
        new("root", Convert.ToHexStringLower(checkpoint.RootHash.Span)),
    ];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
