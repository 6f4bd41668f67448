using System.Security.Cryptography;
using System.Text;
using Appliance.Samples.Transactions;
using Appliance.Samples.Wire;

namespace Appliance.Samples.Blocks;

/// <summary>
/// The commit hash as peers of Fabric 2.x chain it: SHA-256( varint count of codes || validation codes || state updates || previous
/// commit hash ). State updates are those of valid transactions, by namespace and key, each with its version; a namespace is named
/// only at its first key.
/// </summary>
internal static class CommitHash
{
    public static byte[] Next(ReadOnlySpan<byte> previous, IReadOnlyList<PlannedTransaction> transactions)
    {
        using var value = new MemoryStream();
        ProtobufMessage.WriteVarint(value, (ulong)transactions.Count);
        foreach (PlannedTransaction transaction in transactions)
            value.WriteByte(transaction.ValidationCode);
        value.Write(Updates(transactions));
        value.Write(previous);
        return SHA256.HashData(value.GetBuffer().AsSpan(0, (int)value.Length));
    }

    private static byte[] Updates(IEnumerable<PlannedTransaction> transactions)
    {
        // Where several transactions write a key, the last stands. Fabric rules that out within a block unless a read is stale.
        var last = new Dictionary<(string Namespace, string Key), (byte[] Value, StateVersion Version)>();
        var writes = transactions.Where(item => item.ValidationCode == SampleTamperings.ValidCode)
            .SelectMany(item => item.State, (item, access) => (Version: new StateVersion(item.Block, item.Index), Access: access))
            .SelectMany(item => item.Access.Writes, (item, write) => (item.Version, item.Access.Namespace, Write: write));
        foreach ((StateVersion version, string name, StateWrite write) in writes)
            last[(name, write.Key)] = (write.Value, version);

        var updates = new ProtobufMessage();
        foreach (var keys in last.GroupBy(item => item.Key.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            string named = keys.Key;
            foreach (((_, string key), (byte[] value, StateVersion version)) in keys.OrderBy(item => item.Key.Key, StringComparer.Ordinal))
            {
                updates.Message(1, new ProtobufMessage()
                    .Text(1, named)
                    .Bytes(3, Encoding.UTF8.GetBytes(key))
                    .Bytes(5, value)
                    .Bytes(6, [.. OrderPreserving(version.Block), .. OrderPreserving(version.Transaction)]));
                named = string.Empty;
            }
        }

        return updates.ToArray();
    }

    /// <summary>Number of significant bytes, then those bytes, most significant first.</summary>
    private static byte[] OrderPreserving(long number)
    {
        var bytes = new List<byte>();
        for (long rest = number; rest > 0; rest >>= 8)
            bytes.Insert(0, (byte)(rest & 0xFF));
        return [(byte)bytes.Count, .. bytes];
    }
}
