using System.Buffers.Binary;
using System.Text;
using Appliance.Formats.Plans;

namespace Appliance.Formats.FiscoBcos;

/// <summary>
/// What the hashes of headers and transactions cover (FISCO-BCOS, bcos-tars-protocol, <c>impl/TarsHashable.h</c>): fields one after
/// the other, numbers big-endian, without lengths between them.
/// </summary>
internal static class FiscoPreimages
{
    /// <summary>The bytes under a header's hash.</summary>
    public static byte[] Header(FiscoHeader header)
    {
        using var bytes = new MemoryStream();
        WriteInt32(bytes, header.Version);
        foreach (FiscoParent parent in header.Parents)
        {
            WriteInt64(bytes, parent.Number);
            bytes.Write(parent.Hash.Span);
        }

        bytes.Write(header.TransactionsRoot.Span);
        bytes.Write(header.ReceiptsRoot.Span);
        bytes.Write(header.StateRoot.Span);
        WriteInt64(bytes, header.Number);
        bytes.Write(header.GasUsed.Span);
        WriteInt64(bytes, header.Timestamp);
        WriteInt64(bytes, header.Sealer);
        foreach (ReadOnlyMemory<byte> sealer in header.Sealers)
            bytes.Write(sealer.Span);
        bytes.Write(header.ExtraData.Span);
        foreach (long weight in header.Weights)
            WriteInt64(bytes, weight);
        return bytes.ToArray();
    }

    /// <summary>
    /// The parts under a transaction's hash, once for each way in which the document's texts may stand for them; null where the version is
    /// not known or does not fit the fields.
    /// </summary>
    public static List<Slot[]>? Transaction(PlanBuilder plan, FiscoTransaction transaction)
    {
        if (transaction.Version is < 0 or > 2 || (transaction.Version == 0) != (transaction.Fees is null))
            return null;
        using var head = new MemoryStream();
        WriteInt32(head, transaction.Version);
        head.Write(transaction.ChainId.Span);
        head.Write(transaction.GroupId.Span);
        WriteInt64(head, transaction.BlockLimit);
        Slot opening = plan.Input(head.ToArray());
        Slot[] payload = [plan.Input(transaction.To), plan.Input(transaction.Input), plan.Input(transaction.Abi)];
        var candidates = new List<Slot[]>();
        foreach (ReadOnlyMemory<byte> nonce in Nonces(transaction.Nonce))
        {
            Slot nonceSlot = plan.Input(nonce);
            foreach (Slot[] fees in Fees(plan, transaction))
                candidates.Add([opening, nonceSlot, .. payload, .. fees]);
        }

        return candidates;
    }

    /// <summary>
    /// The bytes that a nonce may stand for. Up to 3.2 nodes write its text, later ones write that text in hexadecimal digits
    /// (bcos-rpc, <c>toJsonResp</c>).
    /// </summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Nonces(ReadOnlyMemory<byte> written)
    {
        yield return written;
        if (written.Length > 0 && written.Length % 2 == 0 && !written.Span.ContainsAnyExcept("0123456789abcdef"u8))
            yield return Convert.FromHexString(Encoding.ASCII.GetString(written.Span));
    }

    private static List<Slot[]> Fees(PlanBuilder plan, FiscoTransaction transaction)
    {
        if (transaction.Fees is not { } fees)
            return [[]];
        byte[] limit = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(limit, fees.GasLimit);
        Slot value = plan.Input(fees.Value);
        Slot[] rest =
        [
            plan.Input(fees.GasPrice),
            plan.Input(limit),
            plan.Input(fees.MaxFeePerGas),
            plan.Input(fees.MaxPriorityFeePerGas),
            .. transaction.Version >= 2 ? [plan.Input(transaction.Extension)] : Array.Empty<Slot>(),
        ];
        List<Slot[]> candidates = [[value, .. rest]];

        // Later nodes write no value as 0x0. With a gas price behind it the two would be one text, so then it must be as written.
        if (fees.Value.Span.SequenceEqual("0x0"u8) && fees.GasPrice.IsEmpty)
            candidates.Add(rest);
        return candidates;
    }

    private static void WriteInt32(MemoryStream bytes, int value)
    {
        Span<byte> encoded = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(encoded, value);
        bytes.Write(encoded);
    }

    private static void WriteInt64(MemoryStream bytes, long value)
    {
        Span<byte> encoded = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(encoded, value);
        bytes.Write(encoded);
    }
}
