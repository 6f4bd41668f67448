using Appliance.Formats.Asn1;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.X509;

/// <summary>A public key as certificates carry it: SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7, RFC 5480, RFC 8410).</summary>
public sealed class SubjectPublicKey
{
    private const int UncompressedPointSize = 65;
    private const int Ed25519Size = 32;

    private SubjectPublicKey(ReadOnlyMemory<byte> raw, string algorithm, string? curve, ReadOnlyMemory<byte> key)
    {
        Raw = raw;
        Algorithm = algorithm;
        Curve = curve;
        Key = key;
        Kind = KindOf(algorithm, curve);
        if (Kind is PublicKeyKind.EcP256 or PublicKeyKind.EcSm2 or PublicKeyKind.EcSecp256k1
            && key.Length == UncompressedPointSize
            && key.Span[0] == 0x04)
        {
            Point = key[1..];
        }
    }

    /// <summary>The whole SubjectPublicKeyInfo in DER.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The algorithm's object identifier in dotted form.</summary>
    public string Algorithm { get; }

    /// <summary>The curve's object identifier in dotted form, or null where the algorithm names none.</summary>
    public string? Curve { get; }

    /// <summary>What key it is.</summary>
    public PublicKeyKind Kind { get; }

    /// <summary>The key's octets as they stand in the bit string.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>256-bit curves: X || Y, 64 bytes, big-endian; empty where the key is no uncompressed point. Not checked to lie on the curve.</summary>
    public ReadOnlyMemory<byte> Point { get; }

    /// <summary>
    /// The key as kernels take it: <see cref="Point"/> on 256-bit curves, 32 bytes of RFC 8032 for Ed25519; empty where it is neither.
    /// </summary>
    public ReadOnlyMemory<byte> KernelKey => Kind == PublicKeyKind.Ed25519 && Key.Length == Ed25519Size ? Key : Point;

    /// <summary>Writes a key on a 256-bit curve (X || Y, 64 bytes) or of Ed25519 (32 bytes) as SubjectPublicKeyInfo.</summary>
    /// <exception cref="ArgumentException">Another kind, or another length.</exception>
    public static SubjectPublicKey Create(PublicKeyKind kind, ReadOnlySpan<byte> key)
    {
        if (key.Length != (kind == PublicKeyKind.Ed25519 ? Ed25519Size : UncompressedPointSize - 1))
            throw new ArgumentException($"a key of kind {kind} has not {key.Length} bytes", nameof(key));
        var identifier = new DerWriter();
        if (kind == PublicKeyKind.Ed25519)
        {
            identifier.ObjectIdentifier(X509Names.Ed25519);
        }
        else
        {
            identifier.ObjectIdentifier(X509Names.EcPublicKey).ObjectIdentifier(kind switch
            {
                PublicKeyKind.EcP256 => X509Names.P256,
                PublicKeyKind.EcSm2 => X509Names.Sm2,
                PublicKeyKind.EcSecp256k1 => X509Names.Secp256k1,
                _ => throw new ArgumentException($"keys of kind {kind} cannot be made", nameof(kind)),
            });
        }

        byte[] bits = kind == PublicKeyKind.Ed25519 ? [0, .. key] : [0, 0x04, .. key];
        byte[] content = new DerWriter().Element(0x30, identifier.WrittenSpan).Element(0x03, bits).ToArray();
        return Decode(new DerWriter().Element(0x30, content).ToArray());
    }

    /// <summary>Reads a SubjectPublicKeyInfo and nothing behind it.</summary>
    /// <exception cref="DecodeException">The bytes are malformed.</exception>
    public static SubjectPublicKey Decode(ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        var reader = new DerReader(subjectPublicKeyInfo, 0, X509Names.Format);
        SubjectPublicKey key = Read(ref reader, X509Names.Format);
        reader.End("the public key");
        return key;
    }

    internal static SubjectPublicKey Read(ref DerReader reader, string format)
    {
        long offset = reader.Offset;
        ReadOnlyMemory<byte> content = reader.Element(0x30, "the public key", out ReadOnlyMemory<byte> raw);
        var info = new DerReader(content, offset + raw.Length - content.Length, format);
        DerReader identifier = info.Sequence("the key's algorithm");
        string algorithm = identifier.ObjectIdentifier("the key's algorithm");
        string? curve = identifier.Peek(0x06) ? identifier.ObjectIdentifier("the key's curve") : null;
        if (curve is null && !identifier.IsEmpty)
            identifier.Any(out _, out _);
        identifier.End("the key's parameters");
        ReadOnlyMemory<byte> key = info.BitString("the key");
        info.End("the key");
        return new SubjectPublicKey(raw, algorithm, curve, key);
    }

    private static PublicKeyKind KindOf(string algorithm, string? curve) => algorithm switch
    {
        X509Names.EcPublicKey => curve switch
        {
            X509Names.P256 => PublicKeyKind.EcP256,
            X509Names.Sm2 => PublicKeyKind.EcSm2,
            X509Names.Secp256k1 => PublicKeyKind.EcSecp256k1,
            X509Names.P384 => PublicKeyKind.EcP384,
            _ => PublicKeyKind.EcOther,
        },
        // Some SM2 issuers name the curve as the algorithm, too.
        X509Names.Sm2 when curve is null or X509Names.Sm2 => PublicKeyKind.EcSm2,
        X509Names.Ed25519 => PublicKeyKind.Ed25519,
        X509Names.Rsa => PublicKeyKind.Rsa,
        _ => PublicKeyKind.Unknown,
    };
}

/// <summary>Kinds of public keys.</summary>
public enum PublicKeyKind
{
    /// <summary>An algorithm that is not listed here.</summary>
    Unknown = 0,

    /// <summary>NIST P-256.</summary>
    EcP256 = 1,

    /// <summary>SM2's recommended curve, GB/T 32918.5.</summary>
    EcSm2 = 2,

    /// <summary>secp256k1, SEC 2.</summary>
    EcSecp256k1 = 3,

    /// <summary>Another curve, or curve parameters spelled out.</summary>
    EcOther = 4,

    /// <summary>Ed25519, RFC 8410.</summary>
    Ed25519 = 5,

    /// <summary>RSA.</summary>
    Rsa = 6,

    /// <summary>NIST P-384: certificates only, checked by the platform's library.</summary>
    EcP384 = 7,
}
