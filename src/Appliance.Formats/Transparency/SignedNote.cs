using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.Transparency;

/// <summary>
/// A signed note (C2SP signed-note): text that ends in a line feed, an empty line, signature lines. The text may hold empty lines
/// itself: the last one in the note separates. It must be ignored unless a trusted key signed it.
/// </summary>
public sealed class SignedNote
{
    /// <summary>Name of the format in reports and errors.</summary>
    public const string Format = "signed-note";

    // Em dash, space.
    private static readonly byte[] SignaturePrefix = [0xE2, 0x80, 0x94, 0x20];

    private SignedNote(ReadOnlyMemory<byte> text, IReadOnlyList<NoteSignature> signatures)
    {
        Text = text;
        Signatures = signatures;
    }

    /// <summary>What is signed: UTF-8, with its last line feed, without the separating empty line.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>The signature lines in order, at least one.</summary>
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <summary>Whether a document begins like a note whose signatures begin within the prefix.</summary>
    /// <param name="prefix">At least the first 4096 bytes, or all of a shorter document.</param>
    public static bool Recognise(ReadOnlySpan<byte> prefix) => prefix.IndexOf("\n\n\u2014 "u8) >= 0;

    /// <summary>Reads a note.</summary>
    /// <exception cref="DecodeException">The bytes are not a signed note, or hold more signatures than the limit.</exception>
    public static SignedNote Decode(ReadOnlyMemory<byte> bytes, DecodeLimits? limits = null) =>
        Read(bytes, 0, Format, limits ?? DecodeLimits.Default);

    internal static SignedNote Read(ReadOnlyMemory<byte> bytes, long offset, string format, DecodeLimits limits)
    {
        ReadOnlySpan<byte> all = bytes.Span;
        if (all.IsEmpty)
            throw new DecodeException(format, offset, DecodeFault.Empty, "the note holds no bytes");
        if (all.Length > limits.MaxDocumentBytes)
            throw new DecodeException(format, offset, DecodeFault.LimitExceeded, $"the note has {all.Length} bytes, the limit is {limits.MaxDocumentBytes}");
        ThrowIfNotText(all, offset, format);
        int separator = all.LastIndexOf("\n\n"u8);
        if (separator < 0)
            throw new DecodeException(format, offset + all.Length, DecodeFault.Truncated, "no empty line separates text and signatures");
        int start = separator + 2;
        if (all[^1] != (byte)'\n' || start == all.Length)
            throw new DecodeException(format, offset + all.Length, DecodeFault.Truncated, "the note does not end in a signature line");
        var signatures = new List<NoteSignature>();
        while (start < all.Length)
        {
            if (signatures.Count == limits.MaxSignatures)
                throw new DecodeException(format, offset + start, DecodeFault.LimitExceeded, $"the note has more than {limits.MaxSignatures} signatures");
            int length = all[start..].IndexOf((byte)'\n');
            signatures.Add(ReadSignature(all.Slice(start, length), offset + start, format));
            start += length + 1;
        }

        return new SignedNote(bytes[..(separator + 1)], signatures);
    }

    private static NoteSignature ReadSignature(ReadOnlySpan<byte> line, long offset, string format)
    {
        if (!line.StartsWith(SignaturePrefix))
            throw new DecodeException(format, offset, DecodeFault.Malformed, "a signature line does not begin with an em dash and a space");
        ReadOnlySpan<byte> rest = line[SignaturePrefix.Length..];
        int space = rest.IndexOf((byte)' ');
        if (space < 0)
            throw new DecodeException(format, offset + line.Length, DecodeFault.Truncated, "a signature line ends after the key's name");
        string name = NoteText.KeyName(rest[..space], offset + SignaturePrefix.Length, format);
        int start = SignaturePrefix.Length + space + 1;
        byte[] bytes = NoteText.FromBase64(line[start..], offset + start, format, "a signature");
        return bytes.Length > NoteSignature.KeyIdSize
            ? new NoteSignature(name, bytes)
            : throw new DecodeException(format, offset + start, DecodeFault.Truncated, "a signature is not longer than its key id");
    }

    private static void ThrowIfNotText(ReadOnlySpan<byte> bytes, long offset, string format)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] < 0x20 && bytes[i] != (byte)'\n')
                throw new DecodeException(format, offset + i, DecodeFault.Malformed, $"control character 0x{bytes[i]:x2}");
        }

        if (Utf8.IsValid(bytes))
            return;
        int valid = 0;
        while (Rune.DecodeFromUtf8(bytes[valid..], out _, out int length) == OperationStatus.Done)
            valid += length;
        throw new DecodeException(format, offset + valid, DecodeFault.Malformed, "the note is not UTF-8");
    }
}
