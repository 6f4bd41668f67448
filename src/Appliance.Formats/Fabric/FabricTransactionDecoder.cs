using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>Reads an envelope down to the channel and signature headers (<c>common/common.proto</c>).</summary>
internal static class FabricTransactionDecoder
{
    public static FabricTransaction Decode(int index, ReadOnlyMemory<byte> envelope, long offset, FabricDecodeContext context)
    {
        var transaction = new FabricTransaction(index, envelope, offset);
        try
        {
            ReadEnvelope(transaction, context, out long payloadOffset);
            ReadPayload(transaction, payloadOffset, context);
            if (transaction.Type == FabricHeaderType.EndorserTransaction)
                FabricActionDecoder.Decode(transaction, context);
        }
        catch (DecodeException fault)
        {
            transaction.Fault = fault;
        }

        return transaction;
    }

    // The last of repeated fields wins here, as in every protobuf implementation: that such an envelope is not canonical is a
    // check of its own (glued transactions), which needs the meaning that Fabric gives to the bytes.
    private static void ReadEnvelope(FabricTransaction transaction, FabricDecodeContext context, out long payloadOffset)
    {
        payloadOffset = transaction.Offset;
        var reader = new ProtobufReader(transaction.Envelope, transaction.Offset, context.Format);
        bool canonical = true;
        uint last = 0;
        List<(int Start, int End)>? unknown = null;
        while (reader.Next(out uint tag))
        {
            if (tag is 0x0A or 0x12)
            {
                canonical &= tag > last;
                last = tag;
                ReadOnlyMemory<byte> bytes = reader.Bytes(out long at);
                canonical &= !bytes.IsEmpty;
                if (tag == 0x0A)
                {
                    transaction.Payload = bytes;
                    payloadOffset = at;
                }
                else
                {
                    transaction.Signature = bytes;
                }
            }
            else
            {
                // Unknown fields keep their bytes and follow the known ones, as Go's protobuf marshals them.
                last = uint.MaxValue;
                int start = reader.FieldPosition;
                reader.Skip(tag);
                (unknown ??= []).Add((start, reader.Position));
            }
        }

        transaction.CanonicalEnvelope = canonical && !reader.SawNonMinimal ? transaction.Envelope : Marshal(transaction, unknown);
        if (transaction.Payload.IsEmpty)
            throw reader.Fault(0, DecodeFault.Malformed, "the envelope has no payload");
    }

    private static byte[] Marshal(FabricTransaction transaction, List<(int Start, int End)>? unknown)
    {
        var writer = new ProtobufWriter().Bytes(1, transaction.Payload.Span).Bytes(2, transaction.Signature.Span);
        foreach ((int start, int end) in unknown ?? [])
            writer.Raw(transaction.Envelope.Span[start..end]);
        return writer.ToArray();
    }

    private static void ReadPayload(FabricTransaction transaction, long offset, FabricDecodeContext context)
    {
        var payload = new ProtobufReader(transaction.Payload, offset, context.Format);
        bool hasHeader = false;
        while (payload.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    payload.Once(tag);
                    ReadHeader(transaction, payload.Message(), context);
                    hasHeader = true;
                    break;
                case 0x12:
                    payload.Once(tag);
                    transaction.Data = payload.Bytes(out long dataOffset);
                    transaction.DataOffset = dataOffset;
                    break;
                default:
                    payload.Skip(tag);
                    break;
            }
        }

        if (!hasHeader)
            throw payload.Fault(0, DecodeFault.Malformed, "the payload has no header");
    }

    private static void ReadHeader(FabricTransaction transaction, ProtobufReader header, FabricDecodeContext context)
    {
        bool hasChannelHeader = false;
        while (header.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    header.Once(tag);
                    transaction.ChannelHeader = header.Bytes(out long channelOffset);
                    ReadChannelHeader(transaction, new ProtobufReader(transaction.ChannelHeader, channelOffset, context.Format), context);
                    hasChannelHeader = true;
                    break;
                case 0x12:
                    header.Once(tag);
                    (transaction.Creator, transaction.Nonce) = ReadSignatureHeader(header.Message());
                    break;
                default:
                    header.Skip(tag);
                    break;
            }
        }

        if (!hasChannelHeader)
            throw header.Fault(0, DecodeFault.Malformed, "the header has no channel header");
        if (FabricIdentity.TryDecodeParts(transaction.Creator, out ReadOnlyMemory<byte> mspId, out _)
            && System.Text.Unicode.Utf8.IsValid(mspId.Span))
        {
            transaction.CreatorMspId = context.Names.Get(mspId.Span);
        }
    }

    public static (ReadOnlyMemory<byte> Creator, ReadOnlyMemory<byte> Nonce) ReadSignatureHeader(ProtobufReader reader)
    {
        ReadOnlyMemory<byte> creator = default;
        ReadOnlyMemory<byte> nonce = default;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    creator = reader.Bytes();
                    break;
                case 0x12:
                    reader.Once(tag);
                    nonce = reader.Bytes();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return (creator, nonce);
    }

    private static void ReadChannelHeader(FabricTransaction transaction, ProtobufReader reader, FabricDecodeContext context)
    {
        while (reader.Next(out uint tag))
        {
            if (tag is 0x08 or 0x1A or 0x22 or 0x2A or 0x30 or 0x3A)
                reader.Once(tag);
            switch (tag)
            {
                case 0x08:
                    transaction.Type = (FabricHeaderType)reader.Int32();
                    break;
                case 0x1A:
                    transaction.Timestamp = ReadTimestamp(reader.Message());
                    break;
                case 0x22:
                    transaction.ChannelId = reader.Text(context.Names);
                    break;
                case 0x2A:
                    transaction.IdUtf8 = reader.Bytes();
                    break;
                case 0x30:
                    transaction.Epoch = reader.Varint();
                    break;
                case 0x3A:
                    transaction.Extension = reader.Bytes(out long extensionOffset);
                    transaction.ExtensionOffset = extensionOffset;
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }
    }

    private static DateTimeOffset? ReadTimestamp(ProtobufReader reader)
    {
        long seconds = 0;
        int nanoseconds = 0;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x08:
                    seconds = unchecked((long)reader.Varint());
                    break;
                case 0x10:
                    nanoseconds = reader.Int32();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        // Years 0001 to 9999, as google.protobuf.Timestamp defines; Fabric itself does not check.
        bool representable = seconds is >= -62_135_596_800 and <= 253_402_300_799 && nanoseconds is >= 0 and < 1_000_000_000;
        return representable ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100) : null;
    }
}
