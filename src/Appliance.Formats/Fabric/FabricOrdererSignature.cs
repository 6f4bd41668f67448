namespace Appliance.Formats.Fabric;

/// <summary>A signature of the ordering service, from metadata entry 0.</summary>
/// <param name="SignatureHeader">Signed bytes that name the signer (crash-fault-tolerant ordering).</param>
/// <param name="Creator">The signer's <c>msp.SerializedIdentity</c> out of that header; empty where there is none.</param>
/// <param name="Signature">The signature.</param>
/// <param name="IdentifierHeader">Signed bytes that name the signer by consenter number (Byzantine-fault-tolerant ordering).</param>
public sealed record FabricOrdererSignature(
    ReadOnlyMemory<byte> SignatureHeader,
    ReadOnlyMemory<byte> Creator,
    ReadOnlyMemory<byte> Signature,
    ReadOnlyMemory<byte> IdentifierHeader)
{
    /// <summary>Whether the signer is named by consenter number (Fabric's own rule).</summary>
    public bool IsBft => SignatureHeader.IsEmpty && !IdentifierHeader.IsEmpty;
}
