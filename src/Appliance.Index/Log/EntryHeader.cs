using System.Buffers.Binary;
using Appliance.Index.Files;
using Appliance.Verification.Chains;

namespace Appliance.Index.Log;

/// <summary>What an entry holds.</summary>
internal enum EntryKind : byte
{
    /// <summary>The first entry of a log: what it is for.</summary>
    Format = 1,

    /// <summary>Gives a chain its number.</summary>
    Chain = 2,

    /// <summary>A block.</summary>
    Block = 3,

    /// <summary>An opaque entry of a <see cref="LogStorage"/>.</summary>
    Opaque = 4,
}

/// <summary>
/// The head of an entry, little-endian:
/// <c>length4 | crc32c4 | chain4 | height8 | previousEntryHash32 | kind1 | part4 | parts4</c>, followed by the body. The length counts the
/// whole entry; the checksum covers all of it but itself. A record that is longer than a page is split into parts, one entry each.
/// </summary>
/// <param name="Chain">Chain number; 0 where the entry belongs to none.</param>
/// <param name="Height">Height of the block, or number of the opaque entry.</param>
/// <param name="Previous">SHA-256 of the entry before this one.</param>
/// <param name="Kind">What the entry holds.</param>
/// <param name="Part">Number of this part, from 0.</param>
/// <param name="Parts">Number of parts of the record.</param>
internal readonly record struct EntryHeader(uint Chain, long Height, Digest Previous, EntryKind Kind, int Part, int Parts)
{
    /// <summary>Size in bytes.</summary>
    public const int Size = 61;

    /// <summary>The entry: head and body.</summary>
    public byte[] Encode(ReadOnlySpan<byte> body)
    {
        byte[] entry = new byte[Size + body.Length];
        Span<byte> span = entry;
        BinaryPrimitives.WriteInt32LittleEndian(span, entry.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], Chain);
        BinaryPrimitives.WriteInt64LittleEndian(span[12..], Height);
        Previous.Span.CopyTo(span[20..]);
        span[52] = (byte)Kind;
        BinaryPrimitives.WriteInt32LittleEndian(span[53..], Part);
        BinaryPrimitives.WriteInt32LittleEndian(span[57..], Parts);
        body.CopyTo(span[Size..]);
        BinaryPrimitives.WriteUInt32LittleEndian(span[4..], Crc32C.Compute(span[..4], span[8..]));
        return entry;
    }

    /// <summary>Reads the head and checks length and checksum of the whole entry.</summary>
    /// <returns>Null and what is wrong where they do not hold.</returns>
    public static EntryHeader? Decode(ReadOnlySpan<byte> entry, out string fault)
    {
        fault = "";
        if (entry.Length < Size || BinaryPrimitives.ReadInt32LittleEndian(entry) != entry.Length)
        {
            fault = "the entry's length is not the length of its frame";
            return null;
        }
        if (BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) != Crc32C.Compute(entry[..4], entry[8..]))
        {
            fault = "the entry's checksum does not match";
            return null;
        }
        return new EntryHeader(
            BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[12..]),
            new Digest(entry.Slice(20, Digest.Size)),
            (EntryKind)entry[52],
            BinaryPrimitives.ReadInt32LittleEndian(entry[53..]),
            BinaryPrimitives.ReadInt32LittleEndian(entry[57..]));
    }
}
