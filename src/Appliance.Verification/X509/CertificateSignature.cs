using System.Security.Cryptography;
using Appliance.Formats.X509;

namespace Appliance.Verification.X509;

/// <summary>
/// Checks what certificate authorities sign (certificates, revocation lists). There are few and they are cached, so the
/// platform's library does it: ECDSA on P-256 and P-384.
/// </summary>
public static class CertificateSignature
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";

    /// <summary>
    /// Whether <paramref name="signature"/> over <paramref name="signed"/> is that of <paramref name="issuer"/>; false too where the
    /// algorithm or the key is not supported.
    /// </summary>
    public static bool Verify(Certificate issuer, string algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        HashAlgorithmName? hash = algorithm switch
        {
            EcdsaWithSha256 => HashAlgorithmName.SHA256,
            EcdsaWithSha384 => HashAlgorithmName.SHA384,
            _ => null,
        };
        if (hash is null)
            return false;

        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(issuer.SubjectPublicKeyInfo.Span, out int read);
            return read == issuer.SubjectPublicKeyInfo.Length
                && key.VerifyData(signed, signature, hash.Value, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // A key that is no EC key, a point off the curve or a curve that the platform lacks: nobody can vouch with it.
            return false;
        }
    }
}
