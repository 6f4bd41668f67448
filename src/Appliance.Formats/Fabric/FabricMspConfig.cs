namespace Appliance.Formats.Fabric;

/// <summary>The trust configuration of one organisation (<c>msp.MSPConfig</c> with <c>msp.FabricMSPConfig</c>). Certificates are PEM.</summary>
public sealed class FabricMspConfig
{
    /// <summary>0 for X.509; 1 for Idemix, of which only the name is read.</summary>
    public int Type { get; init; }

    /// <summary>The MSP name that identities carry.</summary>
    public string Name { get; init; } = "";

    /// <summary>The configuration's bytes: two groups that configure one MSP must agree on them.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Trusted roots.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> RootCertificates { get; init; } = [];

    /// <summary>Intermediate authorities.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> IntermediateCertificates { get; init; } = [];

    /// <summary>Administrators by certificate.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Admins { get; init; } = [];

    /// <summary>Certificate revocation lists.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> RevocationLists { get; init; } = [];

    /// <summary>Roots for TLS; they play no part in signatures.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TlsRootCertificates { get; init; } = [];

    /// <summary>Intermediate authorities for TLS.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TlsIntermediateCertificates { get; init; } = [];

    /// <summary>Organisational units that identities must belong to; empty where any will do.</summary>
    public IReadOnlyList<FabricOuIdentifier> OrganizationalUnits { get; init; } = [];

    /// <summary>How roles are told from organisational units, or null.</summary>
    public FabricNodeOus? NodeOus { get; init; }

    /// <summary>For example <c>SHA2</c>; empty means that.</summary>
    public string SignatureHashFamily { get; init; } = "";

    /// <summary>For example <c>SHA256</c>; empty means that.</summary>
    public string IdentityHashFunction { get; init; } = "";
}

/// <summary>An organisational unit, optionally under one authority (<c>msp.FabricOUIdentifier</c>).</summary>
/// <param name="Certificate">The authority's certificate in PEM; empty where any authority of the MSP will do.</param>
/// <param name="Name">The unit.</param>
public sealed record FabricOuIdentifier(ReadOnlyMemory<byte> Certificate, string Name);

/// <summary>Organisational units that stand for roles (<c>msp.FabricNodeOUs</c>).</summary>
/// <param name="Enabled">Whether every identity must carry exactly one of them.</param>
/// <param name="Client">Clients, or null.</param>
/// <param name="Peer">Peers, or null.</param>
/// <param name="Admin">Administrators, or null.</param>
/// <param name="Orderer">Orderers, or null.</param>
public sealed record FabricNodeOus(
    bool Enabled,
    FabricOuIdentifier? Client,
    FabricOuIdentifier? Peer,
    FabricOuIdentifier? Admin,
    FabricOuIdentifier? Orderer);
