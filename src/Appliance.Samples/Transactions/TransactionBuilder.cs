using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Appliance.Samples.Identities;
using Appliance.Samples.Keys;
using Appliance.Samples.Wire;

namespace Appliance.Samples.Transactions;

/// <summary>
/// Turns planned transactions into signed <c>common.Envelope</c>s: proposal, endorsements by a majority of the agencies, the creator's
/// signature, tampering where the plan asks for it. Safe for concurrent use: everything comes from the plan and the seed.
/// </summary>
internal sealed class TransactionBuilder(
    SampleChannelOptions options, SeededBytes seed, IReadOnlyList<Organisation> organisations, SampleIdentity stranger)
{
    private const int EndorserTransaction = 3;
    private const int GoLang = 1;
    private const int NonceBytes = 24;
    private const int SuccessStatus = 200;

    /// <summary>Marshalled envelope.</summary>
    public byte[] Build(PlannedTransaction plan)
    {
        SampleIdentity creator = Creator(plan);
        byte[] nonce = seed.Derive(string.Create(CultureInfo.InvariantCulture, $"nonce/{plan.Block}/{plan.Index}"), NonceBytes);
        byte[] channelHeader = ChannelHeader(plan, TransactionId(plan, nonce, creator.Serialized));
        byte[] signatureHeader = new ProtobufMessage().Bytes(1, creator.Serialized).Bytes(2, nonce).ToArray();
        byte[] proposal = ProposalPayload(plan.Chaincode, plan.Arguments);
        byte[] proposalHash = SHA256.HashData([.. channelHeader, .. signatureHeader, .. proposal]);
        byte[] response = ResponsePayload(plan, proposalHash, plan.State);
        IReadOnlyList<byte[]> endorsements = Endorse(plan, response);
        if (plan.Tampering == SampleTampering.ProposalAlteredAfterEndorsing)
            proposal = ProposalPayload(plan.Chaincode, [plan.Arguments[0], Altered(plan.Arguments[1]), .. plan.Arguments.Skip(2)]);
        if (plan.Tampering == SampleTampering.ResponseAlteredAfterEndorsing)
            response = ResponsePayload(plan, proposalHash, [.. plan.State.Select(AlteredWrites)]);

        var endorsed = new ProtobufMessage().Bytes(1, response);
        foreach (byte[] endorsement in endorsements)
            endorsed.BytesAlways(2, endorsement);
        byte[] actionPayload = new ProtobufMessage().Bytes(1, proposal).Message(2, endorsed).ToArray();
        byte[] transaction = new ProtobufMessage()
            .Message(1, new ProtobufMessage().Bytes(1, signatureHeader).Bytes(2, actionPayload))
            .ToArray();
        byte[] payload = new ProtobufMessage()
            .Message(1, new ProtobufMessage().Bytes(1, channelHeader).Bytes(2, signatureHeader))
            .Bytes(2, transaction)
            .ToArray();
        return new ProtobufMessage().Bytes(1, payload).Bytes(2, CreatorSignature(plan, creator.Sign(payload))).ToArray();
    }

    private SampleIdentity Creator(PlannedTransaction plan) => plan.Tampering switch
    {
        SampleTampering.CreatorFromForeignAuthority => organisations[plan.Agency].ImpostorClient,
        SampleTampering.CreatorOfUnknownOrganisation => stranger,
        _ when plan.ByAdmin => organisations[plan.Agency].Admin,
        _ => organisations[plan.Agency].Client,
    };

    private static byte[] CreatorSignature(PlannedTransaction plan, SampleSignature signature) => plan.Tampering switch
    {
        SampleTampering.CreatorSignatureFlipped => signature.WithFlippedBit().ToDer(),
        SampleTampering.CreatorSignatureHighS => signature.WithHighS().ToDer(),
        _ => signature.ToDer(),
    };

    private static string TransactionId(PlannedTransaction plan, byte[] nonce, byte[] creator) =>
        Convert.ToHexStringLower(SHA256.HashData(
            plan.Tampering == SampleTampering.TransactionIdWrong ? [.. creator, .. nonce] : [.. nonce, .. creator]));

    private byte[] ChannelHeader(PlannedTransaction plan, string transactionId)
    {
        var extension = new ProtobufMessage().Message(2, new ProtobufMessage().Text(2, plan.Chaincode));
        return new ProtobufMessage()
            .Varint(1, EndorserTransaction)
            .Message(3, Timestamp(plan.Time))
            .Text(4, options.ChannelId)
            .Text(5, transactionId)
            .Bytes(7, extension.ToArray())
            .ToArray();
    }

    /// <summary><c>google.protobuf.Timestamp</c>.</summary>
    public static ProtobufMessage Timestamp(DateTimeOffset time)
    {
        long nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
        return new ProtobufMessage().Varint(1, time.ToUnixTimeSeconds()).Varint(2, nanoseconds);
    }

    private static byte[] ProposalPayload(string chaincode, IEnumerable<byte[]> arguments)
    {
        var input = new ProtobufMessage();
        foreach (byte[] argument in arguments)
            input.BytesAlways(1, argument);
        var specification = new ProtobufMessage()
            .Varint(1, GoLang)
            .Message(2, new ProtobufMessage().Text(2, chaincode))
            .Message(3, input);
        byte[] invocation = new ProtobufMessage().Message(1, specification).ToArray();
        return new ProtobufMessage().Bytes(1, invocation).ToArray();
    }

    private static byte[] ResponsePayload(PlannedTransaction plan, byte[] proposalHash, IEnumerable<StateAccess> state)
    {
        byte[] action = new ProtobufMessage()
            .Bytes(1, StateAccess.Marshal(state))
            .Message(3, new ProtobufMessage().Varint(1, SuccessStatus))
            .Message(4, new ProtobufMessage().Text(2, plan.Chaincode).Text(3, plan.ChaincodeVersion))
            .ToArray();
        return new ProtobufMessage().Bytes(1, proposalHash).Bytes(2, action).ToArray();
    }

    private List<byte[]> Endorse(PlannedTransaction plan, byte[] response)
    {
        int majority = (organisations.Count / 2) + 1;
        int count = plan.Tampering == SampleTampering.TooFewEndorsers ? majority - 1 : majority;
        var endorsements = new List<byte[]>(count);
        for (int i = 0; i < count; i++)
        {
            bool last = i == count - 1;
            int organisation = plan.Tampering == SampleTampering.EndorserRepeated
                ? plan.Agency
                : (plan.Agency + i) % organisations.Count;
            SampleIdentity endorser = last && plan.Tampering == SampleTampering.EndorserFromForeignAuthority
                ? organisations[organisation].ImpostorPeer
                : organisations[organisation].Peer;
            SampleSignature signature = endorser.Sign(response, endorser.Serialized);
            if (last && plan.Tampering == SampleTampering.EndorsementSignatureFlipped)
                signature = signature.WithFlippedBit();
            endorsements.Add(new ProtobufMessage().Bytes(1, endorser.Serialized).Bytes(2, signature.ToDer()).ToArray());
        }

        return endorsements;
    }

    /// <summary>The same length and kind of text with another last character.</summary>
    private static byte[] Altered(byte[] text)
    {
        byte[] copy = [.. text];
        copy[^1] = copy[^1] == (byte)'9' ? (byte)'8' : (byte)'9';
        return copy;
    }

    private static StateAccess AlteredWrites(StateAccess access) => access with
    {
        Writes = [.. access.Writes.Select(write => write with { Value = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(write.Value).Replace("\"version\":1", "\"version\":7", StringComparison.Ordinal)) })],
    };
}
