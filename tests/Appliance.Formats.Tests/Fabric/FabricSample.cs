using System.Security.Cryptography;
using System.Text;
using Appliance.Formats.Fabric;

namespace Appliance.Formats.Tests.Fabric;

/// <summary>Blocks of the right shape with made-up identities and signatures: enough for decoders, which verify nothing.</summary>
internal static class FabricSample
{
    public const string Channel = "records";

    public static readonly byte[] Creator = FabricWriter.SerializedIdentity("Org1MSP", "creator"u8);

    private static readonly DateTimeOffset Time = new(2024, 5, 6, 7, 8, 9, 100, TimeSpan.Zero);

    public static byte[] Endorsed(int seed, Action<EndorsedOptions>? change = null)
    {
        var options = new EndorsedOptions();
        change?.Invoke(options);
        byte[] nonce = Encoding.ASCII.GetBytes($"nonce {seed}");
        string id = Convert.ToHexStringLower(SHA256.HashData([.. nonce, .. Creator]));
        byte[] signatureHeader = FabricWriter.SignatureHeader(options.Creator, nonce);
        byte[] channelHeader = FabricWriter.ChannelHeader(
            options.Type, options.Channel, options.Id ?? id, Time, FabricWriter.ChaincodeHeaderExtension(options.Invoked), options.Epoch);
        byte[] proposal = FabricWriter.ChaincodeProposalPayload("archive", [Encoding.ASCII.GetBytes($"put {seed}")]);
        byte[] results = FabricWriter.TxReadWriteSet(options.Namespaces);
        byte[] response = FabricWriter.ProposalResponsePayload(
            SHA256.HashData([.. channelHeader, .. signatureHeader, .. proposal]), FabricWriter.ChaincodeAction("archive", "1.0", results));
        byte[] action = FabricWriter.ChaincodeActionPayload(proposal, response, options.Endorsements);
        byte[] transaction = FabricWriter.Transaction(signatureHeader, action);
        for (int i = 1; i < options.Actions; i++)
            transaction = [.. transaction, .. FabricWriter.Transaction(signatureHeader, action)];
        byte[] payload = FabricWriter.Payload(FabricWriter.Header(channelHeader, signatureHeader), transaction);
        return FabricWriter.Envelope(payload, options.Signature);
    }

    public static byte[] Configuration(byte[] configEnvelope, string channel = Channel) => FabricWriter.Envelope(
        FabricWriter.Payload(
            FabricWriter.Header(
                FabricWriter.ChannelHeader(FabricHeaderType.Config, channel, "", Time),
                FabricWriter.SignatureHeader(Creator, "nonce"u8)),
            configEnvelope),
        "creator's signature"u8);

    public static byte[] Record(long number, byte[] previousHash, params byte[][] envelopes) =>
        FabricWriter.LedgerRecord(number, previousHash, DataHash(envelopes), envelopes, Metadata(0, envelopes.Length));

    public static byte[] DataHash(params byte[][] envelopes) => SHA256.HashData([.. envelopes.SelectMany(envelope => envelope)]);

    public static byte[][] Metadata(long lastConfig, int transactions) =>
    [
        FabricWriter.SignatureMetadata(
            FabricWriter.OrdererBlockMetadata(lastConfig),
            [new FabricOrdererSignature(FabricWriter.SignatureHeader(Creator, "n"u8), default, "orderer's signature"u8.ToArray(), default)]),
        [],
        new byte[transactions],
        [],
        FabricWriter.CommitHashMetadata(new byte[32]),
    ];

    public static byte[] Ledger(int blocks, int transactions)
    {
        var records = new List<byte[]>();
        byte[] previous = [];
        for (int number = 0; number < blocks; number++)
        {
            byte[][] envelopes = [.. Enumerable.Range(0, transactions).Select(i => Endorsed((number * transactions) + i))];
            records.Add(Record(number, previous, envelopes));
            previous = SHA256.HashData(FabricBlockHeader.Encode(number, previous, DataHash(envelopes)));
        }

        return FabricWriter.LedgerFile(records);
    }
}

internal sealed class EndorsedOptions
{
    public FabricHeaderType Type { get; set; } = FabricHeaderType.EndorserTransaction;

    public string Channel { get; set; } = FabricSample.Channel;

    public string? Id { get; set; }

    public ulong Epoch { get; set; }

    public string Invoked { get; set; } = "archive";

    public int Actions { get; set; } = 1;

    public byte[] Creator { get; set; } = FabricSample.Creator;

    public byte[] Signature { get; set; } = "creator's signature"u8.ToArray();

    public List<(string Namespace, byte[] ReadWriteSet)> Namespaces { get; set; } =
    [
        ("_lifecycle", FabricWriter.ReadWriteSet(["namespaces/fields/archive/Sequence"], [])),
        ("archive", FabricWriter.ReadWriteSet([], [new FabricWrite("record 1", false, "value"u8.ToArray())])),
    ];

    public List<FabricEndorsement> Endorsements { get; set; } =
    [
        new FabricEndorsement(FabricWriter.SerializedIdentity("Org1MSP", "peer"u8), "first"u8.ToArray()),
        new FabricEndorsement(FabricWriter.SerializedIdentity("Org2MSP", "peer"u8), "second"u8.ToArray()),
    ];
}
