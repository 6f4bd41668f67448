using System.Text;
using System.Text.Json.Nodes;

namespace Appliance.Formats.Tests.FiscoBcos;

/// <summary>Answers of a node with the right shape and meaningless hashes and signatures.</summary>
internal static class FiscoSample
{
    public static JsonObject Header(JsonNode? transactions = null)
    {
        var header = new JsonObject
        {
            ["consensusWeights"] = new JsonArray(1, 2),
            ["extraData"] = "0x",
            ["gasUsed"] = "1114278",
            ["hash"] = Hex(1, 32),
            ["number"] = 9,
            ["parentInfo"] = new JsonArray(new JsonObject { ["blockHash"] = Hex(2, 32), ["blockNumber"] = 8 }),
            ["receiptsRoot"] = Hex(3, 32),
            ["sealer"] = 1,
            ["sealerList"] = new JsonArray(Hex(4, 64), Hex(5, 64)),
            ["signatureList"] = new JsonArray(
                new JsonObject { ["sealerIndex"] = 0, ["signature"] = Hex(6, 65) },
                new JsonObject { ["sealerIndex"] = 1, ["signature"] = Hex(7, 128) }),
            ["stateRoot"] = Hex(8, 32),
            ["timestamp"] = 1667550861150,
            ["txsRoot"] = Hex(9, 32),
            ["version"] = 50331649,
        };
        if (transactions is not null)
            header["transactions"] = transactions;
        return header;
    }

    public static JsonObject Transaction(int version = 0)
    {
        var transaction = new JsonObject
        {
            ["abi"] = "",
            ["blockLimit"] = 521,
            ["chainID"] = "chain0",
            ["extraData"] = "a note",
            ["from"] = Hex(10, 20),
            ["groupID"] = "group0",
            ["hash"] = Hex(11, 32),
            ["importTime"] = 1670993547912,
            ["input"] = "0xd91921ed00",
            ["nonce"] = "932115412939749527",
            ["signature"] = Hex(12, 65),
            ["to"] = Hex(13, 20),
            ["version"] = version,
        };
        if (version > 0)
        {
            transaction["value"] = "0x5";
            transaction["gasPrice"] = "0x1";
            transaction["gasLimit"] = 3000000;
            transaction["maxFeePerGas"] = "";
            transaction["maxPriorityFeePerGas"] = "";
        }

        if (version > 1)
            transaction["extension"] = new JsonArray(255, 0, 7);
        return transaction;
    }

    public static JsonObject WithProof(JsonObject transaction)
    {
        transaction["txProof"] = new JsonArray(Hex(2, 32)[2..], Hex(11, 32)[2..], Hex(14, 32)[2..]);
        return transaction;
    }

    public static JsonArray SealerList() =>
        [new JsonObject { ["nodeID"] = Hex(4, 64)[2..], ["weight"] = 1 }, new JsonObject { ["nodeID"] = Hex(5, 64), ["weight"] = 2, ["other"] = null }];

    public static JsonObject Answer(JsonNode result) => new() { ["id"] = 1, ["jsonrpc"] = "2.0", ["result"] = result };

    public static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    /// <summary>One document of every kind.</summary>
    public static byte[][] All() =>
    [
        Bytes(Header()),
        Bytes(Answer(Header(new JsonArray(Hex(20, 32), Hex(21, 32), Hex(22, 32))))),
        Bytes(Header(new JsonArray(Transaction(), Transaction(1)))),
        Bytes(Answer(Transaction(2))),
        Bytes(new JsonArray(Answer(Header()), WithProof(Transaction()))),
    ];

    public static string Hex(byte fill, int size) => "0x" + Convert.ToHexStringLower(Enumerable.Repeat(fill, size).ToArray());
}
