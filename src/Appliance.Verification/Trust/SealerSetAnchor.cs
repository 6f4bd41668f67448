using System.Security.Cryptography;
using System.Text;

namespace Appliance.Verification.Trust;

/// <summary>
/// The sealers of a FISCO BCOS group, pinned: from one height on they, and nobody else, sign its blocks, until another set of the same group
/// takes over at a greater height.
/// </summary>
public sealed record SealerSetAnchor : TrustAnchor
{
    /// <summary>Format of these anchors, and of hashes of a group's block 0.</summary>
    public const string Fisco = "fisco-bcos";

    /// <summary>Bytes of a node id: the public key X || Y.</summary>
    public const int NodeIdSize = 64;

    /// <summary>Pins a set.</summary>
    /// <param name="group">The group id.</param>
    /// <param name="fromHeight">The first height at which the set signs.</param>
    /// <param name="sealers">The sealers.</param>
    /// <param name="required">Weight that signatures need together, or null for the protocol's own rule.</param>
    /// <exception cref="ArgumentException">No sealer, one of them twice, or weights that no signatures could reach.</exception>
    public SealerSetAnchor(string group, long fromHeight, IReadOnlyList<PinnedSealer> sealers, long? required)
        : base(Fisco, group)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromHeight);
        if (sealers.Count == 0)
            throw new ArgumentException("a set of sealers holds at least one", nameof(sealers));
        if (sealers.Any(sealer => sealer.NodeId.Length != NodeIdSize || sealer.Weight < 1))
            throw new ArgumentException($"a sealer has a node id of {NodeIdSize} bytes and a weight of at least 1", nameof(sealers));
        if (sealers.DistinctBy(sealer => sealer.Name).Count() != sealers.Count)
            throw new ArgumentException("a sealer is listed twice", nameof(sealers));
        UInt128 total = sealers.Aggregate(UInt128.Zero, (sum, sealer) => sum + (UInt128)sealer.Weight);
        if (required is { } weight && (weight < 1 || (UInt128)weight > total))
            throw new ArgumentException($"the required weight {weight} is not between 1 and the {total} of all sealers", nameof(required));
        FromHeight = fromHeight;
        Sealers = sealers;
        RequiredWeight = required;
        Required = required is { } pinned ? (UInt128)pinned : total - ((total - 1) / 3);
    }

    /// <summary>The first height at which the set signs.</summary>
    public long FromHeight { get; }

    /// <summary>The sealers.</summary>
    public IReadOnlyList<PinnedSealer> Sealers { get; }

    /// <summary>The pinned weight, or null for the protocol's own rule.</summary>
    public long? RequiredWeight { get; }

    /// <summary>Weight that signatures need together: what is pinned, or total - floor((total - 1) / 3) (FISCO-BCOS, <c>PBFTConfig::updateQuorum</c>).</summary>
    public UInt128 Required { get; }

    /// <inheritdoc/>
    public override string Id
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes($"{FromHeight}\n{RequiredWeight}\n"));
            foreach (PinnedSealer sealer in Sealers)
                hash.AppendData(Encoding.UTF8.GetBytes($"{sealer.Name}\n{sealer.Weight}\n"));
            return $"sealers-{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
        }
    }

    /// <inheritdoc/>
    public override string Description => $"{Sealers.Count} sealers of {Chain} from height {FromHeight}";
}

/// <summary>A sealer of a pinned set.</summary>
/// <param name="NodeId">Its public key X || Y, 64 bytes.</param>
/// <param name="Weight">Its weight, at least 1.</param>
public sealed record PinnedSealer(ReadOnlyMemory<byte> NodeId, long Weight)
{
    /// <summary>The node id in lower-case hexadecimal, as the chain writes it.</summary>
    public string Name { get; } = Convert.ToHexStringLower(NodeId.Span);
}
