using Appliance.Formats.Decoding;

namespace Appliance.Formats.Fabric;

/// <summary>
/// One block, decoded once. Everything refers to the bytes it was decoded from, which must not change while the block or a plan
/// made from it lives. Safe to share between threads.
/// </summary>
public sealed class FabricBlock
{
    internal FabricBlock(long number, ReadOnlyMemory<byte> previousHash, ReadOnlyMemory<byte> dataHash, long offset, int length, string format)
    {
        Number = number;
        PreviousHash = previousHash;
        DataHash = dataHash;
        Offset = offset;
        Length = length;
        Format = format;
        HeaderDer = FabricBlockHeader.Encode(number, previousHash.Span, dataHash.Span);
    }

    /// <summary>Name of the format that the block was read from.</summary>
    public string Format { get; }

    /// <summary>Height.</summary>
    public long Number { get; }

    /// <summary>Header hash of the block before, as the header names it; empty on block 0.</summary>
    public ReadOnlyMemory<byte> PreviousHash { get; }

    /// <summary>Hash of the block's data, as the header names it.</summary>
    public ReadOnlyMemory<byte> DataHash { get; }

    /// <summary>The header in DER: the header hash is SHA-256 over it, and orderers sign it.</summary>
    public ReadOnlyMemory<byte> HeaderDer { get; }

    /// <summary>Where the block begins in the document (after its length, in a ledger).</summary>
    public long Offset { get; }

    /// <summary>The block's length in bytes.</summary>
    public int Length { get; }

    /// <summary>The transactions in order.</summary>
    public IReadOnlyList<FabricTransaction> Transactions => TransactionArray;

    /// <summary>The metadata entries in order: 0 signatures, 1 last configuration, 2 validation codes, 4 commit hash.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Metadata { get; internal set; } = [];

    /// <summary>The signed value of metadata entry 0.</summary>
    public ReadOnlyMemory<byte> SignedMetadataValue { get; internal set; }

    /// <summary>The ordering service's signatures in order, duplicates included.</summary>
    public IReadOnlyList<FabricOrdererSignature> OrdererSignatures { get; internal set; } = [];

    /// <summary>Height of the configuration in force, as the orderers stored it; null where the block does not say.</summary>
    public long? LastConfigIndex { get; internal set; }

    /// <summary>One validation code per transaction, as the committing peer stored them; empty before a peer committed the block.</summary>
    public ReadOnlyMemory<byte> ValidationCodes { get; internal set; }

    /// <summary>The commit hash that the committing peer stored; empty where there is none.</summary>
    public ReadOnlyMemory<byte> CommitHash { get; internal set; }

    /// <summary>What is wrong with the orderers' metadata, or null.</summary>
    public DecodeException? MetadataFault { get; internal set; }

    /// <summary>Whether the block is a configuration block: one envelope, of type CONFIG.</summary>
    public bool IsConfigBlock =>
        TransactionArray.Length == 1 && TransactionArray[0].Type == FabricHeaderType.Config;

    internal FabricTransaction[] TransactionArray { get; set; } = [];

    /// <summary>Reads one record of a ledger file, without its length.</summary>
    /// <param name="record">The record.</param>
    /// <param name="offset">Where it begins in the document.</param>
    /// <param name="limits">Bounds, or null for the default.</param>
    /// <exception cref="DecodeException">The record is malformed.</exception>
    public static FabricBlock DecodeLedgerRecord(ReadOnlyMemory<byte> record, long offset, DecodeLimits? limits = null) =>
        FabricBlockDecoder.DecodeLedgerRecord(record, offset, new FabricDecodeContext(FabricFormat.LedgerName, limits ?? DecodeLimits.Default));

    /// <summary>Reads one marshalled <c>common.Block</c>.</summary>
    /// <param name="block">The whole document.</param>
    /// <param name="limits">Bounds, or null for the default.</param>
    /// <exception cref="DecodeException">The block is malformed.</exception>
    public static FabricBlock DecodeBlock(ReadOnlyMemory<byte> block, DecodeLimits? limits = null) =>
        FabricBlockDecoder.DecodeBlock(block, new FabricDecodeContext(FabricFormat.BlockName, limits ?? DecodeLimits.Default));
}
