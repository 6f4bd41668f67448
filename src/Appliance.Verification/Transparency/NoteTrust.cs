using Appliance.Formats.Keys;
using Appliance.Formats.Plans;
using Appliance.Formats.Transparency;
using Appliance.Verification.Documents;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Keys;
using Appliance.Verification.Reports;
using Appliance.Verification.Trust;

namespace Appliance.Verification.Transparency;

/// <summary>
/// Which keys count for a note, and according to whom. Keys that the caller supplied come before what is pinned; a pinned log comes
/// before keys that are pinned for notes in general. Where no signature is of a key that counts, nothing vouches for the note.
/// </summary>
/// <param name="Keys">The keys that count, by what they say.</param>
/// <param name="Anchor">According to whom.</param>
internal sealed record NoteTrust(NoteKeyring Keys, AnchorReport Anchor)
{
    private static readonly NoteTrust None = new(NoteKeyring.Empty, AnchorReport.None);

    private IReadOnlyList<KnownKey> Known { get; init; } = [];

    /// <summary>The keys for a note of no particular log.</summary>
    public static NoteTrust For(SignedNote note, DocumentContext context) =>
        Supplied(note, context) ?? (context.Companions.Keys.Count == 0 ? Parties(note, context, isCheckpoint: false) : null) ?? None;

    /// <summary>
    /// The keys for a checkpoint of this origin, at least one choice: where a log is pinned more than once, any of its anchors may carry.
    /// </summary>
    public static IReadOnlyList<NoteTrust> For(Checkpoint checkpoint, DocumentContext context)
    {
        if (context.Companions.Keys.Count > 0)
            return [Supplied(checkpoint.Note, context) ?? None];

        // A pinned log stands for its origin: a checkpoint that it did not sign is refused, not merely unknown.
        NoteTrust[] logs = [.. context.Anchors.For(LogAnchor.Tlog, checkpoint.Origin).OfType<LogAnchor>().Select(log => Pinned(log, context))];
        return logs.Length > 0 ? logs : [Parties(checkpoint.Note, context, isCheckpoint: true) ?? None];
    }

    /// <summary>Resolves the signers of a plan that was made for these keys.</summary>
    public BoundPlan Bind(Plan plan)
    {
        var signers = new List<ResolvedSigner>();
        foreach (SignerReference reference in plan.Signers)
        {
            string text = System.Text.Encoding.UTF8.GetString(reference.Bytes.Span);
            KnownKey key = Known.First(candidate => candidate.VerifierKey!.ToString() == text);

            // The party is the key itself: one key under two names is one witness.
            signers.Add(ResolvedSigner.Accepted(key.Name, key.Key.Fingerprint.ToString(), key.Key.Algorithm, key.Key.PublicKey.Span, null));
        }

        return new BoundPlan(plan, signers, [], SignatureProfile.Fips186, Kernels.Ed25519Profile.Rfc8032);
    }

    private static NoteTrust Pinned(LogAnchor log, DocumentContext context)
    {
        var keys = new NoteKeyring { Log = Texts(log.Keys), Witnesses = Texts(log.Witnesses), WitnessQuorum = log.Quorum };
        return new NoteTrust(keys, context.Anchors.Report(log)) { Known = [.. log.Keys, .. log.Witnesses] };
    }

    private static NoteTrust? Supplied(SignedNote note, DocumentContext context)
    {
        KnownKey[] keys = [.. context.Companions.Keys.Where(key => Signed(note, key))];
        return keys.Length == 0
            ? null
            : new NoteTrust(new NoteKeyring { Supplied = Texts(keys) }, new AnchorReport(AnchorKind.SuppliedKey, $"supplied {string.Join(", ", keys.Select(key => key.Name))}")) { Known = keys };
    }

    // Of a checkpoint a witness says only that it fits what it saw before: whose checkpoint it is says the log's own signature.
    private static NoteTrust? Parties(SignedNote note, DocumentContext context, bool isCheckpoint)
    {
        foreach (KeyAnchor anchor in context.Anchors.All.OfType<KeyAnchor>().Where(anchor => anchor.Format == KeyAnchor.Note))
        {
            KnownKey[] keys = [.. anchor.Keys.Where(key => Signed(note, key))];
            KnownKey[] own = [.. keys.Where(key => key.VerifierKey!.Type != NoteVerifierKey.Ed25519Cosignature)];
            if (own.Length == 0)
                continue;
            NoteKeyring ring = isCheckpoint
                ? new NoteKeyring { Log = Texts(own), Witnesses = Texts(keys.Except(own)) }
                : new NoteKeyring { Supplied = Texts(own) };
            return new NoteTrust(ring, context.Anchors.Report(anchor)) { Known = keys };
        }

        return null;
    }

    private static bool Signed(SignedNote note, KnownKey key) => key.VerifierKey is { } verifier && note.Signatures.Any(signature => signature.IsBy(verifier));

    private static NoteVerifierKey[] Texts(IEnumerable<KnownKey> keys) => [.. keys.Select(key => key.VerifierKey!)];
}
