using Appliance.Formats.X509;
using Appliance.Verification.Reports;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.X509;

/// <summary>Finds the pinned authority that vouches for a certificate.</summary>
internal sealed class PinnedRoots(TrustAnchors anchors, CertificateCache certificates, DateTimeOffset at)
{
    /// <summary>Looks for a path to the roots of one authority after the other.</summary>
    /// <param name="leaf">The certificate.</param>
    /// <param name="intermediates">Certificates that came with it.</param>
    public PinnedPath Find(Certificate leaf, IReadOnlyList<Certificate> intermediates)
    {
        PinnedPath? refused = null;
        foreach (CertificateRootsAnchor anchor in anchors.All.OfType<CertificateRootsAnchor>())
        {
            Certificate[] roots = [.. anchor.Certificates.Select(root => certificates.Read(root))];
            AnchorReport report = anchors.Report(anchor);

            // A root that is pinned as it is needs no issuer.
            if (roots.Any(root => root.Raw.Span.SequenceEqual(leaf.Raw.Span)))
            {
                return leaf.NotBefore <= at && at <= leaf.NotAfter
                    ? new PinnedPath(Verdict.Valid, null, [], report)
                    : new PinnedPath(Verdict.CertificateExpired, $"certificate of {leaf.Subject} is not valid at {at:u}", [], report);
            }

            CertificatePathResult path = CertificatePath.Find(leaf, intermediates, roots, at, certificates.IsSignedBy);
            if (path.Verdict == Verdict.Valid)
                return new PinnedPath(Verdict.Valid, null, path.Issuers, report);
            if (!path.IssuerUnknown && path.Verdict != Verdict.CertificateExpired)
                refused ??= new PinnedPath(path.Verdict, path.Reason, [], report);
            else if (path.Verdict == Verdict.CertificateExpired && IsIssuerKnown(leaf, intermediates, roots))
                refused ??= new PinnedPath(path.Verdict, path.Reason, [], report);
        }

        return refused ?? new PinnedPath(
            Verdict.Unanchored, $"no pinned authority vouches for {leaf.Subject}, issued by {leaf.Issuer}; pin one with 'appliance trust add NAME --root FILE'", [], AnchorReport.None);
    }

    // An expired certificate of an authority that nobody pinned is unknown, not expired.
    private bool IsIssuerKnown(Certificate leaf, IReadOnlyList<Certificate> intermediates, IReadOnlyList<Certificate> roots) =>
        !CertificatePath.Find(leaf, intermediates, roots, leaf.NotBefore, certificates.IsSignedBy).IssuerUnknown;
}

/// <summary>Who vouches for a certificate, or why nobody does.</summary>
/// <param name="Verdict"><see cref="Verdict.Valid"/>, <see cref="Verdict.Unanchored"/> where nobody is known, or what is wrong.</param>
/// <param name="Reason">In words, where it is not valid.</param>
/// <param name="Issuers">The issuing certificates up to the root; empty where the certificate is itself pinned.</param>
/// <param name="Anchor">The authority.</param>
internal sealed record PinnedPath(Verdict Verdict, string? Reason, IReadOnlyList<Certificate> Issuers, AnchorReport Anchor);
