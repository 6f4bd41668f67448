namespace Appliance.Verification.Reports;

/// <summary>According to whom a document is genuine.</summary>
/// <param name="Kind">Pinned by the operator, taken from the document itself, or brought along by the caller.</param>
/// <param name="Description">For example <c>genesis c4a1491a…</c> or <c>MSP roots Org1MSP, Org2MSP</c>.</param>
public sealed record AnchorReport(AnchorKind Kind, string Description)
{
    /// <summary>Nothing vouches for the document.</summary>
    public static AnchorReport None { get; } = new(AnchorKind.None, "none");
}

/// <summary>Where trust in a document comes from.</summary>
public enum AnchorKind
{
    /// <summary>From nowhere: nothing is configured and the document brings nothing of its own.</summary>
    None = 0,

    /// <summary>Pinned by the operator.</summary>
    Pinned = 1,

    /// <summary>Taken from the document itself: consistent, but a forged ledger with its own genesis is perfectly consistent too.</summary>
    SelfDeclared = 2,

    /// <summary>From nowhere: a raw key that came with the question. It says whose signature it is not, and that is all.</summary>
    SuppliedKey = 3,
}
