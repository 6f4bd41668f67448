namespace Appliance.Samples;

/// <summary>What a verifier should find in a sample ledger.</summary>
public sealed record SampleManifest
{
    /// <summary>Name of the channel.</summary>
    public required string ChannelId { get; init; }

    /// <summary>Number of blocks, genesis included.</summary>
    public required int Blocks { get; init; }

    /// <summary>Number of transactions in all blocks, the configuration in the genesis block included.</summary>
    public required long Transactions { get; init; }

    /// <summary>Header hash of block 0, 32 bytes: what an operator pins.</summary>
    public required ReadOnlyMemory<byte> GenesisHash { get; init; }

    /// <summary>Header hash of the last block, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> LastHash { get; init; }

    /// <summary>Length of the ledger file in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>SHA-256 of the ledger file.</summary>
    public required ReadOnlyMemory<byte> Sha256 { get; init; }

    /// <summary>The transactions that were tampered with, in order; all others are genuine.</summary>
    public required IReadOnlyList<SampleExpectation> Tampered { get; init; }
}

/// <summary>One tampered transaction.</summary>
/// <param name="Block">Its block's number.</param>
/// <param name="Transaction">Its position in the block.</param>
/// <param name="Tampering">What is wrong with it.</param>
/// <param name="ValidationCode">The code that the peer stored for it: 0 where the peer lied.</param>
public sealed record SampleExpectation(long Block, int Transaction, SampleTampering Tampering, byte ValidationCode)
{
    /// <summary>Whether the peer said that the transaction is invalid.</summary>
    public bool FlaggedByPeer => ValidationCode != SampleTamperings.ValidCode;
}
