using Appliance.Formats.Plans;
using Appliance.Kernels;

namespace Appliance.Verification.Evaluation;

/// <summary>Which kernel computes what a document names.</summary>
public static class KernelNames
{
    /// <summary>The kernel of a hash function.</summary>
    public static HashFunction Of(HashAlgorithm algorithm) => algorithm switch
    {
        HashAlgorithm.Sha256 => HashFunction.Sha256,
        HashAlgorithm.Sm3 => HashFunction.Sm3,
        HashAlgorithm.Sha512 => HashFunction.Sha512,
        HashAlgorithm.Keccak256 => HashFunction.Keccak256,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "no kernel for this hash function"),
    };
}
