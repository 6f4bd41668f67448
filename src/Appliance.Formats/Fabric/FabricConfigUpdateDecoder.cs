using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>
/// Reads the envelope of a configuration update: Envelope.payload -> Payload.data -> ConfigUpdateEnvelope
/// { config_update = 1, signatures = 2 }.
/// </summary>
internal static class FabricConfigUpdateDecoder
{
    public static FabricConfigUpdate Decode(ProtobufReader envelope, FabricDecodeContext context)
    {
        ProtobufReader payload = Single(envelope, 0x0A, "the last update's envelope has no payload");
        ProtobufReader data = Single(payload, 0x12, "the last update's payload has no data");
        var update = new FabricConfigUpdate();
        var signatures = new List<FabricConfigSignature>();
        while (data.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    data.Once(tag);
                    update.UpdateBytes = data.Bytes(out long offset);
                    ReadUpdate(update, new ProtobufReader(update.UpdateBytes, offset, context.Format), context);
                    break;
                case 0x12:
                    if (signatures.Count == context.Limits.MaxSignatures)
                        throw data.Fault(data.FieldPosition, DecodeFault.LimitExceeded, $"more than {context.Limits.MaxSignatures} signatures on a configuration update");
                    signatures.Add(ReadSignature(data.Message(), context));
                    break;
                default:
                    data.Skip(tag);
                    break;
            }
        }

        update.Signatures = signatures;
        return update;
    }

    private static ProtobufReader Single(ProtobufReader reader, uint wanted, string otherwise)
    {
        ProtobufReader found = default;
        bool any = false;
        while (reader.Next(out uint tag))
        {
            if (tag == wanted)
            {
                reader.Once(tag);
                found = reader.Message();
                any = true;
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return any ? found : throw reader.Fault(0, DecodeFault.Malformed, otherwise);
    }

    // ConfigUpdate { channel_id = 1, read_set = 2, write_set = 3 }.
    private static void ReadUpdate(FabricConfigUpdate update, ProtobufReader reader, FabricDecodeContext context)
    {
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    update.ChannelId = reader.Text(context.Names);
                    break;
                case 0x12:
                    reader.Once(tag);
                    update.ReadSet = FabricConfigGroupDecoder.Decode(reader.Message(), context);
                    break;
                case 0x1A:
                    reader.Once(tag);
                    update.WriteSet = FabricConfigGroupDecoder.Decode(reader.Message(), context);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }
    }

    private static FabricConfigSignature ReadSignature(ProtobufReader reader, FabricDecodeContext context)
    {
        ReadOnlyMemory<byte> header = default;
        ReadOnlyMemory<byte> creator = default;
        ReadOnlyMemory<byte> signature = default;
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
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricConfigSignature(header, creator, signature);
    }
}
