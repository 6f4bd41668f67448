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

    // Array of four items; the head of the tag.
    private const byte ArrayOfFour = 0x84;
    private const byte TagHead = 0xC0 | (byte)CoseLabels.Sign1Tag;

    private const byte MajorByteString = 2;
    private const byte MajorMap = 5;

    // Signed as no bytes, however the message writes it (RFC 9052, section 4.4).
    private const byte EmptyMap = 0xA0;

    /// <summary>An encoded header map without headers.</summary>
    public static ReadOnlySpan<byte> EmptyHeaders => [EmptyMap];

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

    /// <summary>Whether a document begins like one, tagged or not: four fields, of which the first is a byte string and the second a map.</summary>
    /// <param name="prefix">At least the first 4096 bytes, or all of a shorter document.</param>
    public static bool Recognise(ReadOnlySpan<byte> prefix)
    {
        if (!prefix.IsEmpty && prefix[0] == TagHead)
            prefix = prefix[1..];
        if (prefix.Length < 3 || prefix[0] != ArrayOfFour || !TryLength(prefix[1..], MajorByteString, out int head, out int length))
            return false;
        ReadOnlySpan<byte> rest = prefix[(1 + head)..];
        if (length > 0 && (rest.IsEmpty || !IsMap(rest[0])))
            return false;
        return rest.Length <= length || IsMap(rest[length]);
    }

    /// <summary>Reads a COSE_Sign1, tagged or not, that fills <paramref name="encoded"/>.</summary>
    /// <exception cref="DecodeException">The bytes are not one such message and nothing else.</exception>
    public static CoseSign1 DecodeDocument(ReadOnlyMemory<byte> encoded)
    {
        var cursor = new CborCursor(encoded, FormatName);
        if (encoded.IsEmpty)
            throw cursor.Fault(0, DecodeFault.Empty, "no bytes");
        if (cursor.NextIsTag)
            cursor.ReadTag(CoseLabels.Sign1Tag);
        return ReadFields(cursor);
    }

    /// <summary>Reads a tagged COSE_Sign1 that fills <paramref name="encoded"/>.</summary>
    /// <param name="encoded">The message.</param>
    /// <param name="baseOffset">Its offset in bytes in the whole document, for errors.</param>
    /// <exception cref="DecodeException">The bytes are not one such message and nothing else.</exception>
    public static CoseSign1 Decode(ReadOnlyMemory<byte> encoded, long baseOffset = 0)
    {
        var cursor = new CborCursor(encoded, FormatName, baseOffset);
        cursor.ReadTag(CoseLabels.Sign1Tag);
        return ReadFields(cursor);
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
    public static byte[] SigStructure(ReadOnlySpan<byte> protectedBytes, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> externalAad = default) =>
        [.. SigStructureHead(protectedBytes, payload.Length, externalAad), .. payload];

    /// <summary>The same without the payload that ends it: for a payload that is computed or that need not be copied.</summary>
    /// <param name="protectedBytes">The protected headers as they stand in the message.</param>
    /// <param name="payloadLength">Length in bytes of the payload that follows.</param>
    /// <param name="externalAad">Data that both sides know and that is signed too; mostly nothing.</param>
    public static byte[] SigStructureHead(ReadOnlySpan<byte> protectedBytes, int payloadLength, ReadOnlySpan<byte> externalAad = default)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(Fields);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(protectedBytes is [EmptyMap] ? [] : protectedBytes);
        writer.WriteByteString(externalAad);

        // The head of a byte string is that of an unsigned integer with another major type.
        var length = new CborWriter(CborConformanceMode.Canonical);
        length.WriteInt32(payloadLength);
        byte[] head = length.Encode();
        head[0] |= MajorByteString << 5;
        writer.WriteByteString([]);
        writer.WriteEndArray();
        byte[] withoutPayload = writer.Encode();
        return [.. withoutPayload.AsSpan()[..^1], .. head];
    }

    private static CoseSign1 ReadFields(CborCursor cursor)
    {
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

    // Reads the head of an item as far as it reaches; the length is cut to what a prefix can hold.
    private static bool TryLength(ReadOnlySpan<byte> bytes, byte major, out int head, out int length)
    {
        (head, length) = (1, 0);
        if (bytes.IsEmpty || bytes[0] >> 5 != major)
            return false;
        int info = bytes[0] & 0x1F;
        if (info < 24)
        {
            length = info;
            return true;
        }

        int octets = info switch
        {
            24 => 1,
            25 => 2,
            26 => 4,
            _ => 0,
        };
        if (octets == 0 || bytes.Length < 1 + octets)
            return false;
        head = 1 + octets;
        uint value = 0;
        foreach (byte next in bytes.Slice(1, octets))
            value = (value << 8) | next;
        length = (int)Math.Min(value, int.MaxValue / 2);
        return true;
    }

    private static bool IsMap(byte head) => head >> 5 == MajorMap;

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
