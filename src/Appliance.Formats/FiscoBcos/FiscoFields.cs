using Appliance.Formats.Decoding;

namespace Appliance.Formats.FiscoBcos;

/// <summary>
/// The members of one JSON object, before it is known whether it is an answer's envelope, a header or a transaction: members come in
/// any order. Null where the object has none of that name.
/// </summary>
internal sealed class FiscoFields(long offset)
{
    /// <summary>Where the object begins.</summary>
    public long Offset { get; } = offset;

    /// <summary>Offset of the member that tells each kind apart, or -1.</summary>
    public long HeaderMark { get; set; } = -1;

    /// <summary>Offset of a member that only transactions have, or -1.</summary>
    public long TransactionMark { get; set; } = -1;

    /// <summary>Offset of a member that only receipts have, or -1.</summary>
    public long ReceiptMark { get; set; } = -1;

    /// <summary>What an envelope carries.</summary>
    public FiscoFields? Result { get; set; }

    public byte[]? Hash { get; set; }

    public int? Version { get; set; }

    /// <summary>Text here; a header's is hexadecimal.</summary>
    public byte[]? ExtraData { get; set; }

    public long ExtraDataOffset { get; set; }

    public List<FiscoParent>? Parents { get; set; }

    public byte[]? TransactionsRoot { get; set; }

    public byte[]? ReceiptsRoot { get; set; }

    public byte[]? StateRoot { get; set; }

    public long? Number { get; set; }

    public byte[]? GasUsed { get; set; }

    public long GasUsedOffset { get; set; }

    public long? Timestamp { get; set; }

    public long? Sealer { get; set; }

    public List<ReadOnlyMemory<byte>>? Sealers { get; set; }

    public List<long>? Weights { get; set; }

    public List<FiscoSealerSignature>? Signatures { get; set; }

    public List<ReadOnlyMemory<byte>>? TransactionHashes { get; set; }

    public List<FiscoTransaction>? Transactions { get; set; }

    public byte[]? ChainId { get; set; }

    public byte[]? GroupId { get; set; }

    public long? BlockLimit { get; set; }

    public byte[]? Nonce { get; set; }

    public byte[]? To { get; set; }

    public byte[]? Input { get; set; }

    public byte[]? Abi { get; set; }

    public byte[]? From { get; set; }

    public byte[]? Signature { get; set; }

    public byte[]? Value { get; set; }

    public byte[]? GasPrice { get; set; }

    public long? GasLimit { get; set; }

    public byte[]? MaxFeePerGas { get; set; }

    public byte[]? MaxPriorityFeePerGas { get; set; }

    public byte[]? Extension { get; set; }

    public List<ReadOnlyMemory<byte>>? Proof { get; set; }

    /// <summary>A member that must be there.</summary>
    public T Required<T>(T? value, string name)
        where T : class =>
        value ?? throw Missing(name);

    /// <summary>A member that must be there.</summary>
    public T Required<T>(T? value, string name)
        where T : struct =>
        value ?? throw Missing(name);

    private DecodeException Missing(string name) =>
        JsonCursor.Fault(Offset, DecodeFault.Malformed, $"the object has no member \"{name}\"");
}
