using System.Runtime.InteropServices;

namespace Appliance.Host.Bench.OpenSsl;

/// <summary>Bytes that the collector never moves, so that native code may be given their addresses once and for all.</summary>
internal sealed class PinnedBytes
{
    private readonly byte[] _bytes;

    public PinnedBytes(int length) => _bytes = GC.AllocateArray<byte>(length, pinned: true);

    public PinnedBytes(ReadOnlySpan<byte> content)
        : this(content.Length) => content.CopyTo(_bytes);

    public int Length => _bytes.Length;

    public Span<byte> Span => _bytes;

    /// <summary>Address of the byte at <paramref name="offset"/>; good as long as this object is alive.</summary>
    public nint At(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)offset, (uint)_bytes.Length, nameof(offset));
        return Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0) + offset;
    }
}
