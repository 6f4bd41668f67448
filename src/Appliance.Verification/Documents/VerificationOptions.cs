using Appliance.Formats.Decoding;

namespace Appliance.Verification.Documents;

/// <summary>What a caller allows and bounds.</summary>
public sealed record VerificationOptions
{
    /// <summary>
    /// Accept a ledger's own roots where nothing is pinned, and say so in the report. For the command line only: a service never
    /// accepts self-declared anchors.
    /// </summary>
    public bool AllowSelfDeclared { get; init; }

    /// <summary>Tells the instant at which certificates of single documents must be valid, where the caller names none.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Bounds for decoders.</summary>
    public DecodeLimits Limits { get; init; } = DecodeLimits.Default;

    /// <summary>
    /// Most blocks of one ledger that are decoded and evaluated at once; fewer where they would together exceed
    /// <see cref="DecodeLimits.MaxDocumentBytes"/>.
    /// </summary>
    public int BlocksInFlight { get; init; } = 16;

    /// <summary>
    /// Endorsement policies by chaincode name, in Fabric's notation (<c>AND('Org1MSP.peer','Org2MSP.peer')</c>), which take
    /// precedence over what the ledger says.
    /// </summary>
    public IReadOnlyDictionary<string, string> ChaincodePolicies { get; init; } = new Dictionary<string, string>();
}
