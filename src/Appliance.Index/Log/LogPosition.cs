using System.Buffers.Binary;
using Appliance.Verification.Chains;

namespace Appliance.Index.Log;

/// <summary>A place between two entries of the log, and what the entries before it amount to.</summary>
/// <param name="Address">Log address in bytes at which the next entry begins or the log ends.</param>
/// <param name="Entries">Number of entries before it.</param>
/// <param name="Hash">SHA-256 of the entry before it; zeros at the start.</param>
internal readonly record struct LogPosition(long Address, long Entries, Digest Hash)
{
    /// <summary>Encoded size in bytes.</summary>
    public const int Size = 8 + 8 + Digest.Size;

    /// <summary>The start of every log: FasterLog keeps the first 64 bytes for itself.</summary>
    public static LogPosition Start => new(64, 0, default);

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, Address);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Entries);
        Hash.Span.CopyTo(target[16..]);
    }

    /// <summary>Reads <see cref="Size"/> bytes.</summary>
    public static LogPosition Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadInt64LittleEndian(source),
        BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
        new Digest(source.Slice(16, Digest.Size)));
}
