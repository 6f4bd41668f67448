using System.Buffers.Binary;
using System.Security.Cryptography;
using Appliance.Index.Files;
using Appliance.Verification.Chains;

namespace Appliance.Index.Log;

/// <summary>
/// Reads the committed part of the log from its files. FasterLog's own iterator jumps over a page that it cannot read and goes on;
/// this one checks every entry and the chain of hashes between them, and stops at the first thing that does not fit.
/// </summary>
/// <remarks>
/// On disk an entry is framed as <c>length4 | entry | padding to 4 bytes</c> and lies within a page; a frame length of zero, or fewer than
/// four bytes left, means that the rest of the page is empty. Address <c>a</c> lies in file <c>a / segment</c> at offset <c>a % segment</c>.
/// </remarks>
internal sealed class LogReader(IFileLayer files, string directory, string path, HighWater geometry, int maximumRecord)
{
    private const int FrameBytes = 4;
    private const int FirstRead = 4096;

    /// <summary>
    /// Reads whole records from a position to <paramref name="tail"/>, checking checksums, hashes and parts.
    /// </summary>
    /// <exception cref="IndexDamagedException">Something does not fit; what was returned before is sound.</exception>
    public IEnumerable<LogRecord> Read(LogPosition from, long tail, CancellationToken cancellation)
    {
        var window = new Window(this);
        LogPosition position = from;
        while (position.Address < tail)
        {
            cancellation.ThrowIfCancellationRequested();
            LogRecord record = ReadRecord(window, position, tail, checkPrevious: true);
            yield return record;
            position = record.End;
        }
        if (position.Address > tail)
            throw Damaged(tail, "the last entry reaches beyond the end of the log");
    }

    /// <summary>Reads the record at an address that is known to be the start of one; its place in the chain of hashes is not checked.</summary>
    /// <exception cref="IndexDamagedException">The record is not sound.</exception>
    public LogRecord ReadAt(long address, long tail) =>
        ReadRecord(new Window(this), new LogPosition(address, 0, default), tail, checkPrevious: false);

    private LogRecord ReadRecord(Window window, LogPosition start, long tail, bool checkPrevious)
    {
        LogPosition position = start;
        EntryHeader first = default;
        byte[]? joined = null;
        ReadOnlyMemory<byte> body = default;
        long address = 0;
        int length = 0;
        for (int part = 0; part == 0 || part < first.Parts; part++)
        {
            if (position.Address >= tail)
                throw Damaged(position.Address, $"the log ends within a record of {first.Parts} parts");
            (long entryAddress, byte[] entry, long next) = window.ReadEntry(position.Address, tail);
            if (EntryHeader.Decode(entry, out string fault) is not { } header)
                throw Damaged(entryAddress, fault);
            if ((checkPrevious || part > 0) && header.Previous != position.Hash)
            {
                throw Damaged(entryAddress, $"the entry follows one with hash {header.Previous}, but the entry before it has {position.Hash}: "
                    + "entries are missing or were replaced");
            }
            if (part == 0)
                (first, address) = (header, entryAddress);
            CheckPart(header, first, part, entryAddress);
            body = entry.AsMemory(EntryHeader.Size);
            if (first.Parts > 1)
                Join(ref joined, body.Span, first.Parts, ref length, entryAddress);
            position = new LogPosition(next, position.Entries + 1, new Digest(SHA256.HashData(entry)));
        }
        return new LogRecord(address, first.Kind, first.Chain, first.Height, joined is null ? body : joined.AsMemory(0, length), position);
    }

    private void CheckPart(EntryHeader header, EntryHeader first, int part, long address)
    {
        bool sound = header.Part == part && header.Parts == first.Parts && header.Parts > 0 && header.Kind == first.Kind
            && header.Chain == first.Chain && header.Height == first.Height;
        if (!sound)
            throw Damaged(address, $"part {header.Part} of {header.Parts} stands where part {part} of {first.Parts} belongs");
    }

    private void Join(ref byte[]? joined, ReadOnlySpan<byte> part, int parts, ref int length, long address)
    {
        if (length + (long)part.Length > maximumRecord)
            throw Damaged(address, $"a record of {parts} parts exceeds the configured limit of {maximumRecord} bytes (MaximumRecordBytes)");
        if (joined is null || joined.Length - length < part.Length)
            Array.Resize(ref joined, Math.Max(length + part.Length, (int)Math.Min(maximumRecord, 2L * (joined?.Length ?? part.Length))));
        part.CopyTo(joined.AsSpan(length));
        length += part.Length;
    }

    private IndexDamagedException Damaged(long address, string what) => new(directory, address, what, Advice.CheckFirst);

    /// <summary>A page at most, read ahead, so that a scan costs one read a page and a single look-up a few kilobytes.</summary>
    private sealed class Window(LogReader reader)
    {
        private byte[] _bytes = [];
        private long _start;
        private int _length;

        public (long Address, byte[] Entry, long Next) ReadEntry(long address, long tail)
        {
            int page = reader.Geometry.PageBytes;
            int offset = (int)(address % page);
            if (page - offset < FrameBytes || FrameLength(address) == 0)
            {
                address += page - offset;
                offset = 0;
                if (address >= tail)
                    throw reader.Damaged(address, "the rest of the page is empty, but the log goes on");
            }
            int length = FrameLength(address);
            if (length < EntryHeader.Size || length > page - offset - FrameBytes)
                throw reader.Damaged(address, $"a frame of {length} bytes is not possible there");
            byte[] entry = Bytes(address + FrameBytes, length).ToArray();
            long next = address + FrameBytes + ((length + 3L) & ~3L);
            return (address, entry, next);
        }

        private int FrameLength(long address) => BinaryPrimitives.ReadInt32LittleEndian(Bytes(address, FrameBytes));

        private ReadOnlySpan<byte> Bytes(long address, int count)
        {
            if (address < _start || address + count > _start + _length)
                Fill(address, count);
            return _bytes.AsSpan((int)(address - _start), count);
        }

        private void Fill(long address, int count)
        {
            HighWater geometry = reader.Geometry;
            // The first read is small; reads that follow each other take the rest of the page.
            int wanted = address == _start + _length || _length > 0
                ? geometry.PageBytes - (int)(address % geometry.PageBytes)
                : Math.Min(FirstRead, geometry.PageBytes - (int)(address % geometry.PageBytes));
            wanted = Math.Max(wanted, count);
            if (_bytes.Length < wanted)
                _bytes = new byte[wanted];
            string file = $"{reader.Path}.{address / geometry.SegmentBytes}";
            int read = reader.Files.Read(file, address % geometry.SegmentBytes, _bytes.AsSpan(0, wanted));
            (_start, _length) = (address, read);
            if (read < count)
                throw reader.Damaged(address, $"{file} ends {count - read} bytes too early");
        }
    }

    private HighWater Geometry { get; } = geometry;

    private IFileLayer Files { get; } = files;

    private string Path { get; } = path;
}
