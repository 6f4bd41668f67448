using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>
/// Reads the action of an endorser transaction (<c>peer/transaction.proto</c>, <c>peer/proposal_response.proto</c>,
/// <c>ledger/rwset/rwset.proto</c>) and refuses what Fabric's validation refuses about its structure.
/// </summary>
internal static class FabricActionDecoder
{
    public static void Decode(FabricTransaction transaction, FabricDecodeContext context)
    {
        var reader = new ProtobufReader(transaction.Data, transaction.DataOffset, context.Format);
        ReadOnlyMemory<byte> actionBytes = default;
        long actionOffset = transaction.DataOffset;
        int count = 0;
        while (reader.Next(out uint tag))
        {
            if (tag == 0x0A)
            {
                actionBytes = reader.Bytes(out actionOffset);
                count++;
            }
            else
            {
                reader.Skip(tag);
            }
        }

        transaction.ActionCount = count;
        if (count != 1)
            return;
        var action = new FabricAction();
        ReadAction(action, new ProtobufReader(actionBytes, actionOffset, context.Format), context);
        string invoked = ReadInvokedChaincode(transaction, context);
        if (invoked != action.ChaincodeName)
        {
            throw reader.Fault(
                0,
                DecodeFault.Malformed,
                $"the header invokes chaincode '{invoked}', the endorsed response speaks of '{action.ChaincodeName}'");
        }

        transaction.Action = action;
    }

    private static void ReadAction(FabricAction action, ProtobufReader reader, FabricDecodeContext context)
    {
        bool hasPayload = false;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    action.Header = reader.Bytes(out long headerOffset);
                    var header = new ProtobufReader(action.Header, headerOffset, context.Format);
                    (ReadOnlyMemory<byte> creator, ReadOnlyMemory<byte> nonce) = FabricTransactionDecoder.ReadSignatureHeader(header);
                    if (creator.IsEmpty || nonce.IsEmpty)
                        throw header.Fault(0, DecodeFault.Malformed, "the action's header lacks creator or nonce");
                    break;
                case 0x12:
                    reader.Once(tag);
                    ReadActionPayload(action, reader.Message(), context);
                    hasPayload = true;
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        if (action.Header.IsEmpty || !hasPayload)
            throw reader.Fault(0, DecodeFault.Malformed, "the action lacks header or payload");
    }

    private static void ReadActionPayload(FabricAction action, ProtobufReader reader, FabricDecodeContext context)
    {
        bool hasAction = false;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    action.ProposalPayload = reader.Bytes();
                    break;
                case 0x12:
                    reader.Once(tag);
                    ReadEndorsedAction(action, reader.Message(), context);
                    hasAction = true;
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        if (!hasAction)
            throw reader.Fault(0, DecodeFault.Malformed, "the action's payload has no endorsed action");
    }

    private static void ReadEndorsedAction(FabricAction action, ProtobufReader reader, FabricDecodeContext context)
    {
        context.Endorsements.Clear();
        bool hasResponse = false;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    action.ProposalResponsePayload = reader.Bytes(out long offset);
                    ReadResponse(action, new ProtobufReader(action.ProposalResponsePayload, offset, context.Format), context);
                    hasResponse = true;
                    break;
                case 0x12:
                    if (context.Endorsements.Count == context.Limits.MaxSignatures)
                        throw reader.Fault(reader.FieldPosition, DecodeFault.LimitExceeded, $"more than {context.Limits.MaxSignatures} endorsements");
                    context.Endorsements.Add(ReadEndorsement(reader.Message()));
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        if (!hasResponse)
            throw reader.Fault(0, DecodeFault.Malformed, "the endorsed action has no proposal response");
        action.EndorsementArray = [.. context.Endorsements];
    }

    private static FabricEndorsement ReadEndorsement(ProtobufReader reader)
    {
        ReadOnlyMemory<byte> endorser = default;
        ReadOnlyMemory<byte> signature = default;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    endorser = reader.Bytes();
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

        return new FabricEndorsement(endorser, signature);
    }

    private static void ReadResponse(FabricAction action, ProtobufReader reader, FabricDecodeContext context)
    {
        bool hasExtension = false;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    action.ProposalHash = reader.Bytes();
                    break;
                case 0x12:
                    reader.Once(tag);
                    ReadChaincodeAction(action, reader.Message(), context);
                    hasExtension = true;
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        if (!hasExtension)
            throw reader.Fault(0, DecodeFault.Malformed, "the proposal response carries no chaincode action");
    }

    private static void ReadChaincodeAction(FabricAction action, ProtobufReader reader, FabricDecodeContext context)
    {
        long resultsOffset = reader.Offset;
        ReadOnlyMemory<byte> events = default;
        long eventsOffset = 0;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    action.Results = reader.Bytes(out resultsOffset);
                    break;
                case 0x12:
                    reader.Once(tag);
                    events = reader.Bytes(out eventsOffset);
                    break;
                case 0x22:
                    reader.Once(tag);
                    (action.ChaincodeName, action.ChaincodeVersion) = ReadChaincodeId(reader.Message(), context);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        if (action.ChaincodeName.Length == 0 || action.ChaincodeVersion.Length == 0)
            throw reader.Fault(0, DecodeFault.Malformed, "the chaincode action lacks the chaincode's name or version");
        if (!events.IsEmpty && ReadText(new ProtobufReader(events, eventsOffset, context.Format), 0x0A, context) != action.ChaincodeName)
            throw reader.Fault(0, DecodeFault.Malformed, "the chaincode event names another chaincode");
        FabricNamespaceDecoder.Decode(action, resultsOffset, context);
    }

    private static (string Name, string Version) ReadChaincodeId(ProtobufReader reader, FabricDecodeContext context)
    {
        string name = "";
        string version = "";
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x12:
                    reader.Once(tag);
                    name = reader.Text(context.Names);
                    break;
                case 0x1A:
                    reader.Once(tag);
                    version = reader.Text(context.Names);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return (name, version);
    }

    // ChaincodeHeaderExtension { chaincode_id = 2 }.
    private static string ReadInvokedChaincode(FabricTransaction transaction, FabricDecodeContext context)
    {
        string name = "";
        var reader = new ProtobufReader(transaction.Extension, transaction.ExtensionOffset, context.Format);
        while (reader.Next(out uint tag))
        {
            if (tag == 0x12)
            {
                reader.Once(tag);
                name = ReadChaincodeId(reader.Message(), context).Name;
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return name;
    }

    private static string ReadText(ProtobufReader reader, uint wanted, FabricDecodeContext context)
    {
        string text = "";
        while (reader.Next(out uint tag))
        {
            if (tag == wanted)
                text = reader.Text(context.Names);
            else
                reader.Skip(tag);
        }

        return text;
    }
}
