namespace Appliance.Verification.Chains;

/// <summary>A verified block as it enters the index: header facts and one leaf per transaction.</summary>
public sealed record IndexedBlock
{
    /// <summary>Height.</summary>
    public required long Height { get; init; }

    /// <summary>Header hash.</summary>
    public required Digest Hash { get; init; }

    /// <summary>Header hash of the block before it, as the header names it.</summary>
    public required Digest PreviousHash { get; init; }

    /// <summary>Root or hash over the block's data, as the header names it.</summary>
    public required Digest DataHash { get; init; }

    /// <summary>The latest time stamp of the block's transactions, or null where the block carries none.</summary>
    public required DateTimeOffset? Time { get; init; }

    /// <summary>
    /// The block's configuration where it changes the trust state, in the format's own encoding; empty otherwise. What is needed
    /// to judge later blocks after a restart.
    /// </summary>
    public required ReadOnlyMemory<byte> TrustUpdate { get; init; }

    /// <summary>The transactions in order.</summary>
    public required IReadOnlyList<IndexedTransaction> Transactions { get; init; }
}

/// <summary>A transaction as it enters the index.</summary>
/// <param name="Id">Transaction id in bytes (UTF-8 of what the chain writes); empty where it has none.</param>
/// <param name="LeafHash">SHA-256 of the transaction's bytes.</param>
/// <param name="Creator">Organisation that submitted it, for example an MSP name; empty where unknown.</param>
/// <param name="Verdict">The verdict on it at the time of indexing.</param>
public sealed record IndexedTransaction(ReadOnlyMemory<byte> Id, Digest LeafHash, string Creator, Verdicts.Verdict Verdict);
