using System.Text;
using Appliance.Formats.Cose;
using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;
using Appliance.Formats.X509;
using Appliance.Kernels;
using Appliance.Verification.Documents;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Keys;
using Appliance.Verification.Reports;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;
using Appliance.Verification.X509;

namespace Appliance.Verification.Cose;

/// <summary>
/// Finds out who may have signed a message: keys that the caller brought, else the certificate in the message under a pinned authority, else
/// pinned keys. One instance per document.
/// </summary>
internal sealed class CoseSigners(DocumentContext context, CertificateCache certificates)
{
    /// <summary>Most pinned keys that are tried on one signature; beyond them nobody can say that no pinned key made it.</summary>
    private const int MaxCandidates = 64;

    private readonly PinnedRoots _roots = new(context.Anchors, certificates, context.At);
    private int _refused;

    /// <summary>The candidates for one message.</summary>
    /// <exception cref="DecodeException">A header that tells who signed is malformed.</exception>
    public CoseCandidates Find(CoseSign1 message)
    {
        var named = CoseSignatureAlgorithm.Of(message);
        ReadOnlyMemory<byte>? kid = (message.Protected.Find(CoseLabels.KeyId) is not null ? message.Protected : message.Unprotected).Bytes(CoseLabels.KeyId);
        IReadOnlyList<Certificate> chain = CoseCertificates.Of(message, certificates);
        if (AlgorithmOf(named) is not { } algorithm)
            return Refuse(Verdict.Unsupported, $"signatures with {named.Name} are not supported", AnchorReport.None);
        if (CoseCritical.Unknown(message) is { } label)
            return Refuse(Verdict.Unsupported, $"the message demands that header {label} be understood, which it is not", AnchorReport.None);
        if (context.Companions.Keys.Count > 0)
            return Supplied(algorithm, named.Name);
        return chain.Count > 0 ? Certified(chain, algorithm, named.Name) : Pinned(algorithm, kid);
    }

    private static SignatureAlgorithm? AlgorithmOf(CoseSignatureAlgorithm named) => named.Number switch
    {
        CoseLabels.Es256 or CoseLabels.Esp256 => SignatureAlgorithm.EcdsaP256,
        CoseLabels.EdDsa or CoseLabels.Ed25519 => SignatureAlgorithm.Ed25519,
        CoseLabels.Sm2WithSm3 => SignatureAlgorithm.Sm2,
        _ => null,
    };

    private CoseCandidates Supplied(SignatureAlgorithm algorithm, string name)
    {
        var anchor = new AnchorReport(AnchorKind.SuppliedKey, string.Join(", ", context.Companions.Keys.Select(key => key.Name)));
        CoseCandidate[] all = [.. context.Companions.Keys.Where(key => key.Key.Algorithm == algorithm).Select(key => Candidate(key, key.Name, anchor))];
        return all.Length > 0
            ? new CoseCandidates(all, Identified: true)
            : Refuse(Verdict.SignatureMismatch, $"none of the keys that were brought along signs with {name}", anchor);
    }

    private CoseCandidates Certified(IReadOnlyList<Certificate> chain, SignatureAlgorithm algorithm, string name)
    {
        Certificate leaf = chain[0];
        PinnedPath path = _roots.Find(leaf, [.. chain.Skip(1)]);
        if (path.Verdict != Verdict.Valid)
            return Refuse(path.Verdict, path.Reason ?? "nobody vouches for the certificate", path.Anchor);
        if (leaf.KeyUsage is { } usage && (usage & (KeyUsages.DigitalSignature | KeyUsages.ContentCommitment)) == 0)
            return Refuse(Verdict.CertificateUntrusted, $"the key usage of {leaf.Subject} does not allow signing documents", path.Anchor);
        if (!VerificationKey.TryCreate(leaf.PublicKey, out VerificationKey? key))
            return Refuse(Verdict.Unsupported, $"keys of kind {leaf.PublicKey.Kind} are not supported for COSE messages", path.Anchor);
        if (key.Algorithm != algorithm)
            return Refuse(Verdict.StructureInvalid, $"the message is signed with {name}, its certificate holds a key of kind {leaf.PublicKey.Kind}", path.Anchor);
        string signer = leaf.Subject.CommonName ?? leaf.Subject.ToString();
        var resolved = ResolvedSigner.Accepted(signer, key.Fingerprint.ToString(), key.Algorithm, key.PublicKey.Span, leaf);
        return new CoseCandidates([new(new SignerReference(SignerForm.Certificate, leaf.Raw), resolved, path.Anchor)], Identified: true);
    }

    private CoseCandidates Pinned(SignatureAlgorithm algorithm, ReadOnlyMemory<byte>? kid)
    {
        (KeyAnchor Anchor, KnownKey Key)[] known =
        [
            .. context.Anchors.All.OfType<KeyAnchor>().Where(anchor => anchor.Format == KeyAnchor.Cose)
                .SelectMany(anchor => anchor.Keys.Select(key => (anchor, key)))
                .Where(pair => pair.key.Key.Algorithm == algorithm),
        ];
        (KeyAnchor Anchor, KnownKey Key)[] named = kid is { } id ? [.. known.Where(pair => IsNamed(pair.Key, id.Span))] : [];
        if (named.Length is > 0 and <= MaxCandidates)
            return new CoseCandidates([.. named.Select(Candidate)], Identified: true);

        // A key with an id of its own does not answer to another one.
        (KeyAnchor Anchor, KnownKey Key)[] unnamed = [.. known.Where(pair => kid is null || pair.Key.KeyId is null)];
        if (unnamed.Length is 0 or > MaxCandidates)
        {
            string which = kid is { } wanted ? $"key id {Convert.ToHexStringLower(wanted.Span[..Math.Min(wanted.Length, 32)])}" : "no key id";
            return Refuse(
                Verdict.Unanchored,
                unnamed.Length == 0
                    ? $"no pinned key can have made this signature ({which}); pin one with 'appliance trust add NAME --key FILE'"
                    : $"more than {MaxCandidates} pinned keys may have made this signature ({which})",
                AnchorReport.None);
        }

        return new CoseCandidates([.. unnamed.Select(Candidate)], Identified: false);
    }

    // A JWK's own id, or the fingerprint, which is what the appliance itself writes.
    private static bool IsNamed(KnownKey key, ReadOnlySpan<byte> kid) =>
        key.Key.Fingerprint.Span.SequenceEqual(kid) || (key.KeyId is { } id && Encoding.UTF8.GetBytes(id).AsSpan().SequenceEqual(kid));

    private CoseCandidate Candidate((KeyAnchor Anchor, KnownKey Key) pinned) =>
        Candidate(pinned.Key, $"{pinned.Anchor.Party}/{pinned.Key.Name}", context.Anchors.Report(pinned.Anchor));

    private static CoseCandidate Candidate(KnownKey key, string name, AnchorReport anchor) => new(
        new SignerReference(SignerForm.SubjectPublicKeyInfo, key.Key.SubjectPublicKeyInfo),
        ResolvedSigner.Accepted(name, key.Key.Fingerprint.ToString(), key.Key.Algorithm, key.Key.PublicKey.Span, null),
        anchor);

    // One that is not accepted has no key to be named by; two messages of one document must not share it.
    private CoseCandidates Refuse(Verdict verdict, string reason, AnchorReport anchor)
    {
        var reference = new SignerReference(SignerForm.KeyId, BitConverter.GetBytes(_refused++));
        return new CoseCandidates([new(reference, ResolvedSigner.Refused(verdict, "unknown", reason), anchor)], Identified: true);
    }
}
