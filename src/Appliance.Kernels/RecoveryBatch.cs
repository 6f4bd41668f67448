namespace Appliance.Kernels;

/// <summary>
/// Columns of ECDSA signatures from which the public keys are recovered (SEC 1 section 4.1.6).
/// </summary>
/// <remarks>
/// Violating this is the caller's error and throws <see cref="ArgumentException"/> before any lane is computed:
/// <see cref="Digests"/> holds Count x 32 bytes, <see cref="Signatures"/> Count x 65 bytes r || s || v, big-endian, v in 0 to 3:
/// bit 0 is the parity of R's y coordinate, bit 1 says that R's x coordinate is r + n. Another v is <see cref="SignatureCode.OutOfRange"/>.
/// <see cref="SlowLanes"/> is empty or holds at least Count entries.
/// </remarks>
public readonly ref struct RecoveryBatch
{
    /// <summary>Number of items.</summary>
    public required int Count { get; init; }

    /// <summary>Digests of the signed messages, 32 bytes each.</summary>
    public required ReadOnlySpan<byte> Digests { get; init; }

    /// <summary>Signatures, 65 bytes each.</summary>
    public required ReadOnlySpan<byte> Signatures { get; init; }

    /// <summary>Refuse s above n/2.</summary>
    public bool RequireLowS { get; init; }

    /// <summary>
    /// Where not empty, set to true for each item that met a special case of the group law and was computed by the complete formulas, about a
    /// hundred times slower, and to false for the others. Whoever knows the discrete logarithm of R can get there at will, an honest signer never
    /// does, so callers count it.
    /// </summary>
    public Span<bool> SlowLanes { get; init; }
}
