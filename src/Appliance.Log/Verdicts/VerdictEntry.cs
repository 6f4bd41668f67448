using System.Text;
using Appliance.Formats.Decoding;
using Appliance.Verification.Chains;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Log.Verdicts;

/// <summary>
/// What was judged, and how: the body of a leaf of the verdict log. Only a salted hash of it enters the log, so that the body can
/// be erased and the log remains. Byte layout: <c>docs/reference/receipts.md</c>.
/// </summary>
public sealed record VerdictEntry
{
    /// <summary>Version of the layout.</summary>
    public const int Version = 1;

    /// <summary>Longest text of an entry, in UTF-8 bytes.</summary>
    public const int MaxTextBytes = 4_096;

    /// <summary>SHA-256 of the document's bytes.</summary>
    public required Digest DocumentSha256 { get; init; }

    /// <summary>Length of the document in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Format of the document, for example <c>fabric-ledger</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Ledgers: the channel or group.</summary>
    public string? Chain { get; init; }

    /// <summary>Ledgers: header hash of the first block of the chain that is meant.</summary>
    public Digest? ChainFirstBlock { get; init; }

    /// <summary>Ledgers: the first height in the document.</summary>
    public long? FirstBlock { get; init; }

    /// <summary>Ledgers: the last height in the document.</summary>
    public long? LastBlock { get; init; }

    /// <summary>Label of the verdict. Text, so that a verifier reads receipts with verdicts that are newer than itself.</summary>
    public required string Verdict { get; init; }

    /// <summary>Outcome of the verdict.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Where trust comes from.</summary>
    public required AnchorKind AnchorKind { get; init; }

    /// <summary>According to whom, in words.</summary>
    public required string AnchorDescription { get; init; }

    /// <summary>Name of the acceptance profile.</summary>
    public required string Profile { get; init; }

    /// <summary>When the verdict was reached: UTC, whole seconds.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Key id of the appliance that says so (<see cref="LogPublicKey.KeyId"/>). <see cref="VerdictLog"/> fills it in.</summary>
    public Digest ApplianceId { get; init; }

    /// <summary>The entry about a report.</summary>
    /// <param name="report">The finished report.</param>
    /// <param name="profile">Name of the acceptance profile that was used.</param>
    /// <param name="time">When the verdict was reached; cut to whole seconds.</param>
    /// <param name="chainFirstBlock">Header hash of the first block of the chain, where it is known.</param>
    public static VerdictEntry From(DocumentReport report, string profile, DateTimeOffset time, Digest? chainFirstBlock = null) => new()
    {
        DocumentSha256 = new Digest(report.Sha256.Span),
        Length = report.Length,
        Format = report.Format,
        Chain = report.Chain,
        ChainFirstBlock = chainFirstBlock,
        FirstBlock = report.FirstBlock,
        LastBlock = report.LastBlock,
        Verdict = report.Verdict.ToString(),
        Outcome = report.Verdict.Outcome(),
        AnchorKind = report.Anchor.Kind,
        AnchorDescription = Cut(report.Anchor.Description),
        Profile = profile,
        Time = DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds()),
    };

    // The kind says what the anchor is worth; of a description that is too long the beginning must do.
    private static string Cut(string text)
    {
        while (Encoding.UTF8.GetByteCount(text) > MaxTextBytes)
            text = $"{text.AsSpan(0, text.Length / 2)}…";
        return text;
    }

    /// <summary>Writes the one deterministic encoding (RFC 8949, section 4.2.1).</summary>
    /// <exception cref="ArgumentException">A text is longer than <see cref="MaxTextBytes"/>, or a number is negative.</exception>
    public byte[] Encode() => VerdictEntryCodec.Encode(this);

    /// <summary>Reads the deterministic encoding and nothing else.</summary>
    /// <param name="encoded">The entry.</param>
    /// <param name="baseOffset">Its offset in bytes in the whole document, for errors.</param>
    /// <exception cref="DecodeException">The bytes are not the encoding of an entry.</exception>
    public static VerdictEntry Decode(ReadOnlyMemory<byte> encoded, long baseOffset = 0) => VerdictEntryCodec.Decode(encoded, baseOffset);
}
