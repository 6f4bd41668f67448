using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Appliance.Formats.Decoding;
using Appliance.Formats.X509;

namespace Appliance.Formats.Keys;

/// <summary>
/// JSON Web Keys (RFC 7517) of the kinds that sign here: <c>EC</c> on P-256 (RFC 7518 section 6.2) and secp256k1 (RFC 8812), <c>OKP</c> with
/// Ed25519 (RFC 8037). Private members are passed over and never kept.
/// </summary>
internal static class JsonWebKey
{
    private const string Format = "jwk";
    private const int CoordinateSize = 32;
    private const int MaxDepth = 8;

    /// <summary>Reads one key, or all keys of a set (<c>{"keys": […]}</c>).</summary>
    /// <exception cref="DecodeException">Not JSON, not a JWK, or a kind of key that signs nothing here.</exception>
    public static List<PublicKeyEntry> DecodeAll(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            if (!document.RootElement.TryGetProperty("keys", out JsonElement set))
                return [Read(document.RootElement)];
            if (set.GetArrayLength() is 0 or > PublicKeyFile.MaxKeys)
                throw Fault(DecodeFault.LimitExceeded, $"the set holds {set.GetArrayLength()} keys, between 1 and {PublicKeyFile.MaxKeys} are allowed");
            return [.. set.EnumerateArray().Select(Read)];
        }
        catch (JsonException malformed)
        {
            throw new DecodeException(Format, JsonOffset.Of(json.Span, malformed), DecodeFault.Malformed, "the file is not JSON");
        }
        catch (InvalidOperationException unexpected)
        {
            // Thrown by the element accessors on a value of another type.
            throw Fault(DecodeFault.Malformed, $"not of a key's shape: {unexpected.Message}");
        }
    }

    private static PublicKeyEntry Read(JsonElement key)
    {
        string type = Text(key, "kty");
        string curve = Text(key, "crv");
        string? id = key.TryGetProperty("kid", out JsonElement kid) ? kid.GetString() : null;
        SubjectPublicKey publicKey = (type, curve) switch
        {
            ("EC", "P-256") => SubjectPublicKey.Create(PublicKeyKind.EcP256, [.. Coordinate(key, "x"), .. Coordinate(key, "y")]),
            ("EC", "secp256k1") => SubjectPublicKey.Create(PublicKeyKind.EcSecp256k1, [.. Coordinate(key, "x"), .. Coordinate(key, "y")]),
            ("OKP", "Ed25519") => SubjectPublicKey.Create(PublicKeyKind.Ed25519, Coordinate(key, "x")),
            _ => throw Fault(DecodeFault.Malformed, $"keys of type {type} on {curve} are not supported: EC on P-256 or secp256k1, OKP on Ed25519"),
        };
        return new PublicKeyEntry(publicKey, id, null);
    }

    private static byte[] Coordinate(JsonElement key, string name)
    {
        string text = Text(key, name);
        byte[] bytes = new byte[CoordinateSize];
        OperationStatus status = Base64Url.DecodeFromChars(text, bytes, out int consumed, out int written);
        return status == OperationStatus.Done && consumed == text.Length && written == CoordinateSize
            ? bytes
            : throw Fault(DecodeFault.Malformed, $"'{name}' is not {CoordinateSize} bytes in base64url");
    }

    private static string Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out JsonElement value) && value.GetString() is { } text ? text : throw Fault(DecodeFault.Malformed, $"the key has no '{name}'");

    private static DecodeException Fault(DecodeFault fault, string detail) => new(Format, 0, fault, detail);
}
