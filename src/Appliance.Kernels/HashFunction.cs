namespace Appliance.Kernels;

/// <summary>Hash functions that backends compute. All have 32-byte digests.</summary>
public enum HashFunction : byte
{
    /// <summary>SHA-256, FIPS 180-4 section 6.2.</summary>
    Sha256 = 1,

    /// <summary>SM3, GB/T 32905-2016 section 5.</summary>
    Sm3 = 2,
}
