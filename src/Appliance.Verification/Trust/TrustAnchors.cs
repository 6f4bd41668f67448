namespace Appliance.Verification.Trust;

/// <summary>All anchors in force. Immutable; a reload makes a new one.</summary>
/// <param name="All">Every anchor, in the order in which they were added.</param>
public sealed record TrustAnchors(IReadOnlyList<TrustAnchor> All)
{
    /// <summary>No anchor: every chain is unknown.</summary>
    public static TrustAnchors None { get; } = new([]);

    /// <summary>Anchors of one chain.</summary>
    public IEnumerable<TrustAnchor> For(string format, string chain) =>
        All.Where(anchor => anchor.Format == format && anchor.Chain == chain);

    /// <summary>With one more; an anchor that is there already changes nothing.</summary>
    public TrustAnchors Add(TrustAnchor anchor) =>
        All.Any(other => other.Chain == anchor.Chain && other.Id == anchor.Id) ? this : new([.. All, anchor]);

    /// <summary>Without an anchor; null when there is no such anchor.</summary>
    public TrustAnchors? Remove(string chain, string id)
    {
        TrustAnchor[] rest = [.. All.Where(anchor => anchor.Chain != chain || anchor.Id != id)];
        return rest.Length == All.Count ? null : new(rest);
    }
}
