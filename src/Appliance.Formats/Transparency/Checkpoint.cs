using System.Text;
using Appliance.Formats.Decoding;

namespace Appliance.Formats.Transparency;

/// <summary>
/// A checkpoint (C2SP tlog-checkpoint): a signed note whose text is origin, tree size, root hash and extension lines. The tree is
/// that of RFC 6962 with SHA-256.
/// </summary>
public sealed class Checkpoint
{
    /// <summary>Name of the format in reports and errors.</summary>
    public const string Format = "tlog-checkpoint";

    // 32 bytes.
    private const int Base64HashLength = 44;

    // The specification advises against any; logs in use have one or two.
    private const int MaxExtensions = 64;

    private Checkpoint(SignedNote note, string origin, long size, byte[] root, IReadOnlyList<string> extensions)
    {
        Note = note;
        Origin = origin;
        Size = size;
        RootHash = root;
        Extensions = extensions;
    }

    /// <summary>The note: what is signed, and by whom.</summary>
    public SignedNote Note { get; }

    /// <summary>Which log, by the unique name that it gave itself.</summary>
    public string Origin { get; }

    /// <summary>Number of leaves.</summary>
    public long Size { get; }

    /// <summary>Root of the tree at that size, 32 bytes.</summary>
    public ReadOnlyMemory<byte> RootHash { get; }

    /// <summary>Further lines: signed, without a meaning that this format knows.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether a document begins like one: its second line is a number, its third as long as a hash in base64.</summary>
    /// <param name="prefix">At least the first 4096 bytes, or all of a shorter document.</param>
    public static bool Recognise(ReadOnlySpan<byte> prefix)
    {
        int origin = prefix.IndexOf((byte)'\n');
        if (origin <= 0 || prefix[..origin].IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0)
            return false;
        ReadOnlySpan<byte> rest = prefix[(origin + 1)..];
        int size = rest.IndexOf((byte)'\n');
        if (size <= 0 || rest[..size].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return false;
        return rest[(size + 1)..].IndexOf((byte)'\n') == Base64HashLength;
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <exception cref="DecodeException">The bytes are not a signed note, or its text is not that of a checkpoint.</exception>
    public static Checkpoint Decode(ReadOnlyMemory<byte> bytes, DecodeLimits? limits = null) =>
        Read(bytes, 0, Format, limits ?? DecodeLimits.Default);

    internal static Checkpoint Read(ReadOnlyMemory<byte> bytes, long offset, string format, DecodeLimits limits)
    {
        var note = SignedNote.Read(bytes, offset, format, limits);
        var lines = new NoteLines(note.Text.Span, offset, format);
        ReadOnlySpan<byte> origin = lines.Next("the origin");
        ReadOnlySpan<byte> size = lines.Next("the tree size");
        long leaves = NoteText.Decimal(size, lines.LineOffset, format, "the tree size");
        ReadOnlySpan<byte> root = lines.Next("the root hash");
        byte[] hash = NoteText.Hash(root, lines.LineOffset, format, "the root hash");
        var extensions = new List<string>();
        while (!lines.IsEmpty)
        {
            if (extensions.Count == MaxExtensions)
                throw new DecodeException(format, lines.Offset, DecodeFault.LimitExceeded, $"the checkpoint has more than {MaxExtensions} extension lines");
            extensions.Add(Encoding.UTF8.GetString(lines.Next("an extension line")));
        }

        return new Checkpoint(note, Encoding.UTF8.GetString(origin), leaves, hash, extensions);
    }
}
