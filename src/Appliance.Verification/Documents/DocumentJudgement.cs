using Appliance.Formats.Decoding;
using Appliance.Verification.Reports;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Documents;

/// <summary>What a format says about a document; with file name, digest and length it becomes the report.</summary>
internal sealed record DocumentJudgement
{
    /// <summary>Name of the format where only the whole document tells it; null for the name by which it was recognised.</summary>
    public string? Format { get; init; }

    /// <summary>According to whom.</summary>
    public required AnchorReport Anchor { get; init; }

    /// <summary>The verdict, unless <see cref="Fault"/> makes it malformed.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why it is not genuine.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Number of checks that were decided.</summary>
    public required long ChecksMade { get; init; }

    /// <summary>Name of the acceptance rule.</summary>
    public required string Profile { get; init; }

    /// <summary>Single documents: the checks; ledgers report theirs with the blocks.</summary>
    public IReadOnlyList<CheckReport> Checks { get; init; } = [];

    /// <summary>What the document says of itself.</summary>
    public IReadOnlyList<DocumentFact> Facts { get; init; } = [];

    /// <summary>Where decoding stopped, or null.</summary>
    public DecodeException? Fault { get; init; }

    /// <summary>Documents of a chain: the channel or group; otherwise null.</summary>
    public string? Chain { get; init; }

    /// <summary>Documents of a chain: the first height; otherwise null.</summary>
    public long? FirstBlock { get; init; }

    /// <summary>Documents of a chain: the last height; otherwise null.</summary>
    public long? LastBlock { get; init; }

    /// <summary>Number of transactions seen.</summary>
    public long Transactions { get; init; }

    /// <summary>Number of transactions that are genuine.</summary>
    public long GenuineTransactions { get; init; }

    /// <summary>Bytes that end before anything could be judged.</summary>
    public static DocumentJudgement Refuse(DecodeException fault) => new()
    {
        Anchor = AnchorReport.None,
        Verdict = Verdict.Malformed,
        Reasons = [],
        ChecksMade = 0,
        Profile = SingleDocument.NoProfile,
        Fault = fault,
    };
}
