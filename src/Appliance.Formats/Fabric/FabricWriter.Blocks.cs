using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

public static partial class FabricWriter
{
    /// <summary>The block as a record of a ledger file, without its length.</summary>
    public static byte[] LedgerRecord(
        long number,
        ReadOnlySpan<byte> previousHash,
        ReadOnlySpan<byte> dataHash,
        IReadOnlyCollection<byte[]> envelopes,
        IReadOnlyCollection<byte[]> metadata)
    {
        var record = new ProtobufWriter()
            .RawVarint((ulong)number)
            .RawLengthPrefixed(dataHash)
            .RawLengthPrefixed(previousHash)
            .RawVarint((ulong)envelopes.Count);
        foreach (byte[] envelope in envelopes)
            record.RawLengthPrefixed(envelope);
        record.RawVarint((ulong)metadata.Count);
        foreach (byte[] entry in metadata)
            record.RawLengthPrefixed(entry);
        return record.ToArray();
    }

    /// <summary>A ledger file: each record after its length.</summary>
    public static byte[] LedgerFile(IEnumerable<byte[]> records)
    {
        var file = new ProtobufWriter();
        foreach (byte[] record in records)
            file.RawLengthPrefixed(record);
        return file.ToArray();
    }

    /// <summary><c>common.Block</c>.</summary>
    public static byte[] Block(
        long number,
        ReadOnlySpan<byte> previousHash,
        ReadOnlySpan<byte> dataHash,
        IEnumerable<byte[]> envelopes,
        IEnumerable<byte[]> metadata)
    {
        byte[] header = new ProtobufWriter().Number(1, (ulong)number).Bytes(2, previousHash).Bytes(3, dataHash).ToArray();
        return new ProtobufWriter()
            .BytesAlways(1, header)
            .BytesAlways(2, Repeated(1, envelopes))
            .BytesAlways(3, Repeated(1, metadata))
            .ToArray();
    }

    /// <summary>Metadata entry 0: <c>common.Metadata</c> with the ordering service's signatures.</summary>
    public static byte[] SignatureMetadata(ReadOnlySpan<byte> value, IEnumerable<FabricOrdererSignature> signatures)
    {
        var metadata = new ProtobufWriter().Bytes(1, value);
        foreach (FabricOrdererSignature signature in signatures)
        {
            metadata.BytesAlways(
                2,
                new ProtobufWriter()
                    .Bytes(1, signature.SignatureHeader.Span)
                    .Bytes(2, signature.Signature.Span)
                    .Bytes(3, signature.IdentifierHeader.Span)
                    .ToArray());
        }

        return metadata.ToArray();
    }

    /// <summary>The signed value of metadata entry 0: <c>common.OrdererBlockMetadata</c>.</summary>
    public static byte[] OrdererBlockMetadata(long lastConfigIndex, ReadOnlySpan<byte> consenterMetadata = default) =>
        new ProtobufWriter()
            .BytesAlways(1, new ProtobufWriter().Number(1, (ulong)lastConfigIndex).ToArray())
            .Bytes(2, consenterMetadata)
            .ToArray();

    /// <summary>Metadata entry 4: the commit hash in <c>common.Metadata</c>.</summary>
    public static byte[] CommitHashMetadata(ReadOnlySpan<byte> commitHash) => new ProtobufWriter().Bytes(1, commitHash).ToArray();

    private static byte[] Repeated(int field, IEnumerable<byte[]> entries)
    {
        var writer = new ProtobufWriter();
        foreach (byte[] entry in entries)
            writer.BytesAlways(field, entry);
        return writer.ToArray();
    }
}
