using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Appliance.Formats.Decoding;
using Appliance.Formats.X509;

namespace Appliance.Formats.Keys;

/// <summary>
/// A verifier key of C2SP signed-note: <c>name+hash+base64(type || public key)</c>. Whether the hash is that of name and key is left to
/// those who can compute it.
/// </summary>
/// <param name="Name">Name of the signer, without space and plus.</param>
/// <param name="KeyHash">The four bytes that the key states: the beginning of the SHA-256 of <see cref="KeyHashInput"/>.</param>
/// <param name="Type">Algorithm: 0x01 Ed25519, 0x02 ECDSA on P-256, 0x04 Ed25519 with time-stamp (cosignatures).</param>
/// <param name="PublicKey">The key.</param>
public sealed record NoteVerifierKey(string Name, ReadOnlyMemory<byte> KeyHash, byte Type, SubjectPublicKey PublicKey)
{
    /// <summary>Type of a plain Ed25519 signature over the note's text.</summary>
    public const byte Ed25519 = 0x01;

    /// <summary>Type of an ECDSA signature in DER over the SHA-256 of the note's text; the key is SubjectPublicKeyInfo.</summary>
    public const byte Ecdsa = 0x02;

    /// <summary>Type of a cosignature (C2SP tlog-cosignature, cosignature/v1).</summary>
    public const byte Ed25519Cosignature = 0x04;

    private const string FormatName = "verifier-key";
    private const int MaxTextBytes = 1_024;
    private const int HashSize = 4;
    private const int HashDigits = 2 * HashSize;
    private const int KeySize = 32;

    /// <summary>What is hashed for the key's hash: name, line feed, type and key; for ECDSA the key alone.</summary>
    public ReadOnlyMemory<byte> KeyHashInput =>
        Type == Ecdsa ? PublicKey.Raw : (byte[])[.. Encoding.UTF8.GetBytes(Name), (byte)'\n', .. TypedKey];

    private byte[] TypedKey => [Type, .. (Type == Ecdsa ? PublicKey.Raw : PublicKey.Key).Span];

    /// <summary>Reads one verifier key, without line end.</summary>
    /// <param name="text">The key.</param>
    /// <param name="offset">Where it begins in its file, for errors.</param>
    /// <exception cref="DecodeException">Not a verifier key, or of a type that is not supported.</exception>
    public static NoteVerifierKey Decode(ReadOnlyMemory<byte> text, long offset = 0)
    {
        ReadOnlySpan<byte> all = text.Span;
        if (all.Length > MaxTextBytes)
            throw Fault(offset, DecodeFault.LimitExceeded, $"{all.Length} bytes, at most {MaxTextBytes} are allowed");
        int first = all.IndexOf((byte)'+');
        if (first <= 0 || first + 1 + HashDigits >= all.Length || all[first + 1 + HashDigits] != (byte)'+')
            throw Fault(offset, DecodeFault.Malformed, "not name+hash+key, nor PEM, nor JSON");
        if (!System.Text.Unicode.Utf8.IsValid(all[..first]) || Encoding.UTF8.GetString(all[..first]) is not { } name || name.Any(char.IsWhiteSpace))
            throw Fault(offset, DecodeFault.Malformed, "the name is not UTF-8 without space");
        byte[] hash = new byte[HashSize];
        if (Convert.FromHexString(all.Slice(first + 1, HashDigits), hash, out _, out _) != OperationStatus.Done)
            throw Fault(offset + first + 1, DecodeFault.Malformed, $"the hash is not {HashDigits} hexadecimal digits");
        int keyAt = first + 2 + HashDigits;
        ReadOnlySpan<byte> encoded = all[keyAt..];
        byte[] key = new byte[Base64.GetMaxDecodedFromUtf8Length(encoded.Length)];
        OperationStatus status = Base64.DecodeFromUtf8(encoded, key, out int consumed, out int written);
        if (status != OperationStatus.Done || consumed != encoded.Length || written == 0 || encoded.ContainsAny(" \t\r\n"u8))
            throw Fault(offset + keyAt, DecodeFault.Malformed, "the key is not base64");
        if (key[0] == Ecdsa)
            return new NoteVerifierKey(name, hash, Ecdsa, ReadEcdsa(key.AsMemory(1, written - 1), offset + keyAt));
        if (key[0] is not (Ed25519 or Ed25519Cosignature) || written != 1 + KeySize)
            throw Fault(offset + keyAt, DecodeFault.Malformed, $"a key of type 0x{key[0]:x2} with {written - 1} bytes is not supported: Ed25519 (0x01, 0x04) with {KeySize}, or ECDSA on P-256 (0x02)");
        return new NoteVerifierKey(name, hash, key[0], SubjectPublicKey.Create(PublicKeyKind.Ed25519, key.AsSpan(1, KeySize)));
    }

    /// <summary>The key as it is written in files.</summary>
    public override string ToString() => $"{Name}+{Convert.ToHexStringLower(KeyHash.Span)}+{Convert.ToBase64String(TypedKey)}";

    private static SubjectPublicKey ReadEcdsa(ReadOnlyMemory<byte> der, long offset)
    {
        SubjectPublicKey key;
        try
        {
            key = SubjectPublicKey.Decode(der);
        }
        catch (DecodeException inner)
        {
            // Its offsets count within the base64.
            throw Fault(offset, inner.Fault, inner.Detail);
        }

        return key.Kind == PublicKeyKind.EcP256 ? key : throw Fault(offset, DecodeFault.Malformed, $"an ECDSA key of kind {key.Kind} is not supported: P-256");
    }

    private static DecodeException Fault(long offset, DecodeFault fault, string detail) => new(FormatName, offset, fault, detail);
}
