using Appliance.Formats.Decoding;

namespace Appliance.Formats.Transparency;

/// <summary>
/// A transparency log proof (C2SP tlog-proof): index and inclusion proof of an entry, and the checkpoint of the tree that holds it.
/// The entry itself is not part of it: how its bytes are made is the application's matter.
/// </summary>
public sealed class TlogProof
{
    /// <summary>Name of the format in reports and errors.</summary>
    public const string Format = "tlog-proof";

    // No tree of at most 2^63 - 1 leaves has a longer path.
    private const int MaxPath = 63;

    private TlogProof(ReadOnlyMemory<byte>? extra, long index, IReadOnlyList<ReadOnlyMemory<byte>> path, Checkpoint checkpoint)
    {
        Extra = extra;
        Index = index;
        Path = path;
        Checkpoint = checkpoint;
    }

    /// <summary>Data of the application, authenticated by nobody; null where the proof has none.</summary>
    public ReadOnlyMemory<byte>? Extra { get; }

    /// <summary>Index of the entry in the log, from 0.</summary>
    public long Index { get; }

    /// <summary>Sibling hashes from the entry's to the root's child, 32 bytes each.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Path { get; }

    /// <summary>The checkpoint, as the log issued it.</summary>
    public Checkpoint Checkpoint { get; }

    private static ReadOnlySpan<byte> Header => "c2sp.org/tlog-proof@v1\n"u8;

    /// <summary>Whether a document begins like one, of this or another version.</summary>
    /// <param name="prefix">At least the first 4096 bytes, or all of a shorter document.</param>
    public static bool Recognise(ReadOnlySpan<byte> prefix) => prefix.StartsWith("c2sp.org/tlog-proof@"u8);

    /// <summary>Reads a proof.</summary>
    /// <exception cref="DecodeException">The bytes are not such a proof.</exception>
    public static TlogProof Decode(ReadOnlyMemory<byte> bytes, DecodeLimits? limits = null)
    {
        limits ??= DecodeLimits.Default;
        ReadOnlySpan<byte> all = bytes.Span;
        if (all.IsEmpty)
            throw Fault(0, DecodeFault.Empty, "the proof holds no bytes");
        if (all.Length > limits.MaxDocumentBytes)
            throw Fault(0, DecodeFault.LimitExceeded, $"the proof has {all.Length} bytes, the limit is {limits.MaxDocumentBytes}");
        if (!all.StartsWith(Header))
            throw Fault(all.CommonPrefixLength(Header), DecodeFault.Malformed, "the first line is not 'c2sp.org/tlog-proof@v1'");
        var lines = new NoteLines(all[Header.Length..], Header.Length, Format);
        ReadOnlyMemory<byte>? extra = null;
        ReadOnlySpan<byte> line = lines.Next("the index");
        if (line.StartsWith("extra "u8))
        {
            extra = NoteText.FromBase64(line["extra ".Length..], lines.LineOffset + "extra ".Length, Format, "the extra data");
            if (extra.Value.IsEmpty)
                throw Fault(lines.LineOffset, DecodeFault.NotCanonical, "a line 'extra' without data is left out");
            line = lines.Next("the index");
        }

        if (!line.StartsWith("index "u8))
            throw Fault(lines.LineOffset, DecodeFault.Malformed, "a line 'index N' belongs here");
        long index = NoteText.Decimal(line["index ".Length..], lines.LineOffset + "index ".Length, Format, "the index");
        var path = new List<ReadOnlyMemory<byte>>();
        while (!lines.SkipEmpty())
        {
            ReadOnlySpan<byte> hash = lines.Next("the inclusion proof");
            if (path.Count == MaxPath)
                throw Fault(lines.LineOffset, DecodeFault.LimitExceeded, $"the inclusion proof has more than {MaxPath} hashes");
            path.Add(NoteText.Hash(hash, lines.LineOffset, Format, "a hash of the inclusion proof"));
        }

        var checkpoint = Checkpoint.Read(bytes[(int)lines.Offset..], lines.Offset, Format, limits);
        return new TlogProof(extra, index, path, checkpoint);
    }

    /// <summary>Why index, tree size and number of hashes do not fit together, in words, or null where they do.</summary>
    public string? Misfit()
    {
        if (Index >= Checkpoint.Size)
            return $"entry {Index} is not in a tree of {Checkpoint.Size} leaves";
        int expected = MerklePathLength.Inclusion(Index, Checkpoint.Size);
        return Path.Count == expected ? null : $"the proof has {Path.Count} hashes where entry {Index} of {Checkpoint.Size} demands {expected}";
    }

    private static DecodeException Fault(long offset, DecodeFault fault, string detail) => new(Format, offset, fault, detail);
}
