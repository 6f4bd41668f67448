using Appliance.Formats.Decoding;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Reports;

/// <summary>
/// The answer about one document. Blocks are reported one by one while a ledger is read (see the verification session); this is
/// what is known at the end.
/// </summary>
public sealed record DocumentReport
{
    /// <summary>Name under which the caller submitted it.</summary>
    public required string File { get; init; }

    /// <summary>Format, for example <c>fabric-ledger</c>; <c>unrecognised</c> where no format claims it.</summary>
    public required string Format { get; init; }

    /// <summary>According to whom.</summary>
    public required AnchorReport Anchor { get; init; }

    /// <summary>The verdict on the whole.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why, where it is not genuine.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Number of checks that were decided (not those listed as not checked).</summary>
    public required long ChecksMade { get; init; }

    /// <summary>Name of the acceptance rule that was applied, for example <c>fabric</c>; <c>none</c> where none was.</summary>
    public required string Profile { get; init; }

    /// <summary>Single documents: the checks. Those of a ledger stand with its blocks.</summary>
    public IReadOnlyList<CheckReport> Checks { get; init; } = [];

    /// <summary>What the document says of itself. Believe it only as far as the verdict goes.</summary>
    public IReadOnlyList<DocumentFact> Facts { get; init; } = [];

    /// <summary>SHA-256 of the document's bytes: what a receipt names.</summary>
    public required ReadOnlyMemory<byte> Sha256 { get; init; }

    /// <summary>Length of the document in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Ledgers: the channel or group; otherwise null.</summary>
    public string? Chain { get; init; }

    /// <summary>Ledgers: the first height; otherwise null.</summary>
    public long? FirstBlock { get; init; }

    /// <summary>Ledgers: the last height; otherwise null.</summary>
    public long? LastBlock { get; init; }

    /// <summary>Number of transactions seen.</summary>
    public long Transactions { get; init; }

    /// <summary>Number of transactions that are genuine.</summary>
    public long GenuineTransactions { get; init; }

    /// <summary>Why decoding stopped, from the closed list, or null.</summary>
    public DecodeFault? DecodeFault { get; init; }

    /// <summary>Where decoding stopped, in words with its offset, or null.</summary>
    public string? DecodeError { get; init; }
}
