using Appliance.Formats.Decoding;

namespace Appliance.Formats.FiscoBcos;

/// <summary>
/// A document of a FISCO BCOS 3 chain: one answer of a node, or an array of answers, for example a header and a transaction with
/// its proof. Immutable.
/// </summary>
public sealed class FiscoBundle
{
    internal FiscoBundle(IReadOnlyList<FiscoHeader> headers, IReadOnlyList<FiscoTransaction> transactions)
    {
        Headers = headers;
        Transactions = transactions;
    }

    /// <summary>Headers and blocks, in the document's order.</summary>
    public IReadOnlyList<FiscoHeader> Headers { get; }

    /// <summary>Transactions that stand beside the headers, in the document's order.</summary>
    public IReadOnlyList<FiscoTransaction> Transactions { get; }

    /// <summary>Name of the format in reports.</summary>
    public string FormatName => Headers.Count == 0 ? FiscoFormat.TransactionName
        : Transactions.Count > 0 || Headers.Any(header => header.TransactionHashes is not null) ? FiscoFormat.BlockName
        : FiscoFormat.HeaderName;

    /// <summary>Reads a document.</summary>
    /// <exception cref="DecodeException">Not JSON, or not what a node answers.</exception>
    public static FiscoBundle Decode(ReadOnlyMemory<byte> json, DecodeLimits? limits = null)
    {
        DecodeLimits bounds = limits ?? DecodeLimits.Default;
        if (json.IsEmpty)
            throw new DecodeException(JsonCursor.Format, 0, DecodeFault.Empty, "the document holds no bytes");
        if (json.Length > bounds.MaxDocumentBytes)
        {
            throw new DecodeException(
                JsonCursor.Format, 0, DecodeFault.LimitExceeded, $"the document has {json.Length} bytes, the limit is {bounds.MaxDocumentBytes}");
        }

        var cursor = new JsonCursor(json.Span, bounds);
        return FiscoBundleDecoder.Decode(ref cursor);
    }
}
