using System.Text;
using Appliance.Samples.Wire;

namespace Appliance.Samples.Transactions;

/// <summary>Where a key was last written: block and position.</summary>
internal readonly record struct StateVersion(long Block, int Transaction);

/// <summary>A key that was read, with the version found, or null where the key did not exist.</summary>
internal readonly record struct StateRead(string Key, StateVersion? Version);

/// <summary>A key that is written.</summary>
internal readonly record struct StateWrite(string Key, byte[] Value);

/// <summary>What a transaction reads and writes in one namespace (a chaincode's state).</summary>
internal sealed record StateAccess(string Namespace, IReadOnlyList<StateRead> Reads, IReadOnlyList<StateWrite> Writes)
{
    /// <summary>Marshalled <c>rwset.TxReadWriteSet</c>; namespaces and keys in ordinal order, as the ledger's builder sorts them.</summary>
    public static byte[] Marshal(IEnumerable<StateAccess> namespaces)
    {
        var set = new ProtobufMessage();
        foreach (StateAccess access in namespaces.OrderBy(access => access.Namespace, StringComparer.Ordinal))
            set.Message(2, new ProtobufMessage().Text(1, access.Namespace).Bytes(2, access.KeyValueSet()));
        return set.ToArray();
    }

    private byte[] KeyValueSet()
    {
        var set = new ProtobufMessage();
        foreach (StateRead read in Reads.OrderBy(read => read.Key, StringComparer.Ordinal))
        {
            var message = new ProtobufMessage().Text(1, read.Key);
            if (read.Version is { } version)
                message.Message(2, new ProtobufMessage().Varint(1, version.Block).Varint(2, version.Transaction));
            set.Message(1, message);
        }

        foreach (StateWrite write in Writes.OrderBy(write => write.Key, StringComparer.Ordinal))
            set.Message(3, new ProtobufMessage().Bytes(1, Encoding.UTF8.GetBytes(write.Key)).Bytes(3, write.Value));
        return set.ToArray();
    }
}
