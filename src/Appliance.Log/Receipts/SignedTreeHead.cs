using System.Formats.Cbor;
using Appliance.Formats.Cose;
using Appliance.Formats.Decoding;
using Appliance.Log.Trees;
using Appliance.Verification.Chains;

namespace Appliance.Log.Receipts;

/// <summary>
/// A tree head that a log signed: a COSE_Sign1 with ES256 over the root (RFC 9942, section 5.2). Size, time, issuer and key id
/// stand in its protected headers. Every receipt of a batch carries the same signature with the payload detached.
/// </summary>
public sealed record SignedTreeHead
{
    private const string FormatName = "tree-head";

    /// <summary>Size and root of the tree.</summary>
    public required TreeHead Head { get; init; }

    /// <summary>Name of the log (CWT claim <c>iss</c>).</summary>
    public required string Issuer { get; init; }

    /// <summary>When the head was signed (CWT claim <c>iat</c>): UTC, whole seconds.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Key id of the signer.</summary>
    public required Digest KeyId { get; init; }

    /// <summary>r || s, 64 bytes.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The protected headers, encoded.</summary>
    public ReadOnlyMemory<byte> ProtectedBytes => EncodeProtected(Head.Size, Issuer, Time, KeyId);

    /// <summary>The bytes that are signed for a head (RFC 9052, section 4.4).</summary>
    public static byte[] SignedBytes(in TreeHead head, string issuer, DateTimeOffset time, in Digest keyId) =>
        CoseSign1.SigStructure(EncodeProtected(head.Size, issuer, time, keyId), head.Root.Span);

    /// <summary>Whether the signature is this key's. Says nothing about <see cref="KeyId"/>.</summary>
    public bool Verify(LogPublicKey key) => key.Verify(SignedBytes(Head, Issuer, Time, KeyId), Signature.Span);

    /// <summary>Writes the COSE_Sign1 with the root as its payload.</summary>
    public byte[] Encode() => CoseSign1.Encode(ProtectedBytes.Span, EmptyMap, Head.Root.Span.ToArray(), Signature.Span);

    /// <summary>Reads what <see cref="Encode"/> writes and nothing else.</summary>
    /// <exception cref="DecodeException">The bytes are not a signed tree head.</exception>
    public static SignedTreeHead Decode(ReadOnlyMemory<byte> encoded)
    {
        CoseSign1 message = CoseSign1.Decode(encoded);
        if (message.Payload is not { Length: Digest.Size } root)
            throw new DecodeException(FormatName, 0, DecodeFault.Malformed, "the payload is not a root hash");
        SignedTreeHead head = FromMessage(message, new Digest(root.Span), 0);
        Canonical.Demand(encoded, head.Encode(), FormatName, 0);
        return head;
    }

    /// <summary>Takes the head out of a message whose root is known from elsewhere.</summary>
    /// <exception cref="DecodeException">A protected header is missing, mistyped or not the expected one.</exception>
    internal static SignedTreeHead FromMessage(CoseSign1 message, in Digest root, long baseOffset)
    {
        CoseHeaders headers = message.Protected;
        DecodeException Refuse(string detail) => new(FormatName, baseOffset, DecodeFault.Malformed, detail);
        if (headers.Integer(CoseLabels.Algorithm) != CoseLabels.Es256)
            throw Refuse("the algorithm is not ES256");
        if (headers.Integer(CoseLabels.VerifiableDataStructure) != CoseLabels.Rfc9162Sha256)
            throw Refuse("the verifiable data structure is not RFC9162_SHA256");
        if (headers.Bytes(CoseLabels.KeyId) is not { Length: Digest.Size } keyId)
            throw Refuse("the key id is not 32 bytes");
        if (headers.Integer(CoseLabels.TreeSize) is not (>= 0 and long size))
            throw Refuse("the tree size is missing");
        if (message.Signature.Length != LogPublicKey.SignatureSize)
            throw Refuse($"the signature has {message.Signature.Length} bytes, not {LogPublicKey.SignatureSize}");
        CoseHeader claimsHeader = headers.Find(CoseLabels.CwtClaims) ?? throw Refuse("the CWT claims are missing");
        CoseHeaders claims = CoseHeaders.Read(new CborCursor(claimsHeader.Value, FormatName, claimsHeader.Offset));
        CoseHeader issuer = claims.Find(CoseLabels.ClaimIssuer) ?? throw Refuse("the issuer is missing");
        CoseHeader issuedAt = claims.Find(CoseLabels.ClaimIssuedAt) ?? throw Refuse("the time is missing");
        long seconds = new CborCursor(issuedAt.Value, FormatName, issuedAt.Offset).ReadUnsigned(DateTimeOffset.MaxValue.ToUnixTimeSeconds(), "time");
        return new SignedTreeHead
        {
            Head = new TreeHead(size, root),
            Issuer = new CborCursor(issuer.Value, FormatName, issuer.Offset).ReadText(),
            Time = DateTimeOffset.FromUnixTimeSeconds(seconds),
            KeyId = new Digest(keyId.Span),
            Signature = message.Signature,
        };
    }

    private static byte[] EncodeProtected(long size, string issuer, DateTimeOffset time, in Digest keyId)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartMap(5);
        writer.WriteInt64(CoseLabels.Algorithm);
        writer.WriteInt64(CoseLabels.Es256);
        writer.WriteInt64(CoseLabels.KeyId);
        writer.WriteByteString(keyId.Span);
        writer.WriteInt64(CoseLabels.CwtClaims);
        writer.WriteStartMap(2);
        writer.WriteInt64(CoseLabels.ClaimIssuer);
        writer.WriteTextString(issuer);
        writer.WriteInt64(CoseLabels.ClaimIssuedAt);
        writer.WriteInt64(time.ToUnixTimeSeconds());
        writer.WriteEndMap();
        writer.WriteInt64(CoseLabels.VerifiableDataStructure);
        writer.WriteInt64(CoseLabels.Rfc9162Sha256);
        writer.WriteInt64(CoseLabels.TreeSize);
        writer.WriteInt64(size);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static ReadOnlySpan<byte> EmptyMap => [0xA0];
}
