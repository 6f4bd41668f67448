namespace Appliance.Kernels;

/// <summary>
/// The generators' combs, which every verification of their curve reads for as long as the process lives: checked from time to time and rebuilt
/// where memory lost a bit.
/// </summary>
public static class GeneratorTables
{
    /// <summary>About the bytes of one comb.</summary>
    public const long SizeInBytes = 5L << 20;

    /// <summary>Whether the comb of an algorithm's generator is what was built, or not built yet. Reads all of it.</summary>
    public static bool IsIntact(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256 => GeneratorComb<P256Curve>.IsIntact,
        SignatureAlgorithm.Sm2 => GeneratorComb<Sm2Curve>.IsIntact,
        _ => true,
    };

    /// <summary>Builds the comb anew. Batches under way finish with the old one.</summary>
    public static void Rebuild(SignatureAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case SignatureAlgorithm.EcdsaP256:
                GeneratorComb<P256Curve>.Rebuild();
                break;
            case SignatureAlgorithm.Sm2:
                GeneratorComb<Sm2Curve>.Rebuild();
                break;
        }
    }
}
