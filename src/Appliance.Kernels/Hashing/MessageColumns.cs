namespace Appliance.Kernels;

/// <summary>
/// The messages of a batch, each the concatenation of up to three parts: two prefixes of constant size, which lie in columns of their own
/// (Z_A of SM2; R and A of Ed25519), and a message of any length.
/// </summary>
internal readonly ref struct MessageColumns
{
    /// <summary>Messages one after the other.</summary>
    public required ReadOnlySpan<byte> Messages { get; init; }

    /// <summary>Exclusive, non-decreasing end offsets into <see cref="Messages"/>; already checked.</summary>
    public required ReadOnlySpan<int> Ends { get; init; }

    /// <summary>What every message begins with.</summary>
    public PrefixColumn First { get; init; }

    /// <summary>What follows the first prefix.</summary>
    public PrefixColumn Second { get; init; }
}

/// <summary>
/// Prefixes of constant size at a constant stride; stride 0 is one prefix for all. All prefixes of a message together are shorter than a
/// block of its hash function.
/// </summary>
internal readonly ref struct PrefixColumn(ReadOnlySpan<byte> bytes, int size, int stride)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public int Size { get; } = size;

    public int Stride { get; } = stride;
}
