using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Appliance.Index.KeyValue;

/// <summary>16 bytes: a key of the height store.</summary>
[InlineArray(2)]
internal struct Bytes16
{
    private ulong _first;
}

/// <summary>32 bytes: a key of the record store.</summary>
[InlineArray(4)]
internal struct Bytes32
{
    private ulong _first;
}

/// <summary>64 bytes: a value of the record store.</summary>
[InlineArray(8)]
internal struct Bytes64
{
    private ulong _first;
}

/// <summary>128 bytes: a value of the height store.</summary>
[InlineArray(16)]
internal struct Bytes128
{
    private ulong _first;
}

/// <summary>The bytes of a blittable value.</summary>
internal static class Blittable
{
    /// <summary>The value's bytes, to write to.</summary>
    public static Span<byte> Bytes<T>(ref T value) where T : unmanaged => MemoryMarshal.AsBytes(new Span<T>(ref value));

    /// <summary>The value's bytes, to read from.</summary>
    public static ReadOnlySpan<byte> View<T>(ref readonly T value) where T : unmanaged =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
}
