using Appliance.Formats.Decoding;

namespace Appliance.Formats.Cose;

/// <summary>A COSE receipt (RFC 9942): a message whose payload is the root of a tree, with proofs that lead to it.</summary>
/// <param name="Message">The message.</param>
/// <param name="Structure">The kind of tree: <see cref="CoseLabels.Rfc9162Sha256"/> or one that is not supported.</param>
/// <param name="Inclusion">Its inclusion proofs.</param>
/// <param name="Consistency">Its consistency proofs.</param>
/// <param name="SignedSize">The tree size that the signature covers (<see cref="CoseLabels.TreeSize"/>), or null.</param>
public sealed record CoseReceipt(
    CoseSign1 Message,
    long Structure,
    IReadOnlyList<CoseInclusionProof> Inclusion,
    IReadOnlyList<CoseConsistencyProof> Consistency,
    long? SignedSize)
{
    /// <summary>Most receipts that one message may carry.</summary>
    public const int MaxReceipts = 16;

    /// <summary>Whether the tree is one whose proofs can be followed.</summary>
    public bool IsSupported => Structure == CoseLabels.Rfc9162Sha256;

    /// <summary>Reads the receipt in a message, or null where the message is none.</summary>
    /// <exception cref="DecodeException">A header is not what RFC 9942 says.</exception>
    public static CoseReceipt? Of(CoseSign1 message)
    {
        if (message.Protected.Integer(CoseLabels.VerifiableDataStructure) is not { } structure)
            return null;
        bool supported = structure == CoseLabels.Rfc9162Sha256;
        return new CoseReceipt(
            message,
            structure,
            supported ? CoseInclusionProof.ReadAll(message) : [],
            supported ? CoseConsistencyProof.ReadAll(message) : [],
            message.Protected.Integer(CoseLabels.TreeSize));
    }

    /// <summary>Reads the receipts that a message carries in header <see cref="CoseLabels.Receipts"/>.</summary>
    /// <exception cref="DecodeException">The header is no list of receipts.</exception>
    public static IReadOnlyList<CoseReceipt> EmbeddedIn(CoseSign1 message)
    {
        if (message.Unprotected.Find(CoseLabels.Receipts) is not { } header)
            return [];
        var cursor = new CborCursor(header.Value, CoseSign1.FormatName, header.Offset);
        int count = cursor.ReadStartArray(MaxReceipts, "list of receipts");
        if (count == 0)
            throw cursor.Fault(header.Offset, DecodeFault.Malformed, "the list of receipts is empty");
        var receipts = new List<CoseReceipt>(count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlyMemory<byte> encoded = cursor.ReadBytes(out long offset);
            receipts.Add(Of(CoseSign1.Decode(encoded, offset))
                ?? throw cursor.Fault(offset, DecodeFault.Malformed, $"a receipt does not say what tree it is about (header {CoseLabels.VerifiableDataStructure})"));
        }

        cursor.ReadEndArray();
        return receipts;
    }
}
