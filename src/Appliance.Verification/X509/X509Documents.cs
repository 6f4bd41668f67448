using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;
using Appliance.Formats.X509;
using Appliance.Verification.Chains;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.X509;

/// <summary>Certificate chains: PEM with one or more certificates, the one in question first, or one certificate in DER.</summary>
internal sealed class X509Documents(CertificateCache certificates) : SmallDocumentFormat
{
    /// <summary>Name of the format in reports.</summary>
    public const string FormatName = "x509-chain";

    private const string Profile = "rfc5280";

    /// <summary>A chain of <see cref="CertificatePath.MaxLength"/> certificates stays well below it.</summary>
    protected override int MaxBytes => 1 << 20;

    /// <inheritdoc/>
    public override string? Recognise(ReadOnlySpan<byte> prefix, bool isWhole) => CertificateFile.Recognise(prefix) ? FormatName : null;

    /// <inheritdoc/>
    protected override Task<DocumentJudgement> JudgeAsync(
        ReadOnlyMemory<byte> document, string format, DocumentContext context, CancellationToken cancellation)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> encoded = CertificateFile.Split(document);
        if (encoded.Count > CertificatePath.MaxLength)
        {
            throw new DecodeException(
                FormatName, 0, DecodeFault.LimitExceeded, $"{encoded.Count} certificates, at most {CertificatePath.MaxLength} make a chain");
        }

        Certificate[] chain = [.. encoded.Select(der => certificates.Read(der))];
        (AnchorReport anchor, IReadOnlyList<CheckReport> checks) = context.Companions.Keys.Count > 0
            ? ByKeys(chain[0], context)
            : ByRoots(chain, context);
        return Task.FromResult(SingleDocument.Judge(checks, anchor, Profile, Facts(chain, context)));
    }

    private static (AnchorReport Anchor, IReadOnlyList<CheckReport> Checks) ByKeys(Certificate leaf, DocumentContext context)
    {
        var anchor = new AnchorReport(AnchorKind.SuppliedKey, string.Join(", ", context.Companions.Keys.Select(key => key.Name)));
        foreach (Keys.KnownKey key in context.Companions.Keys)
        {
            var issuer = SubjectPublicKey.Decode(key.Key.SubjectPublicKeyInfo);
            if (CertificateSignature.Verify(issuer, leaf.SignatureAlgorithm, leaf.TbsCertificate.Span, leaf.Signature.Span))
            {
                string scheme = CertificateSignature.SchemeOf(issuer, leaf.SignatureAlgorithm);
                return (anchor, [new CheckReport(CheckKind.DocumentSignature, Verdict.Valid, true, scheme, key.Name, null)]);
            }
        }

        return (anchor, [new CheckReport(
            CheckKind.DocumentSignature, Verdict.SignatureMismatch, true, null, null, $"none of the keys that were brought along signed the certificate of {leaf.Subject}")]);
    }

    private (AnchorReport Anchor, IReadOnlyList<CheckReport> Checks) ByRoots(Certificate[] chain, DocumentContext context)
    {
        PinnedPath path = new PinnedRoots(context.Anchors, certificates, context.At).Find(chain[0], chain[1..]);
        var checks = new List<CheckReport>();
        Certificate subject = chain[0];
        foreach (Certificate issuer in path.Issuers)
        {
            string scheme = CertificateSignature.SchemeOf(issuer.PublicKey, subject.SignatureAlgorithm);
            checks.Add(new CheckReport(CheckKind.CertificatePath, Verdict.Valid, true, scheme, issuer.Subject.ToString(), null));
            subject = issuer;
        }

        if (path.Issuers.Count == 0)
        {
            // Nobody pinned is in sight, but what stands in the document must still hold together.
            (Verdict verdict, string? reason) = path.Verdict == Verdict.Unanchored && BrokenLink(chain) is { } broken
                ? (Verdict.CertificateUntrusted, broken)
                : (path.Verdict, path.Reason);
            checks.Add(new CheckReport(CheckKind.CertificatePath, verdict, true, null, null, reason));
        }

        checks.Add(new CheckReport(CheckKind.CertificateRevocation, Verdict.NotChecked, false, null, null, "no revocation list is at hand"));
        return (path.Anchor, checks);
    }

    private string? BrokenLink(Certificate[] chain)
    {
        for (int i = 0; i < chain.Length; i++)
        {
            Certificate subject = chain[i];
            Certificate[] issuers = [.. chain.Where(other => other.Subject.Raw.Span.SequenceEqual(subject.Issuer.Raw.Span))];
            if (issuers.Length > 0 && !issuers.Any(issuer => certificates.IsSignedBy(subject, issuer)))
                return $"the signature on the certificate of {subject.Subject} is not that of {subject.Issuer}, whose certificate stands beside it";
        }

        return null;
    }

    private static List<DocumentFact> Facts(Certificate[] chain, DocumentContext context)
    {
        Certificate leaf = chain[0];
        return
        [
            new("subject", leaf.Subject.ToString()),
            new("issuer", leaf.Issuer.ToString()),
            new("serial number", Convert.ToHexStringLower(leaf.SerialNumber.Span)),
            new("valid", $"{leaf.NotBefore:u} to {leaf.NotAfter:u}, judged at {context.At:u}"),
            new("key", $"{leaf.PublicKey.Kind} {new Digest(System.Security.Cryptography.SHA256.HashData(leaf.SubjectPublicKeyInfo.Span))}"),
            new("certificates", $"{chain.Length}", Signed: false),
        ];
    }
}
