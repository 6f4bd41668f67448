using Appliance.Verification.Reports;

namespace Appliance.Verification.Trust;

/// <summary>All anchors in force. Immutable; a reload makes a new one.</summary>
/// <param name="All">Every anchor, in the order in which they were added.</param>
/// <param name="Origin">Where they come from, where that is not the configuration: named in every report; otherwise null.</param>
public sealed record TrustAnchors(IReadOnlyList<TrustAnchor> All, string? Origin = null)
{
    /// <summary>No anchor: every chain is unknown.</summary>
    public static TrustAnchors None { get; } = new([]);

    /// <summary>Anchors of one chain.</summary>
    public IEnumerable<TrustAnchor> For(string format, string chain) =>
        All.Where(anchor => anchor.Format == format && anchor.Chain == chain);

    /// <summary>An anchor as reports name it.</summary>
    public AnchorReport Report(TrustAnchor anchor) =>
        new(AnchorKind.Pinned, Origin is null ? anchor.Description : $"{anchor.Description} (from {Origin})");

    /// <summary>With one more; an anchor that is there already changes nothing.</summary>
    public TrustAnchors Add(TrustAnchor anchor) =>
        All.Any(other => other.Chain == anchor.Chain && other.Id == anchor.Id) ? this : this with { All = [.. All, anchor] };

    /// <summary>Without an anchor; null when there is no such anchor.</summary>
    public TrustAnchors? Remove(string chain, string id)
    {
        TrustAnchor[] rest = [.. All.Where(anchor => anchor.Chain != chain || anchor.Id != id)];
        return rest.Length == All.Count ? null : this with { All = rest };
    }
}
