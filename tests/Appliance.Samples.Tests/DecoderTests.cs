using System.Security.Cryptography;
using System.Text.Json;
using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;

namespace Appliance.Samples.Tests;

/// <summary>The product's decoder reads what the sample's own writer wrote.</summary>
public sealed class DecoderTests
{
    private static readonly SampleChannelOptions Options = new() { Seed = "decoder", Blocks = 4, TransactionsPerBlock = 6 };
    private static readonly SampleChannel Channel = new(Options);
    private static readonly SampleBlock[] Blocks = [.. Channel.Blocks()];

    [Fact]
    public void Every_block_comes_back_as_it_was()
    {
        byte[] ledger = SampleLedger.Write(Blocks);
        Assert.Equal(FabricFormatKind.Ledger, FabricFormat.Recognise(ledger, ledger.Length));
        FabricBlock[] read = [.. Read(ledger)];
        Assert.Equal(Blocks.Length, read.Length);
        foreach ((SampleBlock written, FabricBlock block) in Blocks.Zip(read))
        {
            Assert.Equal(written.Number, block.Number);
            Assert.Equal(written.HeaderHash(), SHA256.HashData(block.HeaderDer.Span));
            Assert.Null(block.MetadataFault);
            Assert.Equal(written.Number == 0 ? 0 : 1, block.OrdererSignatures.Count);
            Assert.Equal(0, block.LastConfigIndex);
            Assert.Equal(written.Metadata[SampleBlock.TransactionsFilter].ToArray(), block.ValidationCodes.ToArray());
            Assert.Equal(written.Number == 0, block.IsConfigBlock);
            Assert.Equal(written.Number == 0 ? 0 : SHA256.HashSizeInBytes, block.CommitHash.Length);
            Assert.Equal(written.Envelopes.Select(Hex), block.Transactions.Select(transaction => Hex(transaction.Envelope)));
        }
    }

    [Fact]
    public void A_single_block_is_read_like_one_of_a_ledger()
    {
        byte[] message = Blocks[3].ToBlockMessage();
        Assert.Equal(FabricFormatKind.Block, FabricFormat.Recognise(message, message.Length));
        FabricBlock block = FabricBlock.DecodeBlock(message, DecodeLimits.Default);
        Assert.Equal(Blocks[3].HeaderHash(), SHA256.HashData(block.HeaderDer.Span));
        Assert.Equal(Blocks[3].Envelopes.Select(Hex), block.Transactions.Select(transaction => Hex(transaction.Envelope)));
    }

    [Fact]
    public void Transactions_are_canonical_and_name_their_parts()
    {
        foreach (FabricTransaction transaction in Read(SampleLedger.Write(Blocks)).Skip(1).SelectMany(block => block.Transactions))
        {
            Assert.Null(transaction.Fault);
            Assert.Equal(Hex(transaction.CanonicalEnvelope), Hex(transaction.Envelope));
            Assert.Equal(FabricHeaderType.EndorserTransaction, transaction.Type);
            Assert.Equal(Options.ChannelId, transaction.ChannelId);
            Assert.Equal(0u, transaction.Epoch);
            Assert.Equal(1, transaction.ActionCount);
            Assert.Contains(transaction.CreatorMspId, Options.Agencies.Select(agency => agency.MspId));
            Assert.Equal((Options.Agencies.Count / 2) + 1, transaction.Action!.Endorsements.Count);
        }
    }

