namespace Appliance.Kernels;

/// <summary>How much memory a signer's table may take for fewer additions.</summary>
public enum SignerTableSize
{
    /// <summary>Windows of 8 bits: 256 KiB for the curves of ECDSA and SM2, 384 KiB for edwards25519.</summary>
    Standard,

    /// <summary>
    /// For the few busiest signers. Windows of 10 bits, 832 KiB, for the curves of ECDSA and SM2; edwards25519 has no wider tables and gives a standard one.
    /// </summary>
    Wide,
}
