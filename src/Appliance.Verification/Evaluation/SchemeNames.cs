using Appliance.Kernels;

namespace Appliance.Verification.Evaluation;

/// <summary>Names of signature schemes in reports, metrics and receipts.</summary>
public static class SchemeNames
{
    /// <summary>The scheme of a signer whose key is not known.</summary>
    public const string Unknown = "unknown";

    /// <summary>The name of an algorithm.</summary>
    public static string Of(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256 => "ecdsa-p256-sha256",
        SignatureAlgorithm.Sm2 => "sm2-sm3",
        SignatureAlgorithm.EcdsaSecp256k1 => "ecdsa-secp256k1",
        SignatureAlgorithm.Ed25519 => "ed25519",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "no such algorithm"),
    };
}
