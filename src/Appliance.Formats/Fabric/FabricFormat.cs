namespace Appliance.Formats.Fabric;

/// <summary>Names of Fabric's document formats and their recognition by content.</summary>
public static class FabricFormat
{
    /// <summary>A ledger file as a peer keeps it: <c>blockfile_NNNNNN</c>.</summary>
    public const string LedgerName = "fabric-ledger";

    /// <summary>One marshalled <c>common.Block</c>.</summary>
    public const string BlockName = "fabric-block";

    private const int HashSize = 32;

    /// <summary>
    /// Tells from the first bytes what a document claims to be, as far as they reach: a document that is damaged further on is
    /// recognised, so that its error can name an offset.
    /// </summary>
    /// <param name="prefix">At least the first 4096 bytes, or all of a shorter document.</param>
    /// <param name="totalLength">Length of the document in bytes, or -1 where it is not known yet.</param>
    public static FabricFormatKind Recognise(ReadOnlySpan<byte> prefix, long totalLength) =>
        totalLength == 0 || prefix.IsEmpty ? FabricFormatKind.None
        : LooksLikeLedger(prefix) ? FabricFormatKind.Ledger
        : LooksLikeBlock(prefix) ? FabricFormatKind.Block
        : FabricFormatKind.None;

    private static bool LooksLikeLedger(ReadOnlySpan<byte> bytes)
    {
        // length, number, then two hashes: 32 bytes, and 32 or (first block) none.
        if (!TryVarint(ref bytes, out ulong length) || length < HashSize + 2 || !TryVarint(ref bytes, out ulong number))
            return false;
        if (bytes.IsEmpty || bytes[0] != HashSize || number > long.MaxValue)
            return false;
        return bytes.Length <= HashSize + 1 || bytes[HashSize + 1] == (number == 0 ? 0 : HashSize);
    }

    private static bool LooksLikeBlock(ReadOnlySpan<byte> bytes)
    {
        // header (field 1) holding nothing but number, previous hash and data hash; then data (field 2).
        if (bytes.Length < 4 || bytes[0] != 0x0A || bytes[1] is < HashSize + 2 or > (2 * HashSize) + 4 + 10)
            return false;
        int end = 2 + bytes[1];
        ReadOnlySpan<byte> header = bytes[2..Math.Min(end, bytes.Length)];
        if (header[0] == 0x08)
        {
            header = header[1..];
            if (!TryVarint(ref header, out _))
                return false;
        }

        if (header.Length >= 2 && header[0] == 0x12)
        {
            if (header[1] != HashSize)
                return false;
            header = header[Math.Min(2 + HashSize, header.Length)..];
        }

        if (header.Length >= 2 && (header[0] != 0x1A || header[1] != HashSize))
            return false;
        return bytes.Length <= end || bytes[end] == 0x12;
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < 10 && i < bytes.Length; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}

/// <summary>What a document's first bytes look like.</summary>
public enum FabricFormatKind
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>A ledger file.</summary>
    Ledger = 1,

    /// <summary>A single marshalled block.</summary>
    Block = 2,
}
