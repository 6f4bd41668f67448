using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>
/// Reads a block's metadata. What does not parse is a finding on the block (<see cref="FabricBlock.MetadataFault"/>): the block's
/// own bytes are intact, only nobody vouches for them.
/// </summary>
internal static class FabricMetadataDecoder
{
    private const int Signatures = 0;
    private const int LastConfig = 1;
    private const int TransactionsFilter = 2;
    private const int CommitHash = 4;

    public static void Decode(FabricBlock block, ReadOnlySpan<(ReadOnlyMemory<byte> Bytes, long Offset)> entries, FabricDecodeContext context)
    {
        var metadata = new ReadOnlyMemory<byte>[entries.Length];
        for (int i = 0; i < entries.Length; i++)
            metadata[i] = entries[i].Bytes;
        block.Metadata = metadata;
        if (entries.Length > TransactionsFilter)
            block.ValidationCodes = metadata[TransactionsFilter];
        try
        {
            if (entries.Length > Signatures)
                ReadSignatures(block, Open(entries[Signatures], context), context);
            if (!block.SignedMetadataValue.IsEmpty)
                block.LastConfigIndex = ReadOrdererMetadata(new ProtobufReader(block.SignedMetadataValue, entries[Signatures].Offset, context.Format));
            else if (entries.Length > LastConfig && !metadata[LastConfig].IsEmpty)
                block.LastConfigIndex = ReadOldLastConfig(entries[LastConfig], context);
            if (entries.Length > CommitHash)
                block.CommitHash = ReadValue(Open(entries[CommitHash], context));
        }
        catch (DecodeException fault)
        {
            block.MetadataFault = fault;
        }
    }

    private static ProtobufReader Open((ReadOnlyMemory<byte> Bytes, long Offset) entry, FabricDecodeContext context) =>
        new(entry.Bytes, entry.Offset, context.Format);

    // common.Metadata { value = 1, signatures = 2 }.
    private static void ReadSignatures(FabricBlock block, ProtobufReader reader, FabricDecodeContext context)
    {
        var signatures = new List<FabricOrdererSignature>();
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    block.SignedMetadataValue = reader.Bytes();
                    break;
                case 0x12:
                    if (signatures.Count == context.Limits.MaxSignatures)
                        throw reader.Fault(reader.FieldPosition, DecodeFault.LimitExceeded, $"more than {context.Limits.MaxSignatures} orderer signatures");
                    signatures.Add(ReadSignature(reader.Message(), context));
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        block.OrdererSignatures = signatures;
    }

    // common.MetadataSignature { signature_header = 1, signature = 2, identifier_header = 3 }.
    private static FabricOrdererSignature ReadSignature(ProtobufReader reader, FabricDecodeContext context)
    {
        ReadOnlyMemory<byte> header = default;
        ReadOnlyMemory<byte> creator = default;
        ReadOnlyMemory<byte> signature = default;
        ReadOnlyMemory<byte> identifier = default;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    header = reader.Bytes(out long offset);
                    creator = FabricTransactionDecoder.ReadSignatureHeader(new ProtobufReader(header, offset, context.Format)).Creator;
                    break;
                case 0x12:
                    reader.Once(tag);
                    signature = reader.Bytes();
                    break;
                case 0x1A:
                    reader.Once(tag);
                    identifier = reader.Bytes();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricOrdererSignature(header, creator, signature, identifier);
    }

    // common.OrdererBlockMetadata { last_config = 1 { index = 1 } }: an absent message means index 0, as in Go.
    private static long? ReadOrdererMetadata(ProtobufReader reader)
    {
        long? index = null;
        while (reader.Next(out uint tag))
        {
            if (tag == 0x0A)
            {
                reader.Once(tag);
                index = ReadLastConfig(reader.Message());
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return index;
    }

    // Before Fabric 1.4.1 the index stood in an entry of its own: common.Metadata { value = 1: common.LastConfig }. Index 0 is
    // marshalled to nothing.
    private static long ReadOldLastConfig((ReadOnlyMemory<byte> Bytes, long Offset) entry, FabricDecodeContext context) =>
        ReadLastConfig(new ProtobufReader(ReadValue(Open(entry, context)), entry.Offset, context.Format));

    private static long ReadLastConfig(ProtobufReader reader)
    {
        ulong index = 0;
        while (reader.Next(out uint tag))
        {
            if (tag == 0x08)
            {
                reader.Once(tag);
                index = reader.Varint();
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return index <= long.MaxValue
            ? (long)index
            : throw reader.Fault(0, DecodeFault.Malformed, $"last configuration index {index} is beyond any chain's height");
    }

    private static ReadOnlyMemory<byte> ReadValue(ProtobufReader reader)
    {
        ReadOnlyMemory<byte> value = default;
        while (reader.Next(out uint tag))
        {
            if (tag == 0x0A)
            {
                reader.Once(tag);
                value = reader.Bytes();
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return value;
    }
}
