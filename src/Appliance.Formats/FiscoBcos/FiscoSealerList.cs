using System.Text.Json;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.FiscoBcos;

/// <summary>What a node answers to <c>getSealerList</c>, with or without the envelope: the form in which operators pin sealers.</summary>
public static class FiscoSealerList
{
    private const int NodeIdSize = 64;

    /// <summary>Reads the sealers: node id (64 bytes) and weight.</summary>
    /// <exception cref="DecodeException">Not such an answer.</exception>
    public static IReadOnlyList<(ReadOnlyMemory<byte> NodeId, long Weight)> Decode(ReadOnlyMemory<byte> json, DecodeLimits? limits = null)
    {
        if (json.IsEmpty)
            throw JsonCursor.Fault(0, DecodeFault.Empty, "the list of sealers holds no bytes");
        var cursor = new JsonCursor(json.Span, limits ?? DecodeLimits.Default);
        cursor.Next();
        List<(ReadOnlyMemory<byte> NodeId, long Weight)>? sealers = null;
        if (cursor.Token == JsonTokenType.StartObject)
        {
            long at = cursor.Offset;
            for (cursor.Next(); cursor.Token != JsonTokenType.EndObject; cursor.Next())
            {
                string name = cursor.Name();
                cursor.Next();
                if (name != "result")
                    cursor.Skip();
                else if (sealers is null)
                    sealers = ReadAll(ref cursor);
                else
                    throw cursor.Fault(DecodeFault.NotCanonical, "the answer has two results");
            }

            if (sealers is null)
                throw JsonCursor.Fault(at, DecodeFault.Malformed, "the answer has no result");
        }
        else
        {
            sealers = ReadAll(ref cursor);
        }

        cursor.End();
        return sealers;
    }

    private static List<(ReadOnlyMemory<byte> NodeId, long Weight)> ReadAll(ref JsonCursor json)
    {
        var sealers = new List<(ReadOnlyMemory<byte> NodeId, long Weight)>();
        json.Expect(JsonTokenType.StartArray, "the list of sealers");
        for (json.Next(); json.Token != JsonTokenType.EndArray; json.Next())
        {
            if (sealers.Count >= json.Limits.MaxSignatures)
                throw json.Fault(DecodeFault.LimitExceeded, $"more than {json.Limits.MaxSignatures} sealers");
            sealers.Add(ReadOne(ref json));
        }

        return sealers;
    }

    private static (ReadOnlyMemory<byte> NodeId, long Weight) ReadOne(ref JsonCursor json)
    {
        json.Expect(JsonTokenType.StartObject, "a sealer");
        (byte[]? id, long? weight, long at) = (null, null, json.Offset);
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (json.Next(); json.Token != JsonTokenType.EndObject; json.Next())
        {
            string name = json.Name();
            if (!names.Add(name))
                throw json.Fault(DecodeFault.NotCanonical, "a member appears twice");
            json.Next();
            switch (name)
            {
                case "nodeID":
                    id = json.Hex("a node id", NodeIdSize, bare: true);
                    break;
                case "weight":
                    weight = json.Whole("a weight");
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return id is null || weight is null
            ? throw JsonCursor.Fault(at, DecodeFault.Malformed, "a sealer lacks its nodeID or its weight")
            : (id, weight.Value);
    }
}