    [Fact]
    public void Records_are_written_under_their_key_with_the_hash_of_the_file_off_the_chain()
    {
        FabricTransaction[] calls = [.. Read(SampleLedger.Write(Blocks)).Skip(2).SelectMany(block => block.Transactions)];
        Assert.Equal(Options.Blocks * Options.TransactionsPerBlock, calls.Length);
        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (FabricTransaction call in calls)
        {
            FabricWrite write = Assert.Single(call.Action!.Find("archive")!.Value.ReadWrites());
            using JsonDocument value = JsonDocument.Parse(write.Value);
            string Text(string name) => value.RootElement.GetProperty(name).GetString()!;
            int version = value.RootElement.GetProperty("version").GetInt32();
            Assert.Equal(versions.GetValueOrDefault(write.Key) + 1, version);
            versions[write.Key] = version;
            var record = new SampleRecord(write.Key["record/".Length..], version, Text("title"), Text("fileNumber"), Text("agency"));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(record.FileContent())), Text("sha256"));
            Assert.Equal(call.CreatorMspId, record.Agency);
        }

        Assert.Contains(versions.Values, version => version > 1);
    }

    [Fact]
    public void The_definition_of_the_chaincode_names_the_channels_policy()
    {
        FabricTransaction commit = Assert.Single(Read(SampleLedger.Write(Blocks)).ElementAt((int)SampleChannel.DefinitionBlock).Transactions);
        FabricChaincodeDefinition definition = Assert.Single(FabricChaincodeDefinitions.From(commit));
        Assert.Equal("archive", definition.Name);
        Assert.Equal("/Channel/Application/Endorsement", definition.Policy!.ChannelPolicy);
    }

    [Fact]
    public void The_genesis_block_configures_the_channel()
    {
        FabricChannelConfig config = FabricChannelConfig.FromBlock(Read(SampleLedger.Write(Blocks)).First())!;
        Assert.Equal(Options.ChannelId, config.ChannelId);
        Assert.Equal(0u, config.Sequence);
        Assert.Equal("etcdraft", config.ConsensusType);
        Assert.Equal(Channel.Roots.Keys.Order(), config.Msps.Keys.Order());
        foreach ((string mspId, FabricMspConfig msp) in config.Msps)
        {
            Assert.Equal(Channel.Roots[mspId], System.Text.Encoding.ASCII.GetString(Assert.Single(msp.RootCertificates).Span));
            Assert.True(msp.NodeOus!.Enabled);
            Assert.Equal("peer", msp.NodeOus.Peer!.Name);
            Assert.Equal("orderer", msp.NodeOus.Orderer!.Name);
        }

        Assert.All([config.ChannelCapabilities, config.OrdererCapabilities, config.ApplicationCapabilities], set => Assert.Equal(["V2_0"], set));
        foreach ((string path, FabricImplicitMetaRule rule, string subPolicy) in ((string, FabricImplicitMetaRule, string)[])
                 [
                     ("/Channel/Readers", FabricImplicitMetaRule.Any, "Readers"),
                     ("/Channel/Admins", FabricImplicitMetaRule.Majority, "Admins"),
                     ("/Channel/Orderer/BlockValidation", FabricImplicitMetaRule.Any, "Writers"),
                     ("/Channel/Application/Endorsement", FabricImplicitMetaRule.Majority, "Endorsement"),
                     ("/Channel/Application/LifecycleEndorsement", FabricImplicitMetaRule.Majority, "Endorsement"),
                 ])
        {
            var policy = Assert.IsType<FabricImplicitMetaPolicy>(config.FindPolicy(path));
            Assert.Equal((rule, subPolicy), (policy.Rule, policy.SubPolicy));
        }

        var endorsement = Assert.IsType<FabricSignaturePolicy>(config.FindPolicy("/Channel/Application/ArchivesMSP/Endorsement"));
        Assert.Equal([new FabricRolePrincipal("ArchivesMSP", FabricRole.Peer)], endorsement.Identities);
    }

    [Fact]
    public void Glued_transactions_are_seen_not_to_be_canonical()
    {
        FabricBlock block = Read(SampleLedger.Write(SampleAttacks.GlueTransactions(Blocks, 3, 1))).ElementAt(3);
        FabricTransaction glued = block.Transactions[1];
        Assert.True(glued.Fault is not null || Hex(glued.CanonicalEnvelope) != Hex(glued.Envelope));
        Assert.All(block.Transactions.Where(transaction => transaction.Index != 1), transaction => Assert.Null(transaction.Fault));
    }

    private static IEnumerable<FabricBlock> Read(byte[] ledger)
    {
        using var stream = new MemoryStream(ledger);
        var reader = new FabricLedgerReader(stream);
        while (reader.Read() is { } block)
            yield return block;
        Assert.Equal(ledger.Length, reader.Offset);
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
}
