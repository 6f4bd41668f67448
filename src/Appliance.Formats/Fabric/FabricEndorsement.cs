namespace Appliance.Formats.Fabric;

/// <summary>One endorsement: signs the proposal response payload followed by the endorser.</summary>
/// <param name="Endorser">The endorser's <c>msp.SerializedIdentity</c>.</param>
/// <param name="Signature">DER (ECDSA) or 64 bytes (Ed25519).</param>
public readonly record struct FabricEndorsement(ReadOnlyMemory<byte> Endorser, ReadOnlyMemory<byte> Signature);
