using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Appliance.Verification.Trust;

namespace Appliance.Verification.Tests.FiscoBcos;

/// <summary>
/// A FISCO BCOS chain whose answers are true: hashes, roots, proofs and signatures computed here, apart from the product's code, after the
/// node's sources.
/// </summary>
internal sealed class FiscoChain(bool national, int sealers = 4, string group = "group0")
{
    private const int SenderSeed = 100;

    public FiscoKey[] Sealers { get; } = [.. Enumerable.Range(1, sealers).Select(seed => new FiscoKey(national, seed))];

    public FiscoKey Sender { get; } = new(national, SenderSeed);

    public bool National => national;

    public string Group => group;

    public TrustAnchors Anchors(long fromHeight = 0, long? required = null) => TrustAnchors.None.Add(
        new SealerSetAnchor(group, fromHeight, [.. Sealers.Select(key => new PinnedSealer(key.PublicKey, 1))], required));

    public static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    public static string Hex(byte[] bytes) => "0x" + Convert.ToHexStringLower(bytes);

    public static byte[] FromHex(JsonNode node) => Convert.FromHexString(node.GetValue<string>().Replace("0x", "", StringComparison.Ordinal));

    public byte[] Hash(params byte[][] parts) => FiscoKey.Hash(national, parts);

    /// <summary>A transaction; <paramref name="change"/> sets fields before it is hashed and signed.</summary>
    public JsonObject Transaction(int number = 1, int version = 0, Action<JsonObject>? change = null)
    {
        var transaction = new JsonObject
        {
            ["version"] = version,
            ["chainID"] = "chain0",
            ["groupID"] = group,
            ["blockLimit"] = 500 + number,
            ["nonce"] = $"93211541293974952730087763682517272771230763513029093659263835585118451786{number:D3}",
            ["to"] = "0xc8ead4b26b2c6ac14c9fd90d9684c9bc2cc40085",
            ["input"] = "0xd91921ed000000000000000000000000000000000000000000000000000000000000016b",
            ["abi"] = "",
            ["importTime"] = 1670993547912,
            ["extraData"] = "a note",
        };
        if (version > 0)
            (transaction["value"], transaction["gasPrice"], transaction["gasLimit"], transaction["maxFeePerGas"], transaction["maxPriorityFeePerGas"]) = ("0x5", "0x1", 3000000, "", "");
        if (version > 1)
            transaction["extension"] = new JsonArray(255, 0, 7);
        change?.Invoke(transaction);
        return Sign(transaction);
    }

    /// <summary>Sets hash, sender and signature of a transaction.</summary>
    public JsonObject Sign(JsonObject transaction)
    {
        byte[] hash = HashOf(transaction);
        transaction["hash"] = Hex(hash);
        transaction["from"] = Hex(Sender.Address);
        transaction["signature"] = Hex(Sender.SignAsSender(hash));
        return transaction;
    }

    /// <summary>The hash of the fields as they are written.</summary>
    public byte[] HashOf(JsonObject transaction)
    {
        var parts = new List<byte[]>
        {
            Int32(transaction["version"]!.GetValue<int>()),
            Text(transaction, "chainID"),
            Text(transaction, "groupID"),
            Int64(transaction["blockLimit"]!),
            Text(transaction, "nonce"),
            Text(transaction, "to"),
            FromHex(transaction["input"]!),
            Text(transaction, "abi"),
        };
        if (transaction["version"]!.GetValue<int>() > 0)
        {
            parts.AddRange(
            [
                Text(transaction, "value"), Text(transaction, "gasPrice"), Int64(transaction["gasLimit"]!),
                Text(transaction, "maxFeePerGas"), Text(transaction, "maxPriorityFeePerGas"),
            ]);
        }

        if (transaction["version"]!.GetValue<int>() > 1)
            parts.Add([.. transaction["extension"]!.AsArray().Select(one => (byte)one!.GetValue<int>())]);
        return Hash([.. parts]);
    }

