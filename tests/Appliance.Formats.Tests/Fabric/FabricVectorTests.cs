using System.Security.Cryptography;
using System.Text.Json;
using Appliance.Formats.Fabric;

namespace Appliance.Formats.Tests.Fabric;

/// <summary>Real ledgers decode to what an independent checker says of them.</summary>
public sealed class FabricVectorTests
{
    public static TheoryData<string> Ledgers => ["sample_prod.blockfile", "from_snapshot.blockfile"];

    [Theory]
    [MemberData(nameof(Ledgers))]
    public void Ledger_decodes_to_the_expected_values(string file)
    {
        List<FabricBlock> blocks = ReadAll(Vectors.Read($"fabric/{file}"));
        using var expected = JsonDocument.Parse(Vectors.Read("fabric/expected.json"));
        JsonElement entries = expected.RootElement.GetProperty($"fabric/{file}");
        Assert.Equal(entries.GetArrayLength(), blocks.Count);
        int at = 0;
        foreach (JsonElement entry in entries.EnumerateArray())
            AssertBlock(entry, blocks[at++]);
    }

    [Theory]
    [MemberData(nameof(Ledgers))]
    public void Hashes_link_the_blocks(string file)
    {
        List<FabricBlock> blocks = ReadAll(Vectors.Read($"fabric/{file}"));
        for (int i = 0; i < blocks.Count; i++)
        {
            Assert.Equal(SHA256.HashData([.. blocks[i].Transactions.SelectMany(t => t.Envelope.ToArray())]), blocks[i].DataHash.ToArray());
            if (i > 0)
                Assert.Equal(SHA256.HashData(blocks[i - 1].HeaderDer.Span), blocks[i].PreviousHash.ToArray());
        }
    }

    [Theory]
    [InlineData("block3.pb")]
    [InlineData("mychannel.block")]
    public void Single_block_decodes(string file)
    {
        byte[] bytes = Vectors.Read($"fabric/{file}");
        Assert.Equal(FabricFormatKind.Block, FabricFormat.Recognise(bytes.AsSpan(0, Math.Min(4096, bytes.Length)), bytes.Length));
        var block = FabricBlock.DecodeBlock(bytes);
        Assert.Null(block.MetadataFault);
        Assert.All(block.Transactions, transaction => Assert.Null(transaction.Fault));
        Assert.Equal(SHA256.HashData([.. block.Transactions.SelectMany(t => t.Envelope.ToArray())]), block.DataHash.ToArray());
    }

    internal static List<FabricBlock> ReadAll(byte[] ledger)
    {
        var blocks = new List<FabricBlock>();
        var reader = new FabricLedgerReader(new MemoryStream(ledger));
        while (reader.Read() is { } block)
            blocks.Add(block);
        return blocks;
    }

    private static void AssertBlock(JsonElement entry, FabricBlock block)
    {
        Assert.Equal(entry.GetProperty("num").GetInt64(), block.Number);
        Assert.Equal(entry.GetProperty("ntx").GetInt32(), block.Transactions.Count);
        Assert.Equal(entry.GetProperty("header_hash").GetString(), Convert.ToHexStringLower(SHA256.HashData(block.HeaderDer.Span)));
        Assert.Null(block.MetadataFault);
        Assert.Equal(
            entry.GetProperty("orderer").EnumerateArray().Select(pair => pair[0].GetString()),
            block.OrdererSignatures.Select(signature => MspOf(signature.Creator)));
        int at = 0;
        foreach (JsonElement wanted in entry.GetProperty("txs").EnumerateArray())
            AssertTransaction(wanted, block, block.Transactions[at++]);
    }

    private static void AssertTransaction(JsonElement wanted, FabricBlock block, FabricTransaction transaction)
    {
        Assert.Null(transaction.Fault);
        Assert.Equal(wanted.GetProperty("type").GetString() == "CONFIG" ? FabricHeaderType.Config : FabricHeaderType.EndorserTransaction, transaction.Type);
        Assert.Equal(wanted.GetProperty("channel").GetString(), transaction.ChannelId);
        Assert.StartsWith(wanted.GetProperty("txid").GetString()!, transaction.Id, StringComparison.Ordinal);
        Assert.Equal(wanted.GetProperty("creator").GetString(), transaction.CreatorMspId);
        Assert.Equal(wanted.GetProperty("flag").GetByte(), block.ValidationCodes.Span[transaction.Index]);
        if (!wanted.TryGetProperty("ends", out JsonElement endorsements))
            return;
        Assert.Equal(transaction.Id, Convert.ToHexStringLower(SHA256.HashData([.. transaction.Nonce.Span, .. transaction.Creator.Span])));
        Assert.Equal(
            endorsements.EnumerateArray().Select(pair => pair[0].GetString()),
            transaction.Action!.Endorsements.Select(endorsement => MspOf(endorsement.Endorser)));
        Assert.Equal(wanted.GetProperty("cc").GetString(), transaction.Action.ChaincodeName);
        Assert.True(transaction.CanonicalEnvelope.Equals(transaction.Envelope));
    }

    private static string MspOf(ReadOnlyMemory<byte> identity)
    {
        Assert.True(FabricIdentity.TryDecode(identity, out string mspId, out _));
        return mspId;
    }
}
