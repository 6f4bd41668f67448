using System.Formats.Cbor;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.Cose;

/// <summary>
/// A COSE_Sign1 message (RFC 9052, section 4.2), tagged: <c>18([protected: bstr, unprotected: map, payload: bstr / nil, signature: bstr])</c>.
/// Holds bytes and knows the structure; whether the signature holds is not its business.
/// </summary>
public sealed class CoseSign1
{
    /// <summary>Name of the format in errors.</summary>
    public const string FormatName = "cose-sign1";

    private const int Fields = 4;

    // Signed as no bytes, however the message writes it (RFC 9052, section 4.4).
    private const byte EmptyMap = 0xA0;

    private CoseSign1(
        ReadOnlyMemory<byte> protectedBytes, CoseHeaders protectedHeaders, CoseHeaders unprotected, ReadOnlyMemory<byte>? payload, ReadOnlyMemory<byte> signature)
    {
        ProtectedBytes = protectedBytes;
        Protected = protectedHeaders;
        Unprotected = unprotected;
        Payload = payload;
        Signature = signature;
    }

    /// <summary>The protected headers as they were signed: an encoded map, or nothing.</summary>
    public ReadOnlyMemory<byte> ProtectedBytes { get; }

    /// <summary>The protected headers.</summary>
    public CoseHeaders Protected { get; }

    /// <summary>The unprotected headers: nobody signed them.</summary>
    public CoseHeaders Unprotected { get; }

    /// <summary>The payload, or null where it is detached.</summary>
    public ReadOnlyMemory<byte>? Payload { get; }

    /// <summary>The signature as the algorithm writes it; for ES256 r || s, 64 bytes.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Reads a tagged COSE_Sign1 that fills <paramref name="encoded"/>.</summary>
    /// <param name="encoded">The message.</param>
    /// <param name="baseOffset">Its offset in bytes in the whole document, for errors.</param>
    /// <exception cref="DecodeException">The bytes are not one such message and nothing else.</exception>
    public static CoseSign1 Decode(ReadOnlyMemory<byte> encoded, long baseOffset = 0)
    {
        var cursor = new CborCursor(encoded, FormatName, baseOffset);
        cursor.ReadTag(CoseLabels.Sign1Tag);
        long at = cursor.Offset;
        int fields = cursor.ReadStartArray(Fields, "COSE_Sign1");
        if (fields != Fields)
            throw cursor.Fault(at, DecodeFault.Malformed, $"COSE_Sign1 has {fields} fields, not {Fields}");
        ReadOnlyMemory<byte> protectedBytes = cursor.ReadBytes(out long protectedOffset);
        CoseHeaders protectedHeaders = ReadProtected(protectedBytes, protectedOffset);
        CoseHeaders unprotected = CoseHeaders.Read(cursor);
        ReadOnlyMemory<byte>? payload = null;
        if (cursor.NextIsNull)
            cursor.ReadNull();
        else
            payload = cursor.ReadBytes(out _);
        ReadOnlyMemory<byte> signature = cursor.ReadBytes(out _);
        cursor.ReadEndArray();
        cursor.ReadEnd();
        return new CoseSign1(protectedBytes, protectedHeaders, unprotected, payload, signature);
    }

    /// <summary>Writes a tagged COSE_Sign1 in the deterministic encoding of RFC 8949, section 4.2.1.</summary>
    /// <param name="protectedBytes">Encoded map of protected headers.</param>
    /// <param name="unprotected">Encoded map of unprotected headers.</param>
    /// <param name="payload">The payload, or null to detach it.</param>
    /// <param name="signature">The signature.</param>
    public static byte[] Encode(
        ReadOnlySpan<byte> protectedBytes, ReadOnlySpan<byte> unprotected, ReadOnlyMemory<byte>? payload, ReadOnlySpan<byte> signature)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteTag((CborTag)CoseLabels.Sign1Tag);
        writer.WriteStartArray(Fields);
        writer.WriteByteString(protectedBytes);
        writer.WriteEncodedValue(unprotected);
        if (payload is { } attached)
            writer.WriteByteString(attached.Span);
        else
            writer.WriteNull();
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>
    /// The bytes that are signed (RFC 9052, section 4.4): the deterministic encoding of
    /// <c>["Signature1", protected, external_aad, payload]</c>.
    /// </summary>
    /// <param name="protectedBytes">The protected headers as they stand in the message.</param>
    /// <param name="payload">The payload, attached or detached.</param>
    /// <param name="externalAad">Data that both sides know and that is signed too; mostly nothing.</param>
    public static byte[] SigStructure(ReadOnlySpan<byte> protectedBytes, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> externalAad = default)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(Fields);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(protectedBytes is [EmptyMap] ? [] : protectedBytes);
        writer.WriteByteString(externalAad);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static CoseHeaders ReadProtected(ReadOnlyMemory<byte> bytes, long offset)
    {
        // An empty map is written as no bytes at all (RFC 9052, section 3).
        if (bytes.IsEmpty)
            return new CoseHeaders();
        var cursor = new CborCursor(bytes, FormatName, offset);
        CoseHeaders headers = CoseHeaders.Read(cursor);
        cursor.ReadEnd();
        return headers;
    }
}
