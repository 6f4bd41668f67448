namespace Appliance.Log.Receipts;

/// <summary>How the verification of a receipt came out. A closed list.</summary>
public enum ReceiptStatus
{
    /// <summary>The bytes are not a receipt.</summary>
    Malformed = 0,

    /// <summary>The verdict is in the log of this key; a document that was given is the one that was judged.</summary>
    Valid = 1,

    /// <summary>The receipt is sound but speaks of another document than the one given.</summary>
    DocumentMismatch,

    /// <summary>The receipt names another key than the one given.</summary>
    KeyMismatch,

    /// <summary>The root is not signed by the key given.</summary>
    SignatureMismatch,

    /// <summary>Entry and proof do not lead to the signed root.</summary>
    ProofMismatch,
}

/// <summary>The answer about one receipt.</summary>
/// <param name="Status">How it came out.</param>
/// <param name="Detail">The same in words, for people.</param>
/// <param name="Receipt">What the receipt says, wherever it could be read: believe it only where <see cref="Status"/> is valid.</param>
/// <param name="Offset">Malformed receipts: offset in bytes of what is wrong.</param>
/// <param name="DocumentCompared">Whether a document was given and compared.</param>
public sealed record ReceiptCheck(ReceiptStatus Status, string Detail, Receipt? Receipt = null, long? Offset = null, bool DocumentCompared = false)
{
    /// <summary>Whether the receipt proves what it says.</summary>
    public bool IsValid => Status == ReceiptStatus.Valid;
}
