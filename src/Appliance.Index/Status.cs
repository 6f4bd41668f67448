using Appliance.Verification.Chains;
using Appliance.Verification.Verdicts;

namespace Appliance.Index;

/// <summary>What an index holds and how it stands.</summary>
/// <param name="Directory">The directory.</param>
/// <param name="Chains">The chains, in the order in which they were first indexed.</param>
/// <param name="Blocks">Blocks of all chains.</param>
/// <param name="Transactions">Transactions of all chains.</param>
/// <param name="LogBytes">Bytes of the block log.</param>
/// <param name="KeyValueBytes">Bytes of records in the key-value index.</param>
/// <param name="Tail">Log address at which the block log ends.</param>
/// <param name="HighWater">Log address up to which blocks are acknowledged.</param>
/// <param name="LastCheckpoint">When the key-value index was last made recoverable by this process, or null.</param>
/// <param name="Opening">What opening did.</param>
/// <param name="RebuildReason">Why the key-value index was rebuilt, where it was.</param>
public sealed record IndexStatus(
    string Directory,
    IReadOnlyList<ChainHead> Chains,
    long Blocks,
    long Transactions,
    long LogBytes,
    long KeyValueBytes,
    long Tail,
    long HighWater,
    DateTimeOffset? LastCheckpoint,
    IndexOpening Opening,
    string? RebuildReason);

/// <summary>What opening an index did.</summary>
public enum IndexOpening
{
    /// <summary>The directory was empty.</summary>
    Created,

    /// <summary>The key-value index was complete.</summary>
    Resumed,

    /// <summary>The key-value index was brought up to date from the block log.</summary>
    Replayed,

    /// <summary>The key-value index was missing or damaged and was built anew from the block log.</summary>
    Rebuilt,
}

/// <summary>How far a long operation is.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Done">Bytes of the block log that are done.</param>
/// <param name="Total">Bytes of the block log in all.</param>
public sealed record IndexProgress(IndexPhase Phase, long Done, long Total);

/// <summary>Long operations.</summary>
public enum IndexPhase
{
    /// <summary>Bringing the key-value index up to date.</summary>
    Replaying,

    /// <summary>Building the key-value index anew.</summary>
    Rebuilding,

    /// <summary>Comparing everything with everything.</summary>
    Checking,
}

/// <summary>The result of a check.</summary>
/// <param name="Entries">Entries of the block log that were read and are sound.</param>
/// <param name="Blocks">Blocks among them.</param>
/// <param name="Transactions">Transactions of these blocks.</param>
/// <param name="Bytes">Bytes of the block log up to which it is sound.</param>
/// <param name="Findings">What is wrong; at most <see cref="MaximumFindings"/> are kept.</param>
/// <param name="FindingCount">How many findings there were.</param>
public sealed record IndexCheck(long Entries, long Blocks, long Transactions, long Bytes, IReadOnlyList<IndexFinding> Findings, long FindingCount)
{
    /// <summary>Findings that are kept; a rebuilt disk may bring millions.</summary>
    public const int MaximumFindings = 100;

    /// <summary>Whether nothing is wrong.</summary>
    public bool Sound => FindingCount == 0;
}

/// <summary>Something that a check found.</summary>
/// <param name="Address">Log address of the entry concerned.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Advice">What to do next.</param>
public sealed record IndexFinding(long Address, string What, string Advice);

/// <summary>Where a transaction stands in its chain.</summary>
/// <param name="Height">Height of its block.</param>
/// <param name="Index">Its place in the block, from 0.</param>
/// <param name="Verdict">The verdict on it when it was indexed.</param>
public sealed record TransactionLocation(long Height, int Index, Verdict Verdict);

/// <summary>Where a block stands.</summary>
/// <param name="Chain">Its chain.</param>
/// <param name="Height">Its height.</param>
public sealed record BlockLocation(ChainKey Chain, long Height);
