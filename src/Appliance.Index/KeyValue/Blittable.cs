#pragma warning disable IDE0051, IDE0044, CS0169, CA1823 // Read and written as bytes only; naming each word keeps the compiler from dropping padding.
using System.Runtime.InteropServices;

namespace Appliance.Index.KeyValue;

/// <summary>16 bytes: a key of the height store.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Bytes16
{
    private ulong _0, _1;
}

/// <summary>32 bytes: a key of the record store.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Bytes32
{
    private ulong _0, _1, _2, _3;
}

/// <summary>64 bytes: a value of the record store.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Bytes64
{
    private Bytes32 _0, _1;
}

/// <summary>128 bytes: a value of the height store.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Bytes128
{
    private Bytes64 _0, _1;
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
