using System.Text.Json;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.FiscoBcos;

/// <summary>Reads the arrays of headers and transactions, each within its bound.</summary>
internal static class FiscoListReader
{
    private const int DigestSize = 32;

    // A chain has one parent per block; the bound keeps the plan of a hostile header small.
    private const int MaxParents = 16;

    public static List<ReadOnlyMemory<byte>> Digests(ref JsonCursor json, string what, int size, int max, bool bare)
    {
        var list = new List<ReadOnlyMemory<byte>>();
        for (Begin(ref json, what); json.Token != JsonTokenType.EndArray; json.Next())
        {
            Bound(ref json, list.Count, max, what);
            list.Add(json.Hex(what, size, bare));
        }

        return list;
    }

    public static List<long> Weights(ref JsonCursor json)
    {
        var list = new List<long>();
        for (Begin(ref json, "a weight"); json.Token != JsonTokenType.EndArray; json.Next())
        {
            Bound(ref json, list.Count, json.Limits.MaxSignatures, "a weight");
            list.Add(json.Whole("a weight"));
        }

        return list;
    }

    public static List<FiscoParent> Parents(ref JsonCursor json)
    {
        var list = new List<FiscoParent>();
        for (Begin(ref json, "a parent"); json.Token != JsonTokenType.EndArray; json.Next())
        {
            Bound(ref json, list.Count, MaxParents, "a parent");
            (long? number, byte[]? hash, long at) = (null, null, json.Offset);
            var names = new Names();
            for (BeginObject(ref json, "a parent"); json.Token != JsonTokenType.EndObject; json.Next())
            {
                switch (names.Take(ref json))
                {
                    case "blockNumber":
                        number = json.Whole("a parent's number");
                        break;
                    case "blockHash":
                        hash = json.Hex("a parent's hash", DigestSize);
                        break;
                    default:
                        throw json.Fault(DecodeFault.Malformed, "a parent has a number and a hash and nothing else");
                }
            }

            if (number is null || hash is null)
                throw JsonCursor.Fault(at, DecodeFault.Malformed, "a parent lacks its number or its hash");
            list.Add(new FiscoParent(number.Value, hash));
        }

        return list;
    }

    public static List<FiscoSealerSignature> Signatures(ref JsonCursor json)
    {
        var list = new List<FiscoSealerSignature>();
        for (Begin(ref json, "a signature"); json.Token != JsonTokenType.EndArray; json.Next())
        {
            Bound(ref json, list.Count, json.Limits.MaxSignatures, "a signature");
            (long? sealer, byte[]? signature, long at) = (null, null, json.Offset);
            var names = new Names();
            for (BeginObject(ref json, "a signature"); json.Token != JsonTokenType.EndObject; json.Next())
            {
                switch (names.Take(ref json))
                {
                    case "sealerIndex":
                        sealer = json.Whole("a sealer's index");
                        break;
                    case "signature":
                        signature = json.Hex("a sealer's signature");
                        break;
                    default:
                        throw json.Fault(DecodeFault.Malformed, "a sealer's signature has an index and a signature and nothing else");
                }
            }

            if (sealer is null || signature is null)
                throw JsonCursor.Fault(at, DecodeFault.Malformed, "a sealer's signature lacks its index or the signature");
            list.Add(new FiscoSealerSignature(sealer.Value, signature));
        }

        return list;
    }

    /// <summary>Either the hashes of transactions or the transactions.</summary>
    public static void Transactions(ref JsonCursor json, FiscoFields fields)
    {
        var hashes = new List<ReadOnlyMemory<byte>>();
        var transactions = new List<FiscoTransaction>();
        for (Begin(ref json, "a transaction"); json.Token != JsonTokenType.EndArray; json.Next())
        {
            Bound(ref json, hashes.Count, json.Limits.MaxTransactionsPerBlock, "a transaction");
            if (json.Token == JsonTokenType.StartObject && hashes.Count == transactions.Count)
            {
                FiscoTransaction transaction = FiscoBundleDecoder.Transaction(FiscoFieldReader.Read(ref json));
                transactions.Add(transaction);
                hashes.Add(transaction.Hash);
            }
            else if (transactions.Count == 0)
            {
                hashes.Add(json.Hex("the hash of a transaction", DigestSize));
            }
            else
            {
                throw json.Fault(DecodeFault.Malformed, "a block lists transactions or hashes of transactions, not both");
            }
        }

        (fields.TransactionHashes, fields.Transactions) = (hashes, transactions);
    }

    /// <summary>Bytes as an array of numbers.</summary>
    public static byte[] Bytes(ref JsonCursor json)
    {
        var list = new List<byte>();
        for (Begin(ref json, "an extension"); json.Token != JsonTokenType.EndArray; json.Next())
            list.Add((byte)json.Whole("a byte of the extension", byte.MaxValue));
        return [.. list];
    }

    private static void Begin(ref JsonCursor json, string what)
    {
        json.Expect(JsonTokenType.StartArray, $"the list around {what}");
        json.Next();
    }

    private static void BeginObject(ref JsonCursor json, string what)
    {
        json.Expect(JsonTokenType.StartObject, what);
        json.Next();
    }

    private static void Bound(ref JsonCursor json, int count, int max, string what)
    {
        if (count >= max)
            throw json.Fault(DecodeFault.LimitExceeded, $"{what} is one too many: the limit is {max}");
    }

    // The few members of a small object: a name may appear once.
    private struct Names
    {
        private string? _seen;

        public string Take(ref JsonCursor json)
        {
            string name = json.Name();
            if (name == _seen)
                throw json.Fault(DecodeFault.NotCanonical, "a member appears twice");
            _seen ??= name;
            json.Next();
            return name;
        }
    }
}
