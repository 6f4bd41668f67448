using System.Formats.Cbor;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.Cose;

/// <summary>
/// An RFC9162_SHA256 inclusion proof as RFC 9942, section 5.2 writes it: <c>bstr .cbor [tree-size, leaf-index, [+ path: bstr]]</c>.
/// </summary>
/// <param name="TreeSize">Number of leaves of the tree.</param>
/// <param name="LeafIndex">Index of the leaf, from 0.</param>
/// <param name="Path">Sibling hashes from the leaf to the root, 32 bytes each.</param>
public sealed record CoseInclusionProof(long TreeSize, long LeafIndex, IReadOnlyList<ReadOnlyMemory<byte>> Path)
{
    /// <summary>Longest path: the height of a tree of 2^63 leaves.</summary>
    public const int MaxPath = 63;

    private const int Fields = 3;
    private const int HashSize = 32;

    /// <summary>
    /// Reads the inclusion proofs in the unprotected header <see cref="CoseLabels.VerifiableDataProofs"/>; an empty list where there are none.
    /// </summary>
    /// <exception cref="DecodeException">The header is there but is not what RFC 9942 says.</exception>
    public static IReadOnlyList<CoseInclusionProof> ReadAll(CoseSign1 message)
    {
        var proofs = new List<CoseInclusionProof>();
        if (message.Unprotected.Find(CoseLabels.VerifiableDataProofs) is not { } header)
            return proofs;
        CoseHeaders kinds = CoseHeaders.Read(new CborCursor(header.Value, CoseSign1.FormatName, header.Offset));
        if (kinds.Find(CoseLabels.InclusionProofs) is not { } inclusion)
            return proofs;
        var cursor = new CborCursor(inclusion.Value, CoseSign1.FormatName, inclusion.Offset);
        int count = cursor.ReadStartArray(CoseHeaders.MaxHeaders, "list of inclusion proofs");
        for (int i = 0; i < count; i++)
        {
            ReadOnlyMemory<byte> proof = cursor.ReadBytes(out long offset);
            proofs.Add(Decode(proof, offset));
        }
        cursor.ReadEndArray();
        return proofs;
    }

    /// <summary>Writes the header map <c>{396: {-1: [proof]}}</c> with this one proof.</summary>
    public byte[] EncodeHeaders()
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(1);
        writer.WriteInt64(CoseLabels.VerifiableDataProofs);
        writer.WriteStartMap(1);
        writer.WriteInt64(CoseLabels.InclusionProofs);
        writer.WriteStartArray(1);
        writer.WriteByteString(Encode());
        writer.WriteEndArray();
        writer.WriteEndMap();
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static CoseInclusionProof Decode(ReadOnlyMemory<byte> encoded, long baseOffset)
    {
        var cursor = new CborCursor(encoded, CoseSign1.FormatName, baseOffset);
        int fields = cursor.ReadStartArray(Fields, "inclusion proof");
        if (fields != Fields)
            throw cursor.Fault(baseOffset, DecodeFault.Malformed, $"inclusion proof has {fields} fields, not {Fields}");
        long size = cursor.ReadUnsigned(long.MaxValue, "tree size");
        long index = cursor.ReadUnsigned(long.MaxValue, "leaf index");
        int length = cursor.ReadStartArray(MaxPath, "inclusion path");
        var path = new ReadOnlyMemory<byte>[length];
        for (int i = 0; i < length; i++)
            path[i] = cursor.ReadBytes(HashSize, "hash of an inclusion path");
        cursor.ReadEndArray();
        cursor.ReadEndArray();
        cursor.ReadEnd();
        return new CoseInclusionProof(size, index, path);
    }

    private byte[] Encode()
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(Fields);
        writer.WriteInt64(TreeSize);
        writer.WriteInt64(LeafIndex);
        writer.WriteStartArray(Path.Count);
        foreach (ReadOnlyMemory<byte> hash in Path)
            writer.WriteByteString(hash.Span);
        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }
}
