namespace Appliance.Samples.Signatures;

/// <summary>Schemes that samples are signed under.</summary>
public enum SampleScheme
{
    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    EcdsaP256,

    /// <summary>ECDSA on secp256k1 with SHA-256.</summary>
    EcdsaSecp256k1,

    /// <summary>SM2 with SM3 and the default identifier.</summary>
    Sm2,

    /// <summary>Ed25519 of RFC 8032.</summary>
    Ed25519,
}
