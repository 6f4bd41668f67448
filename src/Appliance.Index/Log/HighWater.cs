using System.Buffers.Binary;

namespace Appliance.Index.Log;

/// <summary>
/// How far the log has been acknowledged, kept apart from the log's own metadata, together with the log's geometry, without which
/// its files cannot be read.
/// </summary>
/// <param name="Mark">The end of the last acknowledged entry.</param>
/// <param name="PageBytes">Page of the log in bytes.</param>
/// <param name="SegmentBytes">File of the log in bytes.</param>
internal readonly record struct HighWater(LogPosition Mark, int PageBytes, long SegmentBytes)
{
    private const int Version = 1;
    private const int Size = 4 + LogPosition.Size + 4 + 8;

    /// <summary>The encoded state.</summary>
    public byte[] Encode()
    {
        byte[] bytes = new byte[Size];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Version);
        Mark.Write(bytes.AsSpan(4));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 + LogPosition.Size), PageBytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8 + LogPosition.Size), SegmentBytes);
        return bytes;
    }

    /// <summary>The decoded state, or null where its version is not known.</summary>
    public static HighWater? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || BinaryPrimitives.ReadInt32LittleEndian(bytes) != Version)
            return null;
        return new HighWater(
            LogPosition.Read(bytes[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 + LogPosition.Size)..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 + LogPosition.Size)..]));
    }
}
