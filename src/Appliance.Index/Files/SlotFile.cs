using System.Buffers.Binary;

namespace Appliance.Index.Files;

/// <summary>
/// A small piece of state in two files that are written in turn and synced, each with a sequence number and a checksum: a write that a
/// power cut tears leaves the other slot, which holds the state before it.
/// </summary>
internal sealed class SlotFile
{
    private const uint Magic = 0x31544C53; // "SLT1"
    private const int HeaderBytes = 20;

    private readonly IFileLayer _files;
    private readonly string[] _paths;
    private readonly Lock _lock = new();
    private ulong _sequence;

    /// <summary>Reads both slots.</summary>
    /// <param name="files">The file layer.</param>
    /// <param name="path">Path without the endings <c>.a</c> and <c>.b</c>.</param>
    public SlotFile(IFileLayer files, string path)
    {
        _files = files;
        _paths = [path + ".a", path + ".b"];
        foreach (string slot in _paths)
        {
            long length = files.Length(slot);
            Exists |= length > 0;
            if (ReadSlot(slot, length) is { } found && (Content is null || found.Sequence > _sequence))
                (_sequence, Content) = found;
        }
    }

    /// <summary>Whether any slot holds bytes, readable or not.</summary>
    public bool Exists { get; private set; }

    /// <summary>The newest readable state, or null.</summary>
    public byte[]? Content { get; private set; }

    /// <summary>Replaces the state and returns once it is durable.</summary>
    public void Write(ReadOnlySpan<byte> content)
    {
        lock (_lock)
        {
            ulong sequence = _sequence + 1;
            byte[] slot = new byte[HeaderBytes + content.Length];
            BinaryPrimitives.WriteUInt32LittleEndian(slot, Magic);
            BinaryPrimitives.WriteUInt64LittleEndian(slot.AsSpan(8), sequence);
            BinaryPrimitives.WriteInt32LittleEndian(slot.AsSpan(16), content.Length);
            content.CopyTo(slot.AsSpan(HeaderBytes));
            BinaryPrimitives.WriteUInt32LittleEndian(slot.AsSpan(4), Crc32C.Compute(slot.AsSpan(8)));
            _files.WriteDurably(_paths[sequence % 2], slot);
            _sequence = sequence;
            Content = content.ToArray();
            Exists = true;
        }
    }

    private (ulong Sequence, byte[] Content)? ReadSlot(string path, long fileLength)
    {
        if (fileLength is < HeaderBytes or > int.MaxValue)
            return null;
        byte[] bytes = new byte[fileLength];
        if (_files.Read(path, 0, bytes) != bytes.Length || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
            return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(16));
        // The file may be longer: an earlier state was, and is overwritten in place.
        if (length < 0 || length > bytes.Length - HeaderBytes)
            return null;
        uint checksum = Crc32C.Compute(bytes.AsSpan(8, HeaderBytes - 8 + length));
        return checksum == BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4))
            ? (BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)), bytes[HeaderBytes..(HeaderBytes + length)])
            : null;
    }
}
