namespace Appliance.Formats.FiscoBcos;

/// <summary>A transaction as a node shows it. Immutable.</summary>
public sealed record FiscoTransaction
{
    /// <summary>The hash that the document claims, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>Version of the transaction: 0, 1 or 2 decide which fields its hash covers.</summary>
    public required int Version { get; init; }

    /// <summary>Name of the chain, UTF-8.</summary>
    public required ReadOnlyMemory<byte> ChainId { get; init; }

    /// <summary>Name of the group, UTF-8.</summary>
    public required ReadOnlyMemory<byte> GroupId { get; init; }

    /// <summary>Height up to which the transaction may be sealed.</summary>
    public required long BlockLimit { get; init; }

    /// <summary>The nonce as the document writes it, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Nonce { get; init; }

    /// <summary>The contract that is called, as written, UTF-8; empty where a contract is deployed.</summary>
    public required ReadOnlyMemory<byte> To { get; init; }

    /// <summary>Call data or code.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Interface of a contract that is deployed, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Abi { get; init; }

    /// <summary>The sender that the document claims, 20 bytes, or empty where it names none.</summary>
    public required ReadOnlyMemory<byte> From { get; init; }

    /// <summary>r || s || v (65 bytes) or, for SM2, r || s || public key (128); any bytes here.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>What the hash covers besides from version 1 on, or null where the document has none of it.</summary>
    public required FiscoFees? Fees { get; init; }

    /// <summary>What the hash covers besides from version 2 on.</summary>
    public required ReadOnlyMemory<byte> Extension { get; init; }

    /// <summary>
    /// Proof of inclusion in a block, nodes of 32 bytes: per level a count (4 bytes, big-endian, the rest zero) and that many hashes. Null where
    /// the document brings none.
    /// </summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>>? Proof { get; init; }
}

/// <summary>Value and fees of a transaction of version 1 or later; texts as the document writes them, UTF-8.</summary>
/// <param name="Value">Amount that is transferred.</param>
/// <param name="GasPrice">Price of gas.</param>
/// <param name="GasLimit">Most gas.</param>
/// <param name="MaxFeePerGas">Most fee per gas.</param>
/// <param name="MaxPriorityFeePerGas">Most priority fee per gas.</param>
public sealed record FiscoFees(
    ReadOnlyMemory<byte> Value,
    ReadOnlyMemory<byte> GasPrice,
    long GasLimit,
    ReadOnlyMemory<byte> MaxFeePerGas,
    ReadOnlyMemory<byte> MaxPriorityFeePerGas);
