using Appliance.Formats.FiscoBcos;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Trust;

namespace Appliance.Verification.FiscoBcos;

/// <summary>Who seals a block, with which weight, and how much weight its signatures need together. Immutable.</summary>
internal sealed class SealerRule : IPolicy
{
    private readonly Dictionary<string, long> _weights;
    private readonly UInt128 _required;

    private SealerRule(Dictionary<string, long> weights, UInt128 required)
    {
        _weights = weights;
        _required = required;
    }

    /// <inheritdoc/>
    public string Description => $"weight {_required} of {_weights.Count} sealers";

    /// <summary>The rule that an operator pinned.</summary>
    public static SealerRule Of(SealerSetAnchor anchor) =>
        new(anchor.Sealers.ToDictionary(sealer => sealer.Name, sealer => sealer.Weight, StringComparer.Ordinal), anchor.Required);

    /// <summary>The rule that a header declares of itself, or null where it declares none that could be satisfied.</summary>
    public static SealerRule? Of(FiscoHeader header)
    {
        if (header.Sealers.Count != header.Weights.Count)
            return null;
        var weights = new Dictionary<string, long>(StringComparer.Ordinal);
        UInt128 total = 0;
        for (int i = 0; i < header.Sealers.Count; i++)
        {
            if (!weights.TryAdd(NameOf(header.Sealers[i]), header.Weights[i]))
                return null;
            total += (UInt128)header.Weights[i];
        }

        return total == 0 ? null : new SealerRule(weights, total - ((total - 1) / 3));
    }

    /// <summary>A key as reports and anchors name it.</summary>
    public static string NameOf(ReadOnlyMemory<byte> key) => Convert.ToHexStringLower(key.Span);

    /// <summary>Whether a header lists exactly these sealers with exactly these weights. Their order is the chain's own affair.</summary>
    public bool Matches(FiscoHeader header)
    {
        if (header.Sealers.Count != _weights.Count || header.Weights.Count != _weights.Count)
            return false;
        var listed = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < header.Sealers.Count; i++)
        {
            string name = NameOf(header.Sealers[i]);
            if (!listed.Add(name) || !_weights.TryGetValue(name, out long weight) || weight != header.Weights[i])
                return false;
        }

        return true;
    }

    /// <summary>Whether a header lists any of these sealers.</summary>
    public bool Shares(FiscoHeader header) => header.Sealers.Any(sealer => _weights.ContainsKey(NameOf(sealer)));

    /// <inheritdoc/>
    public bool IsSatisfiedBy(IReadOnlyList<ResolvedSigner> signers)
    {
        UInt128 weight = 0;
        foreach (ResolvedSigner signer in signers)
        {
            if (_weights.TryGetValue(signer.Name, out long own))
                weight += (UInt128)own;
        }

        return weight >= _required;
    }
}
