namespace Appliance.Formats.Decoding;

/// <summary>Bounds that a decoder believes before it believes a length in its input. All sizes in bytes.</summary>
public sealed record DecodeLimits
{
    /// <summary>Largest single block or other in-memory document. Fabric's own orderer limit is 99 MB (AbsoluteMaxBytes).</summary>
    public int MaxDocumentBytes { get; init; } = 104_857_600;

    /// <summary>Most transactions in one block.</summary>
    public int MaxTransactionsPerBlock { get; init; } = 100_000;

    /// <summary>Most signatures (endorsements, sealers, orderers) on one subject.</summary>
    public int MaxSignatures { get; init; } = 1_024;

    /// <summary>Deepest nesting of messages, groups or policies.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>The limits used where nothing else is configured.</summary>
    public static DecodeLimits Default { get; } = new();
}
