namespace Appliance.Formats.Plans;

/// <summary>Hash functions that documents name.</summary>
public enum HashAlgorithm : byte
{
    /// <summary>SHA-256, FIPS 180-4.</summary>
    Sha256 = 1,

    /// <summary>SM3, GB/T 32905.</summary>
    Sm3 = 2,

    /// <summary>SHA-512, FIPS 180-4.</summary>
    Sha512 = 3,

    /// <summary>Keccak-256, as Ethereum and FISCO BCOS use it: not SHA3-256, whose padding differs.</summary>
    Keccak256 = 4,
}
