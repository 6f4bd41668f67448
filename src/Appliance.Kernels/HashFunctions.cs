namespace Appliance.Kernels;

/// <summary>Sizes of the hash functions.</summary>
public static class HashFunctions
{
    /// <summary>Bytes of the largest digest of any function.</summary>
    public const int MaxDigestSize = 64;

    /// <summary>Bytes of a digest: 64 for SHA-512, otherwise 32.</summary>
    public static int DigestSize(this HashFunction function) => function == HashFunction.Sha512 ? 64 : 32;
}
