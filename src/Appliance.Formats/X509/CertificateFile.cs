using Appliance.Formats.Decoding;

namespace Appliance.Formats.X509;

/// <summary>Files that hold certificates: PEM with one or more of them, or one in DER.</summary>
public static class CertificateFile
{
    private const string Label = "CERTIFICATE";
    private const byte Sequence = 0x30;

    // [0] { INTEGER 2 }: version 3, with which the content of every certificate of today begins.
    private static ReadOnlySpan<byte> Version3 => [0xA0, 0x03, 0x02, 0x01, 0x02, 0x02];

    /// <summary>Whether a document begins like one.</summary>
    /// <param name="prefix">At least the first 4096 bytes, or all of a shorter document.</param>
    public static bool Recognise(ReadOnlySpan<byte> prefix)
    {
        int pem = prefix.IndexOf("-----BEGIN CERTIFICATE-----"u8);
        if (pem >= 0 && IsText(prefix[..pem]))
            return true;
        return TryOpen(ref prefix) && TryOpen(ref prefix) && prefix.StartsWith(Version3);
    }

    /// <summary>Reads all certificates of a file, in order, as DER; whether each is one is left to <see cref="Certificate.Decode"/>.</summary>
    /// <exception cref="DecodeException">The text is malformed.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> file) =>
        !file.IsEmpty && file.Span[0] == Sequence ? [file] : Pem.DecodeAll(file, Label);

    // Other documents hold PEM inside: here it stands at the begin of a line, and nothing but text before it.
    private static bool IsText(ReadOnlySpan<byte> before)
    {
        foreach (byte each in before)
        {
            if (each < 0x20 && each is not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
                return false;
        }

        return before.IsEmpty || before[^1] == (byte)'\n';
    }

    private static bool TryOpen(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || bytes[0] != Sequence)
            return false;
        int octets = bytes[1] < 0x80 ? 0 : bytes[1] & 0x7F;
        if (octets > 3 || bytes.Length < 2 + octets)
            return false;
        bytes = bytes[(2 + octets)..];
        return true;
    }
}
