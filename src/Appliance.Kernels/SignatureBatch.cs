namespace Appliance.Kernels;

/// <summary>
/// Columns of signatures to check, all of one algorithm under one rule.
/// </summary>
/// <remarks>
/// Contract every backend relies on; violating it is the caller's error and throws <see cref="ArgumentException"/> before any lane
/// is computed:
/// <list type="bullet">
/// <item><see cref="Count"/> items; <see cref="Signatures"/> holds Count x 64 bytes r || s, big-endian, or for Ed25519 R || S as RFC 8032 encodes them.</item>
/// <item><see cref="PublicKeys"/> holds Count keys of <see cref="SignatureAlgorithms.PublicKeySize"/> bytes: X || Y, big-endian, all zero standing for
/// infinity; for Ed25519 the 32 bytes of RFC 8032.</item>
/// <item><see cref="MessageEnds"/> holds Count exclusive, non-decreasing end offsets into <see cref="Messages"/>.</item>
/// <item>With <see cref="Prehashed"/> every message is exactly 32 bytes: the digest itself (for SM2: e). Ed25519 hashes the key with the message
/// and knows no such thing.</item>
/// <item><see cref="SignerTables"/> is empty or has Count entries; a table that is present must be the table of that item's key.</item>
/// <item><see cref="SlowLanes"/> is empty or holds at least Count entries.</item>
/// </list>
/// A backend writes exactly Count codes, one per item, independent of what the other items hold.
/// </remarks>
public readonly ref struct SignatureBatch
{
    /// <summary>Number of items.</summary>
    public required int Count { get; init; }

    /// <summary>Messages one after the other.</summary>
    public required ReadOnlySpan<byte> Messages { get; init; }

    /// <summary>Exclusive end offset of each message.</summary>
    public required ReadOnlySpan<int> MessageEnds { get; init; }

    /// <summary>Signatures, 64 bytes each.</summary>
    public required ReadOnlySpan<byte> Signatures { get; init; }

    /// <summary>Public keys, <see cref="SignatureAlgorithms.PublicKeySize"/> bytes each.</summary>
    public required ReadOnlySpan<byte> PublicKeys { get; init; }

    /// <summary>Comb tables of known signers, or null entries where the key is unknown; may be empty.</summary>
    public ReadOnlySpan<SignerTable?> SignerTables { get; init; }

    /// <summary>Messages are digests already.</summary>
    public bool Prehashed { get; init; }

    /// <summary>Refuse s above n/2 (Fabric's rule; ECDSA only).</summary>
    public bool RequireLowS { get; init; }

    /// <summary>SM2: the signer's identifier that enters Z_A; empty means the default <c>1234567812345678</c>.</summary>
    public ReadOnlySpan<byte> Sm2Identifier { get; init; }

    /// <summary>Ed25519: the rule of acceptance.</summary>
    public Ed25519Profile Ed25519Profile { get; init; }

    /// <summary>
    /// Where not empty, set to true for each item that met a special case of the group law and was computed by the complete formulas, about a
    /// hundred times slower, and to false for the others. An honest signer never gets there; a hostile key owner can, so callers count it.
    /// </summary>
    public Span<bool> SlowLanes { get; init; }
}
