using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>Reads a block's frame in its two encodings; envelopes and metadata are read by their own decoders.</summary>
internal static class FabricBlockDecoder
{
    // Fabric defines five entries; a few more leave room for releases to come.
    private const int MaxMetadata = 32;

    /// <summary>
    /// A record of <c>blockfile_NNNNNN</c>: number, data hash, previous hash, then counted envelopes, then counted metadata.
    /// Numbers and lengths must use the shortest form, as the ledger writes them.
    /// </summary>
    public static FabricBlock DecodeLedgerRecord(ReadOnlyMemory<byte> record, long offset, FabricDecodeContext context)
    {
        var reader = new ProtobufReader(record, offset, context.Format);
        long number = Number(ref reader, 0, reader.Varint());
        ReadOnlyMemory<byte> dataHash = reader.Bytes();
        ReadOnlyMemory<byte> previousHash = reader.Bytes();
        var block = new FabricBlock(number, previousHash, dataHash, offset, record.Length, context.Format);

        int count = Count(ref reader, context.Limits.MaxTransactionsPerBlock, "transactions");
        var transactions = new FabricTransaction[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlyMemory<byte> envelope = reader.Bytes(out long envelopeOffset);
            transactions[i] = FabricTransactionDecoder.Decode(i, envelope, envelopeOffset, context);
        }

        block.TransactionArray = transactions;
        int metadataCount = Count(ref reader, MaxMetadata, "metadata entries");
        var metadata = new (ReadOnlyMemory<byte>, long)[metadataCount];
        for (int i = 0; i < metadataCount; i++)
            metadata[i] = (reader.Bytes(out long entryOffset), entryOffset);
        if (reader.SawNonMinimal)
            throw reader.Fault(0, DecodeFault.NotCanonical, "the block holds a number or length that is not in its shortest form");
        if (reader.Remaining != 0)
            throw reader.Fault(reader.Position, DecodeFault.TrailingBytes, $"{reader.Remaining} bytes follow the block's metadata");
        FabricMetadataDecoder.Decode(block, metadata, context);
        return block;
    }

    /// <summary><c>common.Block</c> { header = 1, data = 2, metadata = 3 }.</summary>
    public static FabricBlock DecodeBlock(ReadOnlyMemory<byte> bytes, FabricDecodeContext context)
    {
        if (bytes.IsEmpty)
            throw new DecodeException(context.Format, 0, DecodeFault.Empty, "the document holds no bytes");
        if (bytes.Length > context.Limits.MaxDocumentBytes)
        {
            throw new DecodeException(
                context.Format,
                0,
                DecodeFault.LimitExceeded,
                $"the block has {bytes.Length} bytes, the limit is {context.Limits.MaxDocumentBytes}");
        }

        FabricBlock? block = null;
        var envelopes = new List<(ReadOnlyMemory<byte> Bytes, long Offset)>();
        var metadata = new List<(ReadOnlyMemory<byte> Bytes, long Offset)>();
        var reader = new ProtobufReader(bytes, 0, context.Format);
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    block = ReadHeader(reader.Message(), bytes.Length, context);
                    break;
                case 0x12:
                    reader.Once(tag);
                    ReadEntries(reader.Message(), envelopes, context.Limits.MaxTransactionsPerBlock, "transactions");
                    break;
                case 0x1A:
                    reader.Once(tag);
                    ReadEntries(reader.Message(), metadata, MaxMetadata, "metadata entries");
                    break;
                default:
                    throw reader.Fault(reader.FieldPosition, DecodeFault.Malformed, $"a block has no field {tag >> 3} of wire type {tag & 7}");
            }
        }

        if (block is null)
            throw reader.Fault(0, DecodeFault.Malformed, "the block has no header");
        var transactions = new FabricTransaction[envelopes.Count];
        for (int i = 0; i < transactions.Length; i++)
            transactions[i] = FabricTransactionDecoder.Decode(i, envelopes[i].Bytes, envelopes[i].Offset, context);
        block.TransactionArray = transactions;
        FabricMetadataDecoder.Decode(block, [.. metadata], context);
        return block;
    }

    private static FabricBlock ReadHeader(ProtobufReader reader, int blockLength, FabricDecodeContext context)
    {
        long number = 0;
        ReadOnlyMemory<byte> previousHash = default;
        ReadOnlyMemory<byte> dataHash = default;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x08:
                    reader.Once(tag);
                    number = Number(ref reader, reader.FieldPosition, reader.Varint());
                    break;
                case 0x12:
                    reader.Once(tag);
                    previousHash = reader.Bytes();
                    break;
                case 0x1A:
                    reader.Once(tag);
                    dataHash = reader.Bytes();
                    break;
                default:
                    throw reader.Fault(reader.FieldPosition, DecodeFault.Malformed, $"a block header has no field {tag >> 3} of wire type {tag & 7}");
            }
        }

        return new FabricBlock(number, previousHash, dataHash, 0, blockLength, context.Format);
    }

    private static void ReadEntries(ProtobufReader reader, List<(ReadOnlyMemory<byte> Bytes, long Offset)> entries, int limit, string what)
    {
        while (reader.Next(out uint tag))
        {
            if (tag != 0x0A)
                throw reader.Fault(reader.FieldPosition, DecodeFault.Malformed, $"field {tag >> 3} among the block's {what}");
            if (entries.Count == limit)
                throw reader.Fault(reader.FieldPosition, DecodeFault.LimitExceeded, $"more than {limit} {what}");
            entries.Add((reader.Bytes(out long offset), offset));
        }
    }

    private static long Number(ref ProtobufReader reader, int position, ulong number) =>
        number < long.MaxValue
            ? (long)number
            : throw reader.Fault(position, DecodeFault.Malformed, $"block number {number} is beyond any chain's height");

    private static int Count(ref ProtobufReader reader, int limit, string what)
    {
        int at = reader.Position;
        ulong count = reader.Varint();
        if (count > (ulong)limit)
            throw reader.Fault(at, DecodeFault.LimitExceeded, $"the block claims {count} {what}, the limit is {limit}");
        // Each entry has at least its length byte.
        if (count > (ulong)reader.Remaining)
            throw reader.Fault(at, DecodeFault.Truncated, $"the block claims {count} {what} in {reader.Remaining} bytes");
        return (int)count;
    }
}
