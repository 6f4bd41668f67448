using System.Globalization;
using Appliance.Samples.Identities;
using Appliance.Samples.Keys;
using Appliance.Samples.Wire;

namespace Appliance.Samples.Blocks;

/// <summary>Signs blocks as a crash-fault-tolerant ordering service does: over metadata value || signature header || header.</summary>
internal sealed class BlockSigner(SeededBytes seed)
{
    private const int NonceBytes = 24;

    /// <summary>The same block with the orderer's signature as its only one.</summary>
    public SampleBlock Sign(SampleBlock block, SampleIdentity orderer)
    {
        byte[] value = MetadataValue(block.Number);
        byte[] nonce = seed.Derive(string.Create(CultureInfo.InvariantCulture, $"orderer nonce/{block.Number}"), NonceBytes);
        byte[] signatureHeader = new ProtobufMessage().Bytes(1, orderer.Serialized).Bytes(2, nonce).ToArray();
        byte[] signature = orderer.Sign(value, signatureHeader, block.HeaderDer()).ToDer();
        byte[] metadata = new ProtobufMessage()
            .Bytes(1, value)
            .Message(2, new ProtobufMessage().Bytes(1, signatureHeader).Bytes(2, signature))
            .ToArray();
        return block with { Metadata = [metadata, .. block.Metadata.Skip(1)] };
    }

    /// <summary>Metadata of a genesis block: the value without a signature, since no orderer exists yet.</summary>
    public static byte[] Unsigned() =>
        new ProtobufMessage().Bytes(1, new ProtobufMessage().Message(1, new ProtobufMessage()).ToArray()).ToArray();

    /// <summary>
    /// <c>common.OrdererBlockMetadata</c>: the last configuration is block 0 throughout; the consenter's part is etcdraft's, three
    /// consenters (ids packed) and an index that grows with the height.
    /// </summary>
    private static byte[] MetadataValue(long number)
    {
        byte[] raft = new ProtobufMessage().Bytes(1, [1, 2, 3]).Varint(2, 4).Varint(3, number + 3).ToArray();
        byte[] consenter = new ProtobufMessage().Bytes(1, raft).ToArray();
        return new ProtobufMessage().Message(1, new ProtobufMessage()).Bytes(2, consenter).ToArray();
    }
}
