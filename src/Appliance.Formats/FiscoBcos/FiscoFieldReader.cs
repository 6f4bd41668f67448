using System.Text.Json;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.FiscoBcos;

/// <summary>Reads the members of one JSON object that FISCO BCOS nodes write; passes over others.</summary>
internal static class FiscoFieldReader
{
    // Bytes of one text: identifiers, numbers as text, paths of contracts.
    private const int MaxText = 4_096;

    private const int DigestSize = 32;
    private const int KeySize = 64;
    private const int AddressSize = 20;

    // An envelope holds one answer; an answer holds no further one.
    private const int MaxEnvelopes = 1;

    /// <summary>Reads the object that begins at the present token.</summary>
    public static FiscoFields Read(ref JsonCursor json, int envelopes = 0)
    {
        json.Expect(JsonTokenType.StartObject, "an answer of a node");
        var fields = new FiscoFields(json.Offset);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (json.Next(); json.Token != JsonTokenType.EndObject; json.Next())
        {
            string name = json.Name();
            if (!names.Add(name))
                throw json.Fault(DecodeFault.NotCanonical, $"the member \"{Printable(name)}\" appears twice");
            json.Next();
            if (!ReadCommon(ref json, fields, name, envelopes) && !ReadHeader(ref json, fields, name) && !ReadTransaction(ref json, fields, name))
                Pass(ref json, fields, name);
        }

        return fields;
    }

    private static bool ReadCommon(ref JsonCursor json, FiscoFields fields, string name, int envelopes)
    {
        switch (name)
        {
            case "result" when envelopes < MaxEnvelopes:
                fields.Result = Read(ref json, envelopes + 1);
                return true;
            case "error":
                throw json.Fault(DecodeFault.Malformed, "the node answered with an error");
            case "hash":
                fields.Hash = json.Hex("the hash", DigestSize);
                return true;
            case "version":
                fields.Version = (int)json.Whole("the version", int.MaxValue);
                return true;
            case "extraData":
                fields.ExtraDataOffset = json.Offset;
                fields.ExtraData = json.Text("the extra data", int.MaxValue);
                return true;
            default:
                return false;
        }
    }

    private static bool ReadHeader(ref JsonCursor json, FiscoFields fields, string name)
    {
        long at = json.Offset;
        switch (name)
        {
            case "parentInfo":
                fields.Parents = FiscoListReader.Parents(ref json);
                break;
            case "txsRoot":
                fields.TransactionsRoot = json.Hex("the root of the transactions", DigestSize);
                break;
            case "receiptsRoot":
                fields.ReceiptsRoot = json.Hex("the root of the receipts", DigestSize);
                break;
            case "stateRoot":
                fields.StateRoot = json.Hex("the root of the state", DigestSize);
                break;
            case "number":
                fields.Number = json.Whole("the number");
                break;
            case "timestamp":
                fields.Timestamp = json.Whole("the timestamp");
                break;
            case "sealer":
                fields.Sealer = json.Whole("the sealer");
                break;
            case "sealerList":
                fields.Sealers = FiscoListReader.Digests(ref json, "a sealer", KeySize, json.Limits.MaxSignatures, bare: false);
                break;
            case "consensusWeights":
                fields.Weights = FiscoListReader.Weights(ref json);
                break;
            case "signatureList":
                fields.Signatures = FiscoListReader.Signatures(ref json);
                break;
            case "transactions":
                FiscoListReader.Transactions(ref json, fields);
                break;
            case "gasUsed":
                // Receipts have one too, so it does not tell a header.
                fields.GasUsedOffset = json.Offset;
                fields.GasUsed = json.Text("the gas used", MaxText);
                return true;
            default:
                return false;
        }

        fields.HeaderMark = at;
        return true;
    }

    private static bool ReadTransaction(ref JsonCursor json, FiscoFields fields, string name)
    {
        long at = json.Offset;
        switch (name)
        {
            case "chainID":
                fields.ChainId = json.Text("the chain", MaxText);
                break;
            case "groupID":
                fields.GroupId = json.Text("the group", MaxText);
                break;
            case "blockLimit":
                fields.BlockLimit = json.Whole("the block limit");
                break;
            case "nonce":
                fields.Nonce = json.Text("the nonce", MaxText);
                break;
            case "abi":
                fields.Abi = json.Text("the interface", int.MaxValue);
                break;
            case "signature":
                fields.Signature = json.Hex("the signature");
                break;
            default:
                return ReadShared(ref json, fields, name);
        }

        fields.TransactionMark = at;
        return true;
    }

    // Members that receipts repeat, or that later versions added.
    private static bool ReadShared(ref JsonCursor json, FiscoFields fields, string name)
    {
        switch (name)
        {
            case "to":
                fields.To = json.Text("the receiver", MaxText);
                return true;
            case "input":
                fields.Input = json.Hex("the input");
                return true;
            case "from":
                byte[] from = json.Hex("the sender");
                fields.From = from.Length is 0 or AddressSize ? from : throw json.Fault(DecodeFault.Malformed, $"the sender has {from.Length} bytes, not {AddressSize}");
                return true;
            case "value":
                fields.Value = json.Text("the value", MaxText);
                return true;
            case "gasPrice":
                fields.GasPrice = json.Text("the gas price", MaxText);
                return true;
            case "gasLimit":
                fields.GasLimit = json.Whole("the gas limit");
                return true;
            case "maxFeePerGas":
                fields.MaxFeePerGas = json.Text("the highest fee", MaxText);
                return true;
            case "maxPriorityFeePerGas":
                fields.MaxPriorityFeePerGas = json.Text("the highest priority fee", MaxText);
                return true;
            case "extension":
                fields.Extension = FiscoListReader.Bytes(ref json);
                return true;
            case "txProof" when json.Token != JsonTokenType.Null:
                fields.Proof = FiscoListReader.Digests(ref json, "a node of the proof", DigestSize, FiscoPlans.MaxProofNodes, bare: true);
                return true;
            default:
                return false;
        }
    }

    // What later versions add may be passed over, but not a list or an object that nobody reads: it could be the transactions under another
    // name.
    private static void Pass(ref JsonCursor json, FiscoFields fields, string name)
    {
        if (name is "logEntries" or "transactionHash")
            fields.ReceiptMark = json.Offset;
        else if (name != "transactionProof" && json.Token is JsonTokenType.StartArray or JsonTokenType.StartObject)
            throw json.Fault(DecodeFault.Malformed, $"the member \"{Printable(name)}\" is not known and holds a JSON {json.Token}");
        json.Skip();
    }

    private static string Printable(string name) => name.Length <= 64 ? name : string.Concat(name.AsSpan(0, 64), "…");
}
