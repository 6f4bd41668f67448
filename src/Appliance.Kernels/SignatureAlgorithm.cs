namespace Appliance.Kernels;

/// <summary>Signature algorithms that backends verify.</summary>
public enum SignatureAlgorithm : byte
{
    /// <summary>ECDSA on NIST P-256 with SHA-256, FIPS 186-5 section 6.4.2.</summary>
    EcdsaP256 = 1,

    /// <summary>SM2 with SM3, GB/T 32918.2-2016 section 7.1.</summary>
    Sm2 = 2,
}
