using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;

namespace Appliance.Formats.Cose;

/// <summary>A COSE hash envelope (RFC 9995): the payload is the hash of something that the message does not hold.</summary>
/// <param name="AlgorithmNumber">Number of the hash algorithm.</param>
/// <param name="ContentType">Content type of what was hashed, or null.</param>
/// <param name="Location">Where it can be found, or null.</param>
public sealed record CoseHashEnvelope(long AlgorithmNumber, string? ContentType, string? Location)
{
    /// <summary>The hash function, or null where it is none of those supported.</summary>
    public HashAlgorithm? Algorithm => AlgorithmNumber switch
    {
        CoseLabels.Sha256 => HashAlgorithm.Sha256,
        CoseLabels.Sha512 => HashAlgorithm.Sha512,
        CoseLabels.Sm3 => HashAlgorithm.Sm3,
        _ => null,
    };

    /// <summary>Bytes of the hash where it is supported.</summary>
    public int HashSize => AlgorithmNumber == CoseLabels.Sha512 ? 64 : 32;

    /// <summary>Name of the hash algorithm for reports.</summary>
    public string AlgorithmName => AlgorithmNumber switch
    {
        CoseLabels.Sha256 => "SHA-256",
        CoseLabels.Sha384 => "SHA-384",
        CoseLabels.Sha512 => "SHA-512",
        CoseLabels.Sm3 => "SM3",
        _ => $"hash algorithm {AlgorithmNumber}",
    };

    /// <summary>Reads the envelope's headers, or null where the message is none.</summary>
    /// <exception cref="DecodeException">A header is of another type than RFC 9995 says.</exception>
    public static CoseHashEnvelope? Of(CoseSign1 message)
    {
        if (message.Protected.Find(CoseLabels.PayloadHashAlgorithm) is not { } header)
            return null;
        long algorithm = new CborCursor(header.Value, CoseSign1.FormatName, header.Offset).ReadInteger();
        return new CoseHashEnvelope(algorithm, Text(message, CoseLabels.PreimageContentType), Text(message, CoseLabels.PayloadLocation));
    }

    /// <summary>What of the envelope breaks RFC 9995, in words, or null.</summary>
    public static string? Misuse(CoseSign1 message)
    {
        foreach (long label in (long[])[CoseLabels.PayloadHashAlgorithm, CoseLabels.PreimageContentType, CoseLabels.PayloadLocation])
        {
            if (message.Unprotected.Find(label) is not null)
                return $"header {label} stands where the signature does not cover it";
        }

        bool isEnvelope = message.Protected.Find(CoseLabels.PayloadHashAlgorithm) is not null;
        bool hasContentType = (message.Protected.Find(CoseLabels.ContentType) ?? message.Unprotected.Find(CoseLabels.ContentType)) is not null;
        return isEnvelope && hasContentType ? $"a hash envelope has no content type (header {CoseLabels.ContentType})" : null;
    }

    private static string? Text(CoseSign1 message, long label) => message.Protected.Find(label) is { } header
        ? CoseText.Item(new CborCursor(header.Value, CoseSign1.FormatName, header.Offset))
        : null;
}
