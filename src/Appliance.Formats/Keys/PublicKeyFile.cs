using System.Text;
using Appliance.Formats.Decoding;
using Appliance.Formats.X509;

namespace Appliance.Formats.Keys;

/// <summary>
/// Public keys as people keep them in files: PEM (SubjectPublicKeyInfo or certificates), a JWK or JWK set, or C2SP verifier keys, one a
/// line. Told apart by content.
/// </summary>
public static class PublicKeyFile
{
    /// <summary>Name of the format in errors.</summary>
    public const string FormatName = "public-key";

    /// <summary>Most keys of one file: every one of them may be tried on a signature.</summary>
    public const int MaxKeys = 64;

    /// <summary>Largest file in bytes: <see cref="MaxKeys"/> certificates stay well below it.</summary>
    public const int MaxBytes = 1 << 20;

    private const string KeyLabel = "PUBLIC KEY";
    private const string CertificateLabel = "CERTIFICATE";

    /// <summary>Reads all keys of a file, at least one.</summary>
    /// <exception cref="DecodeException">The bytes are none of the forms, or a key in them is malformed or of a kind that signs nothing here.</exception>
    public static IReadOnlyList<PublicKeyEntry> Decode(ReadOnlyMemory<byte> file)
    {
        if (file.IsEmpty)
            throw Fault(0, DecodeFault.Empty, "the file is empty");
        if (file.Length > MaxBytes)
            throw Fault(MaxBytes, DecodeFault.LimitExceeded, $"the file has {file.Length} bytes, at most {MaxBytes} are allowed");
        ReadOnlySpan<byte> text = file.Span.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            throw Fault(0, DecodeFault.Empty, "the file holds nothing but space");
        IReadOnlyList<PublicKeyEntry> keys = text[0] == (byte)'{' ? JsonWebKey.DecodeAll(file)
            : text.IndexOf("-----BEGIN "u8) >= 0 ? FromPem(file)
            : FromLines(file);
        return keys.Count <= MaxKeys ? keys : throw Fault(0, DecodeFault.LimitExceeded, $"the file holds {keys.Count} keys, at most {MaxKeys} are allowed");
    }

    private static List<PublicKeyEntry> FromPem(ReadOnlyMemory<byte> file)
    {
        bool certificates = file.Span.IndexOf(Encoding.ASCII.GetBytes($"-----BEGIN {CertificateLabel}-----")) >= 0;
        return certificates
            ? [.. Certificate.DecodeAllPem(file).Select(certificate => new PublicKeyEntry(certificate.PublicKey, null, null))]
            : [.. Pem.DecodeAll(file, KeyLabel).Select(key => new PublicKeyEntry(SubjectPublicKey.Decode(key), null, null))];
    }

    private static List<PublicKeyEntry> FromLines(ReadOnlyMemory<byte> file)
    {
        var keys = new List<PublicKeyEntry>();
        int start = 0;
        while (start < file.Length)
        {
            int length = file.Span[start..].IndexOf((byte)'\n');
            int end = length < 0 ? file.Length : start + length;
            ReadOnlyMemory<byte> line = file[start..end];
            if (line.Span.EndsWith("\r"u8))
                line = line[..^1];
            if (!line.IsEmpty)
            {
                NoteVerifierKey key = NoteVerifierKey.Decode(line, start);
                keys.Add(new PublicKeyEntry(key.PublicKey, null, key));
                if (keys.Count > MaxKeys)
                    throw Fault(start, DecodeFault.LimitExceeded, $"the file holds more than {MaxKeys} keys");
            }

            start = end + 1;
        }

        return keys;
    }

    private static DecodeException Fault(long offset, DecodeFault fault, string detail) => new(FormatName, offset, fault, detail);
}