    /// <summary>A header over transactions' hashes; <paramref name="change"/> sets fields before it is hashed and signed.</summary>
    public JsonObject Header(long number = 9, IReadOnlyList<byte[]>? hashes = null, byte[]? parent = null, Action<JsonObject>? change = null, int[]? signers = null)
    {
        var header = new JsonObject
        {
            ["version"] = 0x03010000,
            ["parentInfo"] = new JsonArray(new JsonObject { ["blockNumber"] = number - 1, ["blockHash"] = Hex(parent ?? Hash("parent"u8.ToArray())) }),
            ["txsRoot"] = Hex(hashes is { Count: > 0 } ? Root(hashes) : new byte[32]),
            ["receiptsRoot"] = Hex(Hash("receipts"u8.ToArray())),
            ["stateRoot"] = Hex(Hash("state"u8.ToArray())),
            ["number"] = number,
            ["gasUsed"] = "24363",
            ["timestamp"] = 1667550861150,
            ["sealer"] = 0,
            ["sealerList"] = new JsonArray([.. Sealers.Select(key => (JsonNode)Hex(key.PublicKey))]),
            ["extraData"] = "0x",
            ["consensusWeights"] = new JsonArray([.. Sealers.Select(_ => (JsonNode)1)]),
        };
        change?.Invoke(header);
        return SignHeader(header, signers);
    }

    /// <summary>Sets hash and signatures of a header.</summary>
    public JsonObject SignHeader(JsonObject header, int[]? signers = null)
    {
        byte[] hash = HashOfHeader(header);
        header["hash"] = Hex(hash);
        header["signatureList"] = new JsonArray([.. (signers ?? [.. Enumerable.Range(0, Sealers.Length)]).Select(
            index => (JsonNode)new JsonObject { ["sealerIndex"] = index, ["signature"] = Hex(Sealers[index].Sign(hash)) })]);
        return header;
    }

    /// <summary>A block that carries its transactions.</summary>
    public JsonObject Block(long number, params JsonObject[] transactions)
    {
        JsonObject header = Header(number, [.. transactions.Select(one => FromHex(one["hash"]!))]);
        header["transactions"] = new JsonArray([.. transactions]);
        return header;
    }

    /// <summary>The proof of a leaf as a node writes it.</summary>
    public JsonArray Proof(IReadOnlyList<byte[]> leaves, int index)
    {
        if (leaves.Count == 1)
            return [Convert.ToHexStringLower(leaves[0])];
        var proof = new JsonArray();
        while (leaves.Count > 1)
        {
            byte[][] pair = [.. leaves.Skip(index / 2 * 2).Take(2)];
            proof.Add($"{pair.Length:x8}{new string('0', 56)}");
            foreach (byte[] node in pair)
                proof.Add(Convert.ToHexStringLower(node));
            leaves = Above(leaves);
            index /= 2;
        }

        return proof;
    }

    public byte[] Root(IReadOnlyList<byte[]> leaves) => leaves.Count == 1 ? leaves[0] : Root(Above(leaves));

    private byte[][] Above(IReadOnlyList<byte[]> level) => [.. level.Chunk(2).Select(pair => Hash(pair))];

    private byte[] HashOfHeader(JsonObject header)
    {
        var parts = new List<byte[]> { Int32(header["version"]!.GetValue<int>()) };
        foreach (JsonNode? parent in header["parentInfo"]!.AsArray())
            parts.AddRange([Int64(parent!["blockNumber"]!), FromHex(parent["blockHash"]!)]);
        parts.AddRange(
        [
            FromHex(header["txsRoot"]!), FromHex(header["receiptsRoot"]!), FromHex(header["stateRoot"]!), Int64(header["number"]!),
            Text(header, "gasUsed"), Int64(header["timestamp"]!), Int64(header["sealer"]!),
        ]);
        parts.AddRange(header["sealerList"]!.AsArray().Select(key => FromHex(key!)));
        parts.Add(FromHex(header["extraData"]!));
        parts.AddRange(header["consensusWeights"]!.AsArray().Select(weight => Int64(weight!)));
        return Hash([.. parts]);
    }

    private static byte[] Text(JsonObject node, string name) => Encoding.UTF8.GetBytes(node[name]!.GetValue<string>());

    private static byte[] Int32(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Int64(JsonNode number)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, long.Parse(number.ToJsonString(), CultureInfo.InvariantCulture));
        return bytes;
    }
}
