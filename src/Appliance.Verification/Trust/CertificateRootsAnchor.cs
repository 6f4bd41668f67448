using System.Security.Cryptography;

namespace Appliance.Verification.Trust;

/// <summary>
/// Root certificates of one authority, pinned: certificates that chain to one of them are vouched for, and so are documents signed by them.
/// </summary>
/// <param name="Authority">Name of the authority.</param>
/// <param name="Certificates">Root certificates, DER; at least one.</param>
public sealed record CertificateRootsAnchor(string Authority, IReadOnlyList<byte[]> Certificates) : TrustAnchor(X509, Authority)
{
    /// <summary>Format of these anchors.</summary>
    public const string X509 = "x509";

    /// <inheritdoc/>
    public override string Id
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (byte[] certificate in Certificates)
                hash.AppendData(SHA256.HashData(certificate));
            return $"roots-{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
        }
    }

    /// <inheritdoc/>
    public override string Description => $"certificate roots of {Authority}";
}
