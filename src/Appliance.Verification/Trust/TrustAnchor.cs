using Appliance.Verification.Chains;

namespace Appliance.Verification.Trust;

/// <summary>What an operator pinned: where trust in a chain starts. Everything else on the chain follows from it.</summary>
/// <param name="Format">For example <c>fabric</c>.</param>
/// <param name="Chain">The channel or group id.</param>
public abstract record TrustAnchor(string Format, string Chain)
{
    /// <summary>Stable short name of this anchor for <c>trust remove</c>.</summary>
    public abstract string Id { get; }

    /// <summary>For reports and <c>trust list</c>.</summary>
    public abstract string Description { get; }
}

/// <summary>The header hash of the chain's block 0.</summary>
/// <param name="Format">For example <c>fabric</c>.</param>
/// <param name="Chain">The channel or group id.</param>
/// <param name="Hash">Header hash of block 0.</param>
public sealed record GenesisAnchor(string Format, string Chain, Digest Hash) : TrustAnchor(Format, Chain)
{
    /// <inheritdoc/>
    public override string Id => $"genesis-{Hash.ToString()[..16]}";

    /// <inheritdoc/>
    public override string Description => $"genesis {Hash}";
}

/// <summary>
/// Root certificates of the organisations of a Fabric channel: for ledgers that do not start at block 0. The channel's own
/// configuration then counts only as far as its organisations are pinned here, and the block that brings it must be signed by one
/// of the ordering organisations.
/// </summary>
public sealed record MspRootsAnchor : TrustAnchor
{
    /// <summary>Pins organisations.</summary>
    /// <exception cref="ArgumentException">No ordering organisation: nobody could vouch for the configuration.</exception>
    public MspRootsAnchor(string chain, IReadOnlyList<MspRoots> organisations)
        : base("fabric", chain)
    {
        if (!organisations.Any(organisation => organisation.Orders))
            throw new ArgumentException("at least one organisation must be an ordering organisation", nameof(organisations));
        Organisations = organisations;
    }

    /// <summary>The organisations, at least one of them an ordering organisation.</summary>
    public IReadOnlyList<MspRoots> Organisations { get; }

    /// <inheritdoc/>
    public override string Id
    {
        get
        {
            using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
            foreach (MspRoots organisation in Organisations)
            {
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{organisation.Name}\n{organisation.Orders}\n"));
                foreach (byte[] certificate in organisation.Certificates)
                    hash.AppendData(certificate);
            }

            return $"msp-{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
        }
    }

    /// <inheritdoc/>
    public override string Description => $"MSP roots {string.Join(", ", Organisations.Select(organisation => organisation.Name))}";
}

/// <summary>Pinned roots of one organisation.</summary>
/// <param name="Name">MSP name, for example <c>Org1MSP</c>.</param>
/// <param name="Orders">Whether it is an ordering organisation.</param>
/// <param name="Certificates">Root certificates, DER.</param>
public sealed record MspRoots(string Name, bool Orders, IReadOnlyList<byte[]> Certificates);
