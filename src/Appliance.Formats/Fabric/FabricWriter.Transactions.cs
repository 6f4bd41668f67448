using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>
/// Writes Fabric's messages in the canonical encoding that its Go code produces: what samples, tests and the front need to build
/// transactions and blocks. Plain bytes in, plain bytes out; nothing is hashed or signed here.
/// </summary>
public static partial class FabricWriter
{
    /// <summary><c>common.Envelope</c>.</summary>
    public static byte[] Envelope(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature) =>
        new ProtobufWriter().Bytes(1, payload).Bytes(2, signature).ToArray();

    /// <summary><c>common.Payload</c>.</summary>
    public static byte[] Payload(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data) =>
        new ProtobufWriter().BytesAlways(1, header).Bytes(2, data).ToArray();

    /// <summary><c>common.Header</c>.</summary>
    public static byte[] Header(ReadOnlySpan<byte> channelHeader, ReadOnlySpan<byte> signatureHeader) =>
        new ProtobufWriter().Bytes(1, channelHeader).Bytes(2, signatureHeader).ToArray();

    /// <summary><c>common.ChannelHeader</c>.</summary>
    /// <param name="type">What the envelope carries.</param>
    /// <param name="channelId">Name of the channel.</param>
    /// <param name="id">Transaction id; empty on configurations.</param>
    /// <param name="timestamp">The creator's clock.</param>
    /// <param name="extension">Endorser transactions: see <see cref="ChaincodeHeaderExtension"/>.</param>
    /// <param name="epoch">Must be 0 to be valid.</param>
    public static byte[] ChannelHeader(
        FabricHeaderType type, string channelId, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> extension = default, ulong epoch = 0)
    {
        long ticks = timestamp.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        (long seconds, long rest) = (ticks / TimeSpan.TicksPerSecond, ticks % TimeSpan.TicksPerSecond);
        if (rest < 0)
            (seconds, rest) = (seconds - 1, rest + TimeSpan.TicksPerSecond);
        byte[] time = new ProtobufWriter().Signed(1, seconds).Signed(2, rest * 100).ToArray();
        return new ProtobufWriter()
            .Signed(1, (int)type)
            .BytesAlways(3, time)
            .Text(4, channelId)
            .Text(5, id)
            .Number(6, epoch)
            .Bytes(7, extension)
            .ToArray();
    }

    /// <summary><c>protos.ChaincodeHeaderExtension</c>: which chaincode is invoked.</summary>
    public static byte[] ChaincodeHeaderExtension(string chaincode) =>
        new ProtobufWriter().BytesAlways(2, ChaincodeId(chaincode, "")).ToArray();

    /// <summary><c>common.SignatureHeader</c>.</summary>
    public static byte[] SignatureHeader(ReadOnlySpan<byte> creator, ReadOnlySpan<byte> nonce) =>
        new ProtobufWriter().Bytes(1, creator).Bytes(2, nonce).ToArray();

    /// <summary><c>msp.SerializedIdentity</c>.</summary>
    public static byte[] SerializedIdentity(string mspId, ReadOnlySpan<byte> pem) =>
        new ProtobufWriter().Text(1, mspId).Bytes(2, pem).ToArray();

    /// <summary><c>protos.Transaction</c> with one action.</summary>
    /// <param name="header">The proposal's signature header.</param>
    /// <param name="chaincodeActionPayload">See <see cref="ChaincodeActionPayload"/>.</param>
    public static byte[] Transaction(ReadOnlySpan<byte> header, ReadOnlySpan<byte> chaincodeActionPayload) =>
        new ProtobufWriter()
            .BytesAlways(1, new ProtobufWriter().Bytes(1, header).Bytes(2, chaincodeActionPayload).ToArray())
            .ToArray();

