using Appliance.Formats.FiscoBcos;
using Appliance.Verification.Chains;
using Appliance.Verification.Reports;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.FiscoBcos;

/// <summary>According to whom a header is judged.</summary>
/// <param name="Verdict">Valid where the anchor carries; otherwise the verdict on the header whatever else it holds.</param>
/// <param name="Reason">In words, where it does not carry.</param>
/// <param name="Report">For the report.</param>
/// <param name="Group">The group that a pinned anchor names, or null.</param>
/// <param name="Rule">Who seals, or null where nobody says so.</param>
internal sealed record FiscoAnchor(Verdict Verdict, string? Reason, AnchorReport Report, string? Group, SealerRule? Rule)
{
    /// <summary>Decides for one header.</summary>
    /// <param name="header">The header.</param>
    /// <param name="group">The group that the document's transactions name, or null: headers name none.</param>
    /// <param name="anchors">What is pinned.</param>
    /// <param name="allowSelfDeclared">Whether the header's own list of sealers may count where nothing is pinned.</param>
    public static FiscoAnchor Decide(FiscoHeader header, string? group, TrustAnchors anchors, bool allowSelfDeclared)
    {
        TrustAnchor[] ours = [.. anchors.All.Where(anchor => anchor.Format == SealerSetAnchor.Fisco && (group is null || anchor.Chain == group))];
        if (ours.Length > 0)
            return header.Number == 0 ? ByGenesis(header, group, anchors, ours) : BySealers(header, group, anchors, ours);
        if (!allowSelfDeclared)
            return Refuse(Verdict.Unanchored, "no sealers of this chain are pinned");
        SealerRule? own = SealerRule.Of(header);
        return new(Verdict.Valid, null, new AnchorReport(AnchorKind.SelfDeclared, $"{header.Sealers.Count} sealers that the header lists itself"), null, own);
    }

    /// <summary>This anchor, unless the document's first pinned group is another one: then a transaction could be taken for the other group's.</summary>
    public FiscoAnchor InOneDocumentWith(string? group) =>
        Group is null || Group == group ? this : Refuse(Verdict.AnchorMismatch, $"the document mixes blocks of {group} and {Group}");

    private static FiscoAnchor ByGenesis(FiscoHeader header, string? group, TrustAnchors anchors, TrustAnchor[] ours)
    {
        GenesisAnchor[] pinned = [.. ours.OfType<GenesisAnchor>()];
        GenesisAnchor? match = pinned.FirstOrDefault(anchor => anchor.Hash == new Digest(header.Hash.Span));
        if (match is not null)
            return new(Verdict.Valid, null, anchors.Report(match), match.Chain, null);
        return pinned.Length > 0 && group is not null
            ? Refuse(Verdict.AnchorMismatch, $"the pinned block 0 of {group} is another one")
            : Refuse(Verdict.Unanchored, "block 0 is signed by nobody, and its hash is not pinned");
    }

    private static FiscoAnchor BySealers(FiscoHeader header, string? group, TrustAnchors anchors, TrustAnchor[] ours)
    {
        // Of each group the set in force at this height.
        SealerSetAnchor[] inForce =
        [
            .. ours.OfType<SealerSetAnchor>()
                .Where(anchor => anchor.FromHeight <= header.Number)
                .GroupBy(anchor => anchor.Chain, StringComparer.Ordinal)
                .Select(sets => sets.MaxBy(anchor => anchor.FromHeight)!),
        ];
        foreach (SealerSetAnchor anchor in inForce)
        {
            var rule = SealerRule.Of(anchor);
            if (rule.Matches(header))
                return new(Verdict.Valid, null, anchors.Report(anchor), anchor.Chain, rule);
        }

        SealerSetAnchor? contradicted = inForce.FirstOrDefault(anchor => group is not null || SealerRule.Of(anchor).Shares(header));
        return contradicted is not null
            ? Refuse(Verdict.AnchorMismatch, $"the header lists other sealers or weights than those pinned for {contradicted.Chain} from height {contradicted.FromHeight}")
            : Refuse(Verdict.Unanchored, $"no sealers pinned for height {header.Number} are those of the header");
    }

    private static FiscoAnchor Refuse(Verdict verdict, string reason) => new(verdict, reason, AnchorReport.None, null, null);
}
