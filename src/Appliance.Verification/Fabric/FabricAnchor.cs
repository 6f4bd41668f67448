using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;
using Appliance.Verification.Chains;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Fabric;

/// <summary>
/// According to whom a ledger is judged, decided at its first block: the chain it belongs to, the trust state to start from, and
/// what still has to hold for the anchor to count.
/// </summary>
/// <param name="Chain">The indexed chain that the ledger continues, or a new one that starts with its first block.</param>
/// <param name="Report">The anchor for the report.</param>
/// <param name="Verdict">
/// <see cref="Verdict.Valid"/> where the anchor carries; otherwise the verdict on everything in the ledger.
/// </param>
/// <param name="Reason">In words, where it does not carry.</param>
/// <param name="State">The trust state at the first block, or null where there is none.</param>
/// <param name="Previous">Number and header hash of the indexed block before the first one, or null.</param>
/// <param name="Orderers">
/// Pinned roots: names of the ordering organisations, one of which must have signed the first block; null for other anchors.
/// </param>
internal sealed record FabricAnchor(
    ChainKey Chain,
    AnchorReport Report,
    Verdict Verdict,
    string? Reason,
    FabricTrustState? State,
    (long Number, Digest Hash)? Previous,
    IReadOnlySet<string>? Orderers)
{
    /// <summary>Name of this format in chain keys and anchors.</summary>
    public const string Format = "fabric";

    /// <summary>Decides for a ledger whose first block is <paramref name="first"/>.</summary>
    public static FabricAnchor Decide(
        FabricBlock first,
        Digest firstHash,
        string channel,
        TrustAnchors anchors,
        IChainState? chains,
        VerificationOptions options,
        IReadOnlyDictionary<string, FabricSignaturePolicy> operatorPolicies)
    {
        ChainHead? continued = FindContinued(first, firstHash, channel, chains);
        ChainKey chain = continued?.Chain ?? new ChainKey(Format, channel, firstHash);
        FabricTrustState? state = null;
        (long, Digest)? previous = null;
        if (continued is not null && first.Number > continued.FirstHeight)
        {
            state = Replay(chains!, chain, first.Number - 1, options.Limits, operatorPolicies);
            previous = (first.Number - 1, chains!.BlockHash(chain, first.Number - 1)!.Value);
        }

        // The ledger's own configuration, where it starts with one and nothing better is known.
        if (state is null && FabricChannelConfig.FromBlock(first, options.Limits) is { } config)
            state = FabricTrustState.Create(config, first.Number, operatorPolicies);

        bool fromGenesis = continued is not null ? continued.FirstHeight == 0 : first.Number == 0;
        var partial = new FabricAnchor(chain, AnchorReport.None, Verdict.Unanchored, null, state, previous, null);
        TrustAnchor[] pinned = [.. anchors.For(Format, channel)];
        if (pinned.Length == 0)
            return Unpinned(partial, options);

        string? mismatch = null;
        foreach (TrustAnchor anchor in pinned)
        {
            AnchorReport report = anchors.Report(anchor);
            switch (anchor)
            {
                case GenesisAnchor genesis when fromGenesis && chain.FirstBlock == genesis.Hash:
                    return partial with { Report = report, Verdict = Verdict.Valid };
                case GenesisAnchor genesis when fromGenesis:
                    mismatch = $"block 0 of channel {channel} has hash {chain.FirstBlock}, pinned is {genesis.Hash}";
                    break;
                case MspRootsAnchor roots when state is not null && first.Number > 0:
                    if (FindUnpinned(state, roots) is { } unpinned)
                    {
                        mismatch = unpinned;
                        break;
                    }

                    // A continued chain too: it may have been indexed before these roots were pinned, and one signature of a pinned
                    // ordering organisation vouches for every block below it.
                    HashSet<string> orderers = [.. roots.Organisations.Where(one => one.Orders).Select(one => one.Name)];
                    return partial with { Report = report, Verdict = Verdict.Valid, Orderers = orderers };
            }
        }

        return mismatch is not null
            ? partial with { Verdict = Verdict.AnchorMismatch, Reason = mismatch }
            : partial with { Reason = Unreached(first, channel) };
    }

    private static FabricAnchor Unpinned(FabricAnchor partial, VerificationOptions options)
    {
        if (!options.AllowSelfDeclared)
        {
            return partial with
            {
                Reason = $"no anchor is pinned for channel {partial.Chain.Name}; pin one with 'appliance trust add'",
            };
        }

        return partial.State is null
            ? partial with { Reason = "no anchor is pinned, and the ledger does not begin with a configuration block of its own" }
            : partial with
            {
                Report = new AnchorReport(AnchorKind.SelfDeclared, $"the ledger's own organisations: {string.Join(", ", partial.State.Msps.Select(msp => msp.Name))}"),
                Verdict = Verdict.Valid,
            };
    }

    private static string Unreached(FabricBlock first, string channel) => first.Number == 0
        ? $"pinned MSP roots cannot vouch for block 0 of channel {channel}, which nobody signed: pin its hash with 'appliance trust add {channel} --genesis HASH'"
        : $"the anchor pinned for channel {channel} does not reach block {first.Number}: index the blocks before it first, "
            + "or begin with a configuration block and pin MSP roots";

    private static string? FindUnpinned(FabricTrustState state, MspRootsAnchor anchor)
    {
        foreach (Msp msp in state.Msps)
        {
            MspRoots? pinned = anchor.Organisations.FirstOrDefault(one => one.Name == msp.Name);
            if (pinned is null)
                return $"organisation {msp.Name} of the channel is not among the pinned ones";
            if (!msp.Roots.All(root => pinned.Certificates.Any(certificate => root.Raw.Span.SequenceEqual(certificate))))
                return $"organisation {msp.Name} of the channel has a root certificate that is not pinned";
        }

        return null;
    }

    private static ChainHead? FindContinued(FabricBlock first, Digest firstHash, string channel, IChainState? chains)
    {
        foreach (ChainHead head in chains?.Find(Format, channel) ?? [])
        {
            bool overlaps = chains!.BlockHash(head.Chain, first.Number) == firstHash;
            bool continues = first.PreviousHash.Length == Digest.Size
                && chains.BlockHash(head.Chain, first.Number - 1) == new Digest(first.PreviousHash.Span);
            if (overlaps || continues)
                return head;
        }

        return null;
    }

    private static FabricTrustState? Replay(
        IChainState chains,
        ChainKey chain,
        long height,
        DecodeLimits limits,
        IReadOnlyDictionary<string, FabricSignaturePolicy> operatorPolicies)
    {
        FabricTrustState? state = null;
        foreach ((long at, ReadOnlyMemory<byte> update) in chains.TrustUpdates(chain, height))
            state = FabricTrustUpdate.Apply(state, at, update, limits, operatorPolicies);
        return state;
    }
}