    /// <summary><c>protos.ChaincodeActionPayload</c>.</summary>
    public static byte[] ChaincodeActionPayload(
        ReadOnlySpan<byte> proposalPayload, ReadOnlySpan<byte> proposalResponsePayload, IEnumerable<FabricEndorsement> endorsements)
    {
        var action = new ProtobufWriter().Bytes(1, proposalResponsePayload);
        foreach (FabricEndorsement endorsement in endorsements)
            action.BytesAlways(2, new ProtobufWriter().Bytes(1, endorsement.Endorser.Span).Bytes(2, endorsement.Signature.Span).ToArray());
        return new ProtobufWriter().Bytes(1, proposalPayload).BytesAlways(2, action.ToArray()).ToArray();
    }

    /// <summary><c>protos.ChaincodeProposalPayload</c> for a call with arguments, without transient data.</summary>
    public static byte[] ChaincodeProposalPayload(string chaincode, IEnumerable<ReadOnlyMemory<byte>> arguments)
    {
        var input = new ProtobufWriter();
        foreach (ReadOnlyMemory<byte> argument in arguments)
            input.BytesAlways(1, argument.Span);
        byte[] spec = new ProtobufWriter()
            .Number(1, 1)
            .BytesAlways(2, ChaincodeId(chaincode, ""))
            .BytesAlways(3, input.ToArray())
            .ToArray();
        return new ProtobufWriter().Bytes(1, new ProtobufWriter().BytesAlways(1, spec).ToArray()).ToArray();
    }

    /// <summary><c>protos.ProposalResponsePayload</c>: what endorsers sign, followed by their identity.</summary>
    public static byte[] ProposalResponsePayload(ReadOnlySpan<byte> proposalHash, ReadOnlySpan<byte> chaincodeAction) =>
        new ProtobufWriter().Bytes(1, proposalHash).Bytes(2, chaincodeAction).ToArray();

    /// <summary><c>protos.ChaincodeAction</c> with status 200.</summary>
    public static byte[] ChaincodeAction(string chaincode, string version, ReadOnlySpan<byte> results) =>
        new ProtobufWriter()
            .Bytes(1, results)
            .BytesAlways(3, new ProtobufWriter().Number(1, 200).ToArray())
            .BytesAlways(4, ChaincodeId(chaincode, version))
            .ToArray();

    /// <summary><c>rwset.TxReadWriteSet</c>.</summary>
    public static byte[] TxReadWriteSet(IEnumerable<(string Namespace, byte[] ReadWriteSet)> namespaces)
    {
        var set = new ProtobufWriter();
        foreach ((string name, byte[] readWriteSet) in namespaces)
            set.BytesAlways(2, new ProtobufWriter().Text(1, name).Bytes(2, readWriteSet).ToArray());
        return set.ToArray();
    }

    /// <summary><c>kvrwset.KVRWSet</c> with reads of keys that do not exist yet, and writes.</summary>
    public static byte[] ReadWriteSet(IEnumerable<string> reads, IEnumerable<FabricWrite> writes)
    {
        var set = new ProtobufWriter();
        foreach (string key in reads)
            set.BytesAlways(1, new ProtobufWriter().Text(1, key).ToArray());
        foreach (FabricWrite write in writes)
        {
            set.BytesAlways(
                3,
                new ProtobufWriter().Text(1, write.Key).Number(2, write.IsDelete ? 1u : 0u).Bytes(3, write.Value.Span).ToArray());
        }

        return set.ToArray();
    }

    /// <summary>
    /// Value of the key <c>namespaces/fields/NAME/ValidationInfo</c>: <c>lifecycle.StateData</c> with
    /// <c>lifecycle.ChaincodeValidationInfo</c>.
    /// </summary>
    public static byte[] ChaincodeValidationInfo(string plugin, ReadOnlySpan<byte> applicationPolicy) =>
        new ProtobufWriter()
            .BytesAlways(2, new ProtobufWriter().Text(1, plugin).Bytes(2, applicationPolicy).ToArray())
            .ToArray();

    private static byte[] ChaincodeId(string name, string version) => new ProtobufWriter().Text(2, name).Text(3, version).ToArray();
}
