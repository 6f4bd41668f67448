using System.Buffers.Binary;
using System.Text;
using Appliance.Index.KeyValue;
using Appliance.Verification.Chains;
using Appliance.Verification.Verdicts;

namespace Appliance.Index.Blocks;

/// <summary>
/// The body of a block's record, little-endian: <c>hash32 | previous32 | root32 | time8 | trust length4 | trust | transactions4</c>, then for
/// each transaction <c>id length4 | id | leaf hash32 | verdict1 | creator length2 | creator (UTF-8)</c>. Time in ticks (100 ns) of UTC,
/// -1 for none. The height stands in the entry's head.
/// </summary>
internal static class BlockRecord
{
    private const int FixedBytes = 3 * Digest.Size + 8 + 4 + 4;
    private const int TransactionBytes = 4 + Digest.Size + 1 + 2;
    private const long NoTime = -1;

    /// <summary>Length of the encoded body in bytes.</summary>
    public static long Length(IndexedBlock block)
    {
        long length = FixedBytes + (long)block.TrustUpdate.Length;
        foreach (IndexedTransaction transaction in block.Transactions)
            length += TransactionBytes + transaction.Id.Length + Encoding.UTF8.GetByteCount(transaction.Creator);
        return length;
    }

    /// <summary>Encodes a block.</summary>
    public static byte[] Encode(IndexedBlock block)
    {
        byte[] body = new byte[Length(block)];
        Span<byte> rest = body;
        Put(ref rest, block.Hash.Span);
        Put(ref rest, block.PreviousHash.Span);
        Put(ref rest, block.DataHash.Span);
        BinaryPrimitives.WriteInt64LittleEndian(rest, Ticks(block.Time));
        rest = rest[8..];
        PutLong(ref rest, block.TrustUpdate.Span);
        BinaryPrimitives.WriteInt32LittleEndian(rest, block.Transactions.Count);
        rest = rest[4..];
        foreach (IndexedTransaction transaction in block.Transactions)
        {
            PutLong(ref rest, transaction.Id.Span);
            Put(ref rest, transaction.LeafHash.Span);
            rest[0] = (byte)transaction.Verdict;
            int written = Encoding.UTF8.GetBytes(transaction.Creator, rest[3..]);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[1..], (ushort)written);
            rest = rest[(3 + written)..];
        }
        return body;
    }

    /// <summary>Decodes a block.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a block.</exception>
    public static IndexedBlock Decode(long height, ReadOnlyMemory<byte> body)
    {
        try
        {
            return Decode(height, body, out int used) is { } block && used == body.Length
                ? block
                : throw new InvalidDataException($"the record of block {height} carries {body.Length - used} bytes too many");
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InvalidDataException($"the record of block {height} ends too early", e);
        }
    }

    /// <summary>What the height store keeps of a block.</summary>
    public static HeightValue Summarise(IndexedBlock block, long address) =>
        new(block.Hash, block.PreviousHash, block.DataHash, Ticks(block.Time), address, block.Transactions.Count);

    private static IndexedBlock Decode(long height, ReadOnlyMemory<byte> body, out int used)
    {
        ReadOnlyMemory<byte> rest = body;
        Digest hash = TakeDigest(ref rest);
        Digest previous = TakeDigest(ref rest);
        Digest root = TakeDigest(ref rest);
        long ticks = BinaryPrimitives.ReadInt64LittleEndian(Take(ref rest, 8).Span);
        ReadOnlyMemory<byte> trust = TakeLong(ref rest);
        int count = BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, 4).Span);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, rest.Length / TransactionBytes);
        var transactions = new IndexedTransaction[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlyMemory<byte> id = TakeLong(ref rest);
            Digest leaf = TakeDigest(ref rest);
            ReadOnlySpan<byte> tail = Take(ref rest, 3).Span;
            string creator = Encoding.UTF8.GetString(Take(ref rest, BinaryPrimitives.ReadUInt16LittleEndian(tail[1..])).Span);
            transactions[i] = new IndexedTransaction(id, leaf, creator, (Verdict)tail[0]);
        }
        used = body.Length - rest.Length;
        return new IndexedBlock
        {
            Height = height,
            Hash = hash,
            PreviousHash = previous,
            DataHash = root,
            Time = ticks == NoTime ? null : new DateTimeOffset(ticks, TimeSpan.Zero),
            TrustUpdate = trust,
            Transactions = transactions,
        };
    }

    private static long Ticks(DateTimeOffset? time) => time?.UtcTicks ?? NoTime;

    private static void Put(ref Span<byte> rest, scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static void PutLong(ref Span<byte> rest, scoped ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, bytes.Length);
        rest = rest[4..];
        Put(ref rest, bytes);
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> rest, int count)
    {
        ReadOnlyMemory<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static ReadOnlyMemory<byte> TakeLong(ref ReadOnlyMemory<byte> rest) =>
        Take(ref rest, BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, 4).Span));

    private static Digest TakeDigest(ref ReadOnlyMemory<byte> rest) => new(Take(ref rest, Digest.Size).Span);
}
