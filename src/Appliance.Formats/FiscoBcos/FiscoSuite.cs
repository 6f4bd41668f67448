using Appliance.Formats.Plans;

namespace Appliance.Formats.FiscoBcos;

/// <summary>The cryptography of a FISCO BCOS chain, fixed when the chain is founded.</summary>
public enum FiscoSuite : byte
{
    /// <summary>Keccak-256 and ECDSA on secp256k1.</summary>
    KeccakSecp256k1 = 1,

    /// <summary>SM3 and SM2: national cryptography.</summary>
    Sm3Sm2 = 2,
}

/// <summary>What a suite means for plans.</summary>
public static class FiscoSuites
{
    /// <summary>The suite's hash function.</summary>
    public static HashAlgorithm Hash(this FiscoSuite suite) => suite switch
    {
        FiscoSuite.KeccakSecp256k1 => HashAlgorithm.Keccak256,
        FiscoSuite.Sm3Sm2 => HashAlgorithm.Sm3,
        _ => throw new ArgumentOutOfRangeException(nameof(suite), suite, "no such suite"),
    };
}
