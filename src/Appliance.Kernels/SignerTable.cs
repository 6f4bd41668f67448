namespace Appliance.Kernels;

/// <summary>
/// Precomputed multiples of one public key: the comb table that makes a known signer's signatures cheap. Immutable; shared by
/// all threads.
/// </summary>
public abstract class SignerTable
{
    /// <summary>The algorithm that the key belongs to.</summary>
    public abstract SignatureAlgorithm Algorithm { get; }

    /// <summary>The key as it stands in <see cref="SignatureBatch.PublicKeys"/>.</summary>
    public abstract ReadOnlySpan<byte> PublicKey { get; }

    /// <summary>How many windows share the work.</summary>
    public abstract SignerTableSize Size { get; }

    /// <summary>Memory that the table holds, in bytes.</summary>
    public abstract long SizeInBytes { get; }

    /// <summary>
    /// Whether the table still is what was built: compares its checksum. A flipped bit makes valid signatures fail, so tables that live long are
    /// checked from time to time. Reads the whole table.
    /// </summary>
    public abstract bool IsIntact();
}
