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

    /// <summary>Bytes of a hash of the tree.</summary>
    public const int HashSize = 32;

    private const int Fields = 3;

    /// <summary>
    /// Reads the inclusion proofs in the unprotected header <see cref="CoseLabels.VerifiableDataProofs"/>; an empty list where there are none.
    /// </summary>
    /// <exception cref="DecodeException">The header is there but is not what RFC 9942 says.</exception>
    public static IReadOnlyList<CoseInclusionProof> ReadAll(CoseSign1 message)
    {
        var proofs = new List<CoseInclusionProof>();
        foreach ((ReadOnlyMemory<byte> proof, long offset) in CoseProofs.Read(message, CoseLabels.InclusionProofs))
        {
            (long size, long index, IReadOnlyList<ReadOnlyMemory<byte>> path) = CoseProofs.ReadFields(proof, offset, MaxPath, "inclusion proof");
            proofs.Add(new CoseInclusionProof(size, index, path));
        }

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
