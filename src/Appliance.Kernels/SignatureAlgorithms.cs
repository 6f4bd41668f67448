namespace Appliance.Kernels;

/// <summary>Sizes of the signature algorithms.</summary>
public static class SignatureAlgorithms
{
    /// <summary>Bytes of the largest public key of any algorithm.</summary>
    public const int MaxPublicKeySize = 64;

    /// <summary>Bytes of a public key: 32 for Ed25519 (RFC 8032 section 5.1.5), otherwise 64 (X || Y, big-endian).</summary>
    public static int PublicKeySize(this SignatureAlgorithm algorithm) => algorithm == SignatureAlgorithm.Ed25519 ? 32 : 64;
}
