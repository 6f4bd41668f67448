using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Appliance.Samples.Wire;

namespace Appliance.Samples;

/// <summary>One block of a sample ledger. Copies made with <c>with</c> keep what they do not name: that is how blocks are attacked.</summary>
public sealed record SampleBlock
{
    /// <summary>Index of the orderers' signatures in <see cref="Metadata"/>.</summary>
    public const int Signatures = 0;

    /// <summary>Index of the number of the last configuration block.</summary>
    public const int LastConfig = 1;

    /// <summary>Index of one validation code for each transaction.</summary>
    public const int TransactionsFilter = 2;

    /// <summary>Index of the commit hash.</summary>
    public const int CommitHash = 4;

    /// <summary>Number of metadata entries that Fabric 2.x writes.</summary>
    public const int MetadataEntries = 5;

    /// <summary>Height.</summary>
    public required long Number { get; init; }

    /// <summary>Hash of the header before this one; empty in block 0.</summary>
    public required ReadOnlyMemory<byte> PreviousHash { get; init; }

    /// <summary>SHA-256 of the concatenated envelopes as the header states it.</summary>
    public required ReadOnlyMemory<byte> DataHash { get; init; }

    /// <summary>Marshalled envelopes.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Envelopes { get; init; }

    /// <summary>Block metadata by index; not part of the header, and only <see cref="Signatures"/> is signed.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Metadata { get; init; }

    /// <summary>The header as orderers sign it: DER SEQUENCE { INTEGER number, OCTET STRING previous, OCTET STRING data }.</summary>
    public byte[] HeaderDer()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new BigInteger(Number));
            writer.WriteOctetString(PreviousHash.Span);
            writer.WriteOctetString(DataHash.Span);
        }

        return writer.Encode();
    }

    /// <summary>SHA-256 of <see cref="HeaderDer"/>, 32 bytes.</summary>
    public byte[] HeaderHash() => SHA256.HashData(HeaderDer());

    /// <summary>SHA-256 of the concatenated envelopes, as they are now.</summary>
    public static byte[] HashData(IEnumerable<ReadOnlyMemory<byte>> envelopes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReadOnlyMemory<byte> envelope in envelopes)
            hash.AppendData(envelope.Span);
        return hash.GetHashAndReset();
    }

    /// <summary>Marshalled <c>common.Block</c>: the form in which single blocks are fetched.</summary>
    public byte[] ToBlockMessage()
    {
        var header = new ProtobufMessage().Varint(1, Number).Bytes(2, PreviousHash.Span).Bytes(3, DataHash.Span);
        var data = new ProtobufMessage();
        foreach (ReadOnlyMemory<byte> envelope in Envelopes)
            data.BytesAlways(1, envelope.Span);
        var metadata = new ProtobufMessage();
        foreach (ReadOnlyMemory<byte> entry in Metadata)
            metadata.BytesAlways(1, entry.Span);
        return new ProtobufMessage().Message(1, header).Message(2, data).Message(3, metadata).ToArray();
    }

    /// <summary>The block as one entry of a ledger file: varint length, then header, data and metadata without tags.</summary>
    public byte[] ToLedgerEntry()
    {
        using var body = new MemoryStream();
        ProtobufMessage.WriteVarint(body, (ulong)Number);
        WriteBytes(body, DataHash.Span);
        WriteBytes(body, PreviousHash.Span);
        WriteAll(body, Envelopes);
        WriteAll(body, Metadata);
        using var entry = new MemoryStream();
        ProtobufMessage.WriteVarint(entry, (ulong)body.Length);
        body.WriteTo(entry);
        return entry.ToArray();
    }

    private static void WriteAll(MemoryStream stream, IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        ProtobufMessage.WriteVarint(stream, (ulong)items.Count);
        foreach (ReadOnlyMemory<byte> item in items)
            WriteBytes(stream, item.Span);
    }

    private static void WriteBytes(MemoryStream stream, ReadOnlySpan<byte> bytes)
    {
        ProtobufMessage.WriteVarint(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }
}
