namespace Appliance.Kernels;

/// <summary>Where the columns of a Merkle-Damgard hash lie in memory, and the blocks that end the messages of Merkle trees.</summary>
internal static class Schedule
{
    /// <summary>Words of a block.</summary>
    public const int BlockWords = 16;

    /// <summary>Words of a state.</summary>
    public const int StateWords = 8;

    /// <summary>
    /// Columns from one group's message words to the next's. Enough for the 80 words of SHA-512, and not a multiple of a page, whose
    /// stores and loads at equal offsets the processor would take for the same.
    /// </summary>
    public const int Pitch = 88;

    /// <summary>The second block of 65 bytes, without the message byte that its first word begins with.</summary>
    public static ReadOnlySpan<uint> NodeEnd => [0x00800000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 65 * 8];

    /// <summary>The second block of 64 bytes.</summary>
    public static ReadOnlySpan<uint> PairEnd => [0x80000000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64 * 8];
}
