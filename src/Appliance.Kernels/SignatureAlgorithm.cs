namespace Appliance.Kernels;

/// <summary>Signature algorithms that backends verify.</summary>
public enum SignatureAlgorithm : byte
{
    /// <summary>ECDSA on NIST P-256 with SHA-256, FIPS 186-5 section 6.4.2.</summary>
    EcdsaP256 = 1,

    /// <summary>SM2 with SM3, GB/T 32918.2-2016 section 7.1.</summary>
    Sm2 = 2,

    /// <summary>ECDSA on secp256k1 (SEC 2 section 2.4.1) with SHA-256; chains that hash otherwise hand over the digest.</summary>
    EcdsaSecp256k1 = 3,

    /// <summary>Ed25519, RFC 8032 section 5.1, under one of the rules of <see cref="Ed25519Profile"/>.</summary>
    Ed25519 = 4,
}
