namespace Appliance.Formats.FiscoBcos;

/// <summary>A block header as a node shows it, with the block's transactions where the answer brings them. Immutable.</summary>
public sealed record FiscoHeader
{
    /// <summary>The hash that the document claims, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>Version of the block format, for example 0x03000001.</summary>
    public required int Version { get; init; }

    /// <summary>The blocks before it; in practice one.</summary>
    public required IReadOnlyList<FiscoParent> Parents { get; init; }

    /// <summary>Root over the transactions' hashes, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> TransactionsRoot { get; init; }

    /// <summary>Root over the receipts' hashes, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> ReceiptsRoot { get; init; }

    /// <summary>Root over the state, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> StateRoot { get; init; }

    /// <summary>Height.</summary>
    public required long Number { get; init; }

    /// <summary>Gas used by the block, a decimal number in ASCII.</summary>
    public required ReadOnlyMemory<byte> GasUsed { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long Timestamp { get; init; }

    /// <summary>Index of the sealer that proposed the block.</summary>
    public required long Sealer { get; init; }

    /// <summary>Public keys of the sealers, 64 bytes each: the document's claim.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Sealers { get; init; }

    /// <summary>Free bytes.</summary>
    public required ReadOnlyMemory<byte> ExtraData { get; init; }

    /// <summary>Weights of the sealers, in their order: the document's claim.</summary>
    public required IReadOnlyList<long> Weights { get; init; }

    /// <summary>Signatures of sealers over the header's hash, which does not cover them.</summary>
    public required IReadOnlyList<FiscoSealerSignature> Signatures { get; init; }

    /// <summary>Hashes of all transactions of the block in order, or null where the answer is a header only.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>>? TransactionHashes { get; init; }

    /// <summary>The transactions themselves where the answer brings them; otherwise empty.</summary>
    public required IReadOnlyList<FiscoTransaction> Transactions { get; init; }
}

/// <summary>The block before.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Hash">Its header hash, 32 bytes.</param>
public readonly record struct FiscoParent(long Number, ReadOnlyMemory<byte> Hash);

/// <summary>A sealer's signature.</summary>
/// <param name="Sealer">Index into the sealers of the header.</param>
/// <param name="Signature">r || s || v (65 bytes) or, for SM2, r || s (64) with or without the key (128); any bytes here.</param>
public readonly record struct FiscoSealerSignature(long Sealer, ReadOnlyMemory<byte> Signature);
