using System.Security.Cryptography;
using Appliance.Formats.Asn1;
using Appliance.Formats.X509;
using Appliance.Kernels;

namespace Appliance.Verification.X509;

/// <summary>
/// Checks what certificate authorities sign (certificates, revocation lists). There are few and they are cached, so it happens one by one: on
/// the scalar kernels for P-256, SM2 and Ed25519, by the platform's library for P-384, for which there is no kernel.
/// </summary>
public static class CertificateSignature
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    private const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    private const string Sm2WithSm3 = "1.2.156.10197.1.501";
    private const string Ed25519 = "1.3.101.112";
    private const int SignatureSize = 64;

    private static readonly ScalarBackend Kernels = new();

    /// <summary>
    /// Whether <paramref name="signature"/> over <paramref name="signed"/> is that of <paramref name="issuer"/>; false too where the
    /// algorithm or the key is not supported.
    /// </summary>
    public static bool Verify(Certificate issuer, string algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) =>
        Verify(issuer.PublicKey, algorithm, signed, signature);

    /// <summary>The same for a key.</summary>
    public static bool Verify(SubjectPublicKey issuer, string algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) =>
        (issuer.Kind, algorithm) switch
        {
            (PublicKeyKind.EcP256, EcdsaWithSha256) => VerifyByKernel(SignatureAlgorithm.EcdsaP256, issuer, signed, signature),
            (PublicKeyKind.EcSm2, Sm2WithSm3) => VerifyByKernel(SignatureAlgorithm.Sm2, issuer, signed, signature),
            (PublicKeyKind.Ed25519, Ed25519) => VerifyByKernel(SignatureAlgorithm.Ed25519, issuer, signed, signature),
            (PublicKeyKind.EcP384, EcdsaWithSha256) => VerifyByPlatform(issuer, HashAlgorithmName.SHA256, signed, signature),
            (PublicKeyKind.EcP256 or PublicKeyKind.EcP384, EcdsaWithSha384) => VerifyByPlatform(issuer, HashAlgorithmName.SHA384, signed, signature),
            _ => false,
        };

    /// <summary>Name of the scheme for reports; who computed it is named where it was not a kernel.</summary>
    public static string SchemeOf(SubjectPublicKey issuer, string algorithm) => (issuer.Kind, algorithm) switch
    {
        (PublicKeyKind.EcP256, EcdsaWithSha256) => "ecdsa-p256-sha256",
        (PublicKeyKind.EcSm2, Sm2WithSm3) => "sm2-sm3",
        (PublicKeyKind.Ed25519, Ed25519) => "ed25519",
        (PublicKeyKind.EcP256, EcdsaWithSha384) => "ecdsa-p256-sha384 (platform)",
        (PublicKeyKind.EcP384, EcdsaWithSha256) => "ecdsa-p384-sha256 (platform)",
        (PublicKeyKind.EcP384, EcdsaWithSha384) => "ecdsa-p384-sha384 (platform)",
        _ => $"{algorithm} (not supported)",
    };

    private static bool VerifyByKernel(SignatureAlgorithm algorithm, SubjectPublicKey issuer, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        // An empty key is no uncompressed point, or of another length than the algorithm's.
        if (issuer.KernelKey.IsEmpty)
            return false;
        Span<byte> raw = stackalloc byte[SignatureSize];
        if (algorithm != SignatureAlgorithm.Ed25519)
        {
            if (EcdsaSignatureDer.TryDecode(signature, raw) != DerSignatureResult.Ok)
                return false;
        }
        else if (signature.Length != SignatureSize)
        {
            return false;
        }
        else
        {
            signature.CopyTo(raw);
        }

        Span<SignatureCode> code = stackalloc SignatureCode[1];
        code.Clear();
        Kernels.Verify(
            algorithm,
            new SignatureBatch
            {
                Count = 1,
                Messages = signed,
                MessageEnds = [signed.Length],
                Signatures = raw,
                PublicKeys = issuer.KernelKey.Span,
            },
            code);
        return code[0] == SignatureCode.Valid;
    }

    private static bool VerifyByPlatform(SubjectPublicKey issuer, HashAlgorithmName hash, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(issuer.Raw.Span, out int read);
            return read == issuer.Raw.Length && key.VerifyData(signed, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // A point off the curve: nobody can vouch with it.
            return false;
        }
    }
}
