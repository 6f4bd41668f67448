using System.Buffers.Binary;
using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;

namespace Appliance.Verification.Fabric;

/// <summary>
/// What the index keeps of a block that changed the trust state, so that later blocks can be judged after a restart: the
/// envelopes themselves, to be decoded anew.
/// </summary>
/// <remarks>Layout: byte 1 = kind (1 configuration, 2 chaincode definitions), then per envelope a big-endian 32-bit length and its bytes.</remarks>
public static class FabricTrustUpdate
{
    private const byte Configuration = 1;
    private const byte Definitions = 2;

    /// <summary>The update that a configuration block brings.</summary>
    public static byte[] OfConfiguration(FabricBlock block) => Write(Configuration, [block.Transactions[0].Envelope]);

    /// <summary>The update that transactions with chaincode definitions bring.</summary>
    public static byte[] OfDefinitions(IReadOnlyList<ReadOnlyMemory<byte>> envelopes) => Write(Definitions, envelopes);

    /// <summary>The state after an update; <paramref name="state"/> is null before the first.</summary>
    /// <exception cref="DecodeException">The stored update is damaged.</exception>
    public static FabricTrustState Apply(
        FabricTrustState? state,
        long height,
        ReadOnlyMemory<byte> update,
        DecodeLimits limits,
        IReadOnlyDictionary<string, FabricSignaturePolicy> operatorPolicies)
    {
        List<FabricTransaction> transactions = ReadTransactions(update, limits);
        switch (update.Span[0])
        {
            case Configuration when transactions is [var only]:
                FabricChannelConfig config = FabricChannelConfig.Decode(only.Data, only.ChannelId, 0, limits);
                return state is null ? FabricTrustState.Create(config, height, operatorPolicies) : state.With(config, height);
            case Definitions when state is not null:
                return state.With(transactions.SelectMany(transaction => FabricChaincodeDefinitions.From(transaction, limits)));
            default:
                throw Damaged(0, "an update that cannot stand here");
        }
    }

    private static byte[] Write(byte kind, IReadOnlyList<ReadOnlyMemory<byte>> envelopes)
    {
        byte[] update = new byte[1 + envelopes.Sum(envelope => sizeof(int) + envelope.Length)];
        update[0] = kind;
        Span<byte> rest = update.AsSpan(1);
        foreach (ReadOnlyMemory<byte> envelope in envelopes)
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, envelope.Length);
            envelope.Span.CopyTo(rest[sizeof(int)..]);
            rest = rest[(sizeof(int) + envelope.Length)..];
        }

        return update;
    }

    private static List<FabricTransaction> ReadTransactions(ReadOnlyMemory<byte> update, DecodeLimits limits)
    {
        if (update.IsEmpty)
            throw Damaged(0, "an empty update");
        var transactions = new List<FabricTransaction>();
        int offset = 1;
        while (offset < update.Length)
        {
            if (update.Length - offset < sizeof(int))
                throw Damaged(offset, "an update that ends inside a length");
            int length = BinaryPrimitives.ReadInt32BigEndian(update.Span[offset..]);
            offset += sizeof(int);
            if (length < 0 || length > update.Length - offset)
                throw Damaged(offset, "an update that ends inside an envelope");
            var transaction = FabricTransaction.Decode(update.Slice(offset, length), transactions.Count, offset, limits);
            if (transaction.Fault is { } fault)
                throw fault;
            transactions.Add(transaction);
            offset += length;
        }

        return transactions;
    }

    private static DecodeException Damaged(long offset, string detail) => new("fabric-trust-update", offset, DecodeFault.Malformed, detail);
}
