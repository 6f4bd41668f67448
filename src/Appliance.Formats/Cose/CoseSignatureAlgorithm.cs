using Appliance.Formats.Decoding;

namespace Appliance.Formats.Cose;

/// <summary>The signature algorithm that a message names.</summary>
/// <param name="Number">Its number, or null where it is named by text or not at all.</param>
/// <param name="Name">For reports.</param>
/// <param name="Protected">Whether the signature covers the name.</param>
public sealed record CoseSignatureAlgorithm(long? Number, string Name, bool Protected)
{
    /// <summary>
    /// Reads the algorithm, from the protected headers where it stands there. Unprotected it is taken too: a key has one algorithm here, so
    /// nothing can be won by changing it.
    /// </summary>
    /// <exception cref="DecodeException">The header is neither an integer nor a text.</exception>
    public static CoseSignatureAlgorithm Of(CoseSign1 message)
    {
        CoseHeader? header = message.Protected.Find(CoseLabels.Algorithm);
        bool isProtected = header is not null;
        header ??= message.Unprotected.Find(CoseLabels.Algorithm);
        if (header is null)
            return new CoseSignatureAlgorithm(null, "none", false);
        var cursor = new CborCursor(header.Value, CoseSign1.FormatName, header.Offset);
        if (cursor.NextIsText)
            return new CoseSignatureAlgorithm(null, CoseText.Quote(cursor.ReadText()), isProtected);
        long number = cursor.ReadInteger();
        return new CoseSignatureAlgorithm(number, NameOf(number), isProtected);
    }

    private static string NameOf(long number) => number switch
    {
        CoseLabels.Es256 => "ES256",
        CoseLabels.Esp256 => "ESP256",
        CoseLabels.EdDsa => "EdDSA",
        CoseLabels.Ed25519 => "Ed25519",
        CoseLabels.Sm2WithSm3 => "SM2-SM3",
        CoseLabels.Es384 => "ES384",
        CoseLabels.Es512 => "ES512",
        _ => $"algorithm {number}",
    };
}
