using Appliance.Formats.X509;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.X509;

/// <summary>
/// Finds and checks the path from a certificate to one of the given roots (RFC 5280 section 6.1, without names and policies,
/// which consortium certificates do not use).
/// </summary>
public static class CertificatePath
{
    /// <summary>Longest path in certificates, the leaf and the root included.</summary>
    public const int MaxLength = 8;

    /// <summary>
    /// Returns the issuing certificates from the leaf's issuer up to the root, or why there is none.
    /// </summary>
    /// <param name="leaf">The certificate to vouch for.</param>
    /// <param name="intermediates">Certificates that may stand in between.</param>
    /// <param name="roots">Certificates that are trusted as they are.</param>
    /// <param name="time">The instant at which every certificate must be valid.</param>
    /// <param name="isSignedBy">Whether the signature on a certificate (the first) is that of an issuer (the second); null to compute it.</param>
    public static CertificatePathResult Find(
        Certificate leaf,
        IReadOnlyList<Certificate> intermediates,
        IReadOnlyList<Certificate> roots,
        DateTimeOffset time,
        Func<Certificate, Certificate, bool>? isSignedBy = null)
    {
        isSignedBy ??= static (subject, issuer) =>
            CertificateSignature.Verify(issuer, subject.SignatureAlgorithm, subject.TbsCertificate.Span, subject.Signature.Span);
        if (!IsValidAt(leaf, time))
            return new(Verdict.CertificateExpired, $"certificate of {leaf.Subject} is not valid at {time:u}", []);
        if (leaf.HasUnknownCriticalExtension)
            return new(Verdict.CertificateUntrusted, $"certificate of {leaf.Subject} has a critical extension that is not understood", []);

        var issuers = new List<Certificate>();
        string? reason = null;
        return Extend(leaf, intermediates, roots, time, isSignedBy, issuers, ref reason)
            ? new(Verdict.Valid, null, issuers)
            : new(
                Verdict.CertificateUntrusted,
                reason ?? $"no certificate of {leaf.Issuer} among the organisation's roots and intermediates",
                [],
                IssuerUnknown: reason is null);
    }

    private static bool Extend(
        Certificate subject,
        IReadOnlyList<Certificate> intermediates,
        IReadOnlyList<Certificate> roots,
        DateTimeOffset time,
        Func<Certificate, Certificate, bool> isSignedBy,
        List<Certificate> issuers,
        ref string? reason)
    {
        foreach (Certificate root in roots)
        {
            if (MayIssue(root, subject, issuers.Count, time, isSignedBy, ref reason))
            {
                issuers.Add(root);
                return true;
            }
        }

        if (issuers.Count + 2 >= MaxLength)
        {
            reason = $"the path is longer than {MaxLength} certificates";
            return false;
        }

        foreach (Certificate intermediate in intermediates)
        {
            if (issuers.Contains(intermediate) || !MayIssue(intermediate, subject, issuers.Count, time, isSignedBy, ref reason))
                continue;
            issuers.Add(intermediate);
            if (Extend(intermediate, intermediates, roots, time, isSignedBy, issuers, ref reason))
                return true;
            issuers.RemoveAt(issuers.Count - 1);
        }

        return false;
    }

    private static bool MayIssue(
        Certificate issuer,
        Certificate subject,
        int authoritiesBelow,
        DateTimeOffset time,
        Func<Certificate, Certificate, bool> isSignedBy,
        ref string? reason)
    {
        if (!issuer.Subject.Raw.Span.SequenceEqual(subject.Issuer.Raw.Span))
            return false;
        if (!subject.AuthorityKeyIdentifier.IsEmpty
            && !issuer.SubjectKeyIdentifier.IsEmpty
            && !issuer.SubjectKeyIdentifier.Span.SequenceEqual(subject.AuthorityKeyIdentifier.Span))
        {
            return false;
        }

        if (issuer.BasicConstraints is not { IsAuthority: true } constraints)
            reason = $"{issuer.Subject} is not a certificate authority";
        else if (constraints.PathLength is { } limit && authoritiesBelow > limit)
            reason = $"{issuer.Subject} allows at most {limit} authorities below itself";
        else if (issuer.KeyUsage is { } usage && (usage & KeyUsages.KeyCertSign) == 0)
            reason = $"the key usage of {issuer.Subject} does not allow signing certificates";
        else if (issuer.HasUnknownCriticalExtension)
            reason = $"certificate of {issuer.Subject} has a critical extension that is not understood";
        else if (!IsValidAt(issuer, time))
            reason = $"certificate of {issuer.Subject} is not valid at {time:u}";
        else if (!isSignedBy(subject, issuer))
            reason = $"the signature on the certificate of {subject.Subject} is not that of {issuer.Subject}";
        else
            return true;
        return false;
    }

    private static bool IsValidAt(Certificate certificate, DateTimeOffset time) =>
        certificate.NotBefore <= time && time <= certificate.NotAfter;
}

/// <summary>A path, or why there is none.</summary>
/// <param name="Verdict"><see cref="Verdict.Valid"/>, or why there is no path.</param>
/// <param name="Reason">In words, where there is none.</param>
/// <param name="Issuers">The issuing certificates, from the leaf's issuer up to the root.</param>
/// <param name="IssuerUnknown">There is none because nobody of the issuer's name is known: that refutes nothing.</param>
public sealed record CertificatePathResult(Verdict Verdict, string? Reason, IReadOnlyList<Certificate> Issuers, bool IssuerUnknown = false);
