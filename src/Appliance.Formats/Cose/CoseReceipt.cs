using System.Formats.Cbor;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.Cose;

/// <summary>
/// A receipt of inclusion (RFC 9942, verifiable data structure RFC9162_SHA256): a COSE_Sign1 (RFC 9052 section 4.2) with ES256
/// over the root of a Merkle tree that is not part of it, and the inclusion proof from which a verifier computes that root.
/// </summary>
public sealed class CoseReceipt
{
    internal CoseReceipt()
    {
    }

    /// <summary>Name of the format in errors.</summary>
    public const string Format = "cose-receipt";

    /// <summary>The protected header as it was signed.</summary>
    public ReadOnlyMemory<byte> Protected { get; internal init; }

    /// <summary>Which key signed; empty where the receipt does not say. A hint, never a source of trust.</summary>
    public ReadOnlyMemory<byte> KeyId { get; internal init; }

    /// <summary>Issuer claim (RFC 9597), or null.</summary>
    public string? Issuer { get; internal init; }

    /// <summary>Number of leaves of the signed tree.</summary>
    public long TreeSize { get; internal init; }

    /// <summary>Position of the leaf.</summary>
    public long LeafIndex { get; internal init; }

    /// <summary>The inclusion path, 32 bytes each; its length fits index and size.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Path { get; internal init; } = [];

    /// <summary>r || s, 64 bytes.</summary>
    public ReadOnlyMemory<byte> Signature { get; internal init; }

    /// <summary>Whether a document begins like one: tag 18 on an array of four.</summary>
    public static bool Recognise(ReadOnlySpan<byte> prefix) => prefix.Length >= 2 && prefix[0] == 0xD2 && prefix[1] == 0x84;

    /// <summary>Reads a receipt and nothing behind it.</summary>
    /// <exception cref="DecodeException">The bytes are malformed, or a receipt of another kind.</exception>
    public static CoseReceipt Decode(ReadOnlyMemory<byte> cbor, DecodeLimits? limits = null) =>
        CoseReceiptDecoder.Decode(cbor, limits ?? DecodeLimits.Default);

    /// <summary>The bytes that were signed, given the root that the proof leads to.</summary>
    public byte[] ToBeSigned(ReadOnlySpan<byte> root) => ToBeSigned(Protected.Span, root);

    /// <summary>Sig_structure (RFC 9052 section 4.4): [ "Signature1", protected, external_aad, payload ].</summary>
    /// <param name="protectedHeader">The protected header, encoded.</param>
    /// <param name="root">The root of the tree: the detached payload.</param>
    public static byte[] ToBeSigned(ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> root)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(protectedHeader);
        writer.WriteByteString([]);
        writer.WriteByteString(root);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>The protected header of receipts that this appliance issues: ES256, RFC9162_SHA256, key id and issuer.</summary>
    /// <param name="keyId">Identifies the key; left out when empty.</param>
    /// <param name="issuer">Issuer claim; left out when null.</param>
    public static byte[] EncodeProtected(ReadOnlySpan<byte> keyId, string? issuer)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(2 + (keyId.IsEmpty ? 0 : 1) + (issuer is null ? 0 : 1));
        writer.WriteInt32(CoseReceiptLabels.Algorithm);
        writer.WriteInt32(CoseReceiptLabels.Es256);
        if (!keyId.IsEmpty)
        {
            writer.WriteInt32(CoseReceiptLabels.KeyId);
            writer.WriteByteString(keyId);
        }

        if (issuer is not null)
        {
            writer.WriteInt32(CoseReceiptLabels.CwtClaims);
            writer.WriteStartMap(1);
            writer.WriteInt32(CoseReceiptLabels.IssuerClaim);
            writer.WriteTextString(issuer);
            writer.WriteEndMap();
        }

        writer.WriteInt32(CoseReceiptLabels.VerifiableDataStructure);
        writer.WriteInt32(CoseReceiptLabels.Rfc9162Sha256);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Writes a receipt in canonical CBOR.</summary>
    /// <param name="protectedHeader">As signed, see <see cref="EncodeProtected"/>.</param>
    /// <param name="treeSize">Number of leaves.</param>
    /// <param name="leafIndex">Position of the leaf.</param>
    /// <param name="path">The inclusion path, 32 bytes each.</param>
    /// <param name="signature">r || s, 64 bytes.</param>
    public static byte[] Encode(
        ReadOnlySpan<byte> protectedHeader, long treeSize, long leafIndex, IReadOnlyList<ReadOnlyMemory<byte>> path, ReadOnlySpan<byte> signature)
    {
        var proof = new CborWriter(CborConformanceMode.Canonical);
        proof.WriteStartArray(3);
        proof.WriteInt64(treeSize);
        proof.WriteInt64(leafIndex);
        proof.WriteStartArray(path.Count);
        foreach (ReadOnlyMemory<byte> node in path)
            proof.WriteByteString(node.Span);
        proof.WriteEndArray();
        proof.WriteEndArray();

        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteTag((CborTag)CoseReceiptLabels.Sign1Tag);
        writer.WriteStartArray(4);
        writer.WriteByteString(protectedHeader);
        writer.WriteStartMap(1);
        writer.WriteInt32(CoseReceiptLabels.VerifiableDataProofs);
        writer.WriteStartMap(1);
        writer.WriteInt32(CoseReceiptLabels.InclusionProofs);
        writer.WriteStartArray(1);
        writer.WriteByteString(proof.Encode());
        writer.WriteEndArray();
        writer.WriteEndMap();
        writer.WriteEndMap();
        writer.WriteNull();
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }
}
