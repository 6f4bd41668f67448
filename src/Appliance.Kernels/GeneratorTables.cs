namespace Appliance.Kernels;

/// <summary>
/// The generators' combs, which every verification of their curve reads for as long as the process lives: checked from time to time and rebuilt
/// where memory lost a bit.
/// </summary>
public static class GeneratorTables
{
    /// <summary>About the bytes of one comb: the largest, that of Ed25519.</summary>
    public const long SizeInBytes = 8L << 20;

    /// <summary>Whether the comb of an algorithm's generator is what was built, or not built yet. Reads all of it.</summary>
    /// <exception cref="NotSupportedException">The algorithm is not defined.</exception>
    public static bool IsIntact(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256 => GeneratorComb<P256Curve>.Table.IsIntact,
        SignatureAlgorithm.Sm2 => GeneratorComb<Sm2Curve>.Table.IsIntact,
        SignatureAlgorithm.EcdsaSecp256k1 => GeneratorComb<Secp256k1Curve>.Table.IsIntact,
        SignatureAlgorithm.Ed25519 => EdwardsGenerator.Table.IsIntact,
        _ => throw new NotSupportedException($"Signature algorithm {algorithm}."),
    };

    /// <summary>Builds the comb anew. Batches under way finish with the old one.</summary>
    /// <exception cref="NotSupportedException">The algorithm is not defined.</exception>
    public static void Rebuild(SignatureAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case SignatureAlgorithm.EcdsaP256:
                GeneratorComb<P256Curve>.Table.Rebuild();
                break;
            case SignatureAlgorithm.Sm2:
                GeneratorComb<Sm2Curve>.Table.Rebuild();
                break;
            case SignatureAlgorithm.EcdsaSecp256k1:
                GeneratorComb<Secp256k1Curve>.Table.Rebuild();
                break;
            case SignatureAlgorithm.Ed25519:
                EdwardsGenerator.Table.Rebuild();
                break;
            default:
                throw new NotSupportedException($"Signature algorithm {algorithm}.");
        }
    }
}
