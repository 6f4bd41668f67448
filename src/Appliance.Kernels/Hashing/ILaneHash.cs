namespace Appliance.Kernels;

/// <summary>
/// A hash function on several messages at once, one to a lane. All that a batch needs lies in <c>memory</c>, which the caller provides,
/// aligned to 64 bytes.
/// </summary>
internal unsafe interface ILaneHash
{
    /// <summary>Messages at once.</summary>
    static abstract int Lanes { get; }

    /// <summary>Lanes that one pass of the kernel computes; divides <see cref="Lanes"/>.</summary>
    static abstract int GroupLanes { get; }

    static abstract int BlockSize { get; }

    static abstract int DigestSize { get; }

    /// <summary>The byte that follows a message.</summary>
    static abstract byte PaddingStart { get; }

    /// <summary>Bytes that padding takes at least.</summary>
    static abstract int MinPadding { get; }

    /// <summary>Bytes of memory.</summary>
    static abstract int MemorySize { get; }

    /// <summary>Sets the lanes whose byte in <paramref name="fresh"/>, at the width of a word, is all ones to the initial state.</summary>
    static abstract void Reset(byte* memory, byte* fresh);

    /// <summary>Bytes of a word of the state, the stride of the marks of <see cref="Reset"/>.</summary>
    static abstract int WordSize { get; }

    /// <summary>Absorbs a block of each lane, at <c>rows[lane] + offset</c>, in the groups whose bit is set.</summary>
    static abstract void Absorb(byte* memory, byte** rows, nint offset, uint groups);

    /// <summary>Completes the padding in front of <paramref name="end"/>, otherwise zero.</summary>
    static abstract void EndPadding(byte* end, ulong messageLength);

    /// <summary>Writes the digests of all lanes one after the other.</summary>
    static abstract void Digests(byte* memory, byte* digests);
}
