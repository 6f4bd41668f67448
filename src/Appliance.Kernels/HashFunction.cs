namespace Appliance.Kernels;

/// <summary>Hash functions that backends compute.</summary>
public enum HashFunction : byte
{
    /// <summary>SHA-256, FIPS 180-4 section 6.2; 32-byte digests.</summary>
    Sha256 = 1,

    /// <summary>SM3, GB/T 32905-2016 section 5; 32-byte digests.</summary>
    Sm3 = 2,

    /// <summary>SHA-512, FIPS 180-4 section 6.4; 64-byte digests.</summary>
    Sha512 = 3,

    /// <summary>Keccak-256: the sponge of FIPS 202 with capacity 512 and the padding of the original submission (10*1, no suffix); 32-byte digests.</summary>
    Keccak256 = 4,
}
