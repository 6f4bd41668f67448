using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Appliance.Formats.X509;
using Appliance.Kernels;
using Appliance.Verification.Chains;

namespace Appliance.Verification.Keys;

/// <summary>A public key that kernels can check signatures with. Immutable.</summary>
public sealed class VerificationKey
{
    private VerificationKey(SignatureAlgorithm algorithm, SubjectPublicKey key)
    {
        Algorithm = algorithm;
        PublicKey = key.KernelKey;
        SubjectPublicKeyInfo = key.Raw;
        Fingerprint = new Digest(SHA256.HashData(key.Raw.Span));
    }

    /// <summary>Algorithm of its signatures.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>The key as kernels take it.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>SHA-256 of <see cref="SubjectPublicKeyInfo"/>.</summary>
    public Digest Fingerprint { get; }

    /// <summary>Takes a key of a kind that kernels know; whether it is a point of its curve, they say.</summary>
    public static bool TryCreate(SubjectPublicKey key, [NotNullWhen(true)] out VerificationKey? result)
    {
        SignatureAlgorithm? algorithm = key.KernelKey.IsEmpty ? null : key.Kind switch
        {
            PublicKeyKind.EcP256 => SignatureAlgorithm.EcdsaP256,
            PublicKeyKind.EcSm2 => SignatureAlgorithm.Sm2,
            PublicKeyKind.EcSecp256k1 => SignatureAlgorithm.EcdsaSecp256k1,
            PublicKeyKind.Ed25519 => SignatureAlgorithm.Ed25519,
            _ => null,
        };
        result = algorithm is { } known ? new VerificationKey(known, key) : null;
        return result is not null;
    }
}
