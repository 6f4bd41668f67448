namespace Appliance.Formats.FiscoBcos;

/// <summary>Names and recognition of FISCO BCOS 3 documents: what a node answers over JSON-RPC.</summary>
public static class FiscoFormat
{
    /// <summary>A block: a header with transactions or their hashes, or a header and transactions with proofs.</summary>
    public const string BlockName = "fisco-block";

    /// <summary>Block headers alone.</summary>
    public const string HeaderName = "fisco-header";

    /// <summary>Transactions without a header.</summary>
    public const string TransactionName = "fisco-transaction";

    /// <summary>Whether a document begins like one.</summary>
    /// <param name="prefix">At least the first 4096 bytes, or all of a shorter document.</param>
    public static bool Recognise(ReadOnlySpan<byte> prefix)
    {
        ReadOnlySpan<byte> text = prefix.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] is not ((byte)'{' or (byte)'['))
            return false;
        return text.IndexOf("\"consensusWeights\""u8) >= 0
            || text.IndexOf("\"sealerList\""u8) >= 0
            || text.IndexOf("\"signatureList\""u8) >= 0
            || text.IndexOf("\"blockLimit\""u8) >= 0
            || text.IndexOf("\"groupID\""u8) >= 0
            || HasAbiText(text);
    }

    // A node writes members in alphabetical order: a transaction that deploys a contract opens with a long text. Files that hold an
    // interface itself have an array there.
    private static bool HasAbiText(ReadOnlySpan<byte> text)
    {
        int at = text.IndexOf("\"abi\""u8);
        if (at < 0)
            return false;
        text = text[(at + 5)..].TrimStart(" \t\r\n"u8);
        if (text.IsEmpty || text[0] != (byte)':')
            return false;
        text = text[1..].TrimStart(" \t\r\n"u8);
        return !text.IsEmpty && text[0] == (byte)'"';
    }
}
