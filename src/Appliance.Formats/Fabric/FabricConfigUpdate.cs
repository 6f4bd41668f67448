namespace Appliance.Formats.Fabric;

/// <summary>A change of a channel's configuration, with the signatures that authorise it (<c>common.ConfigUpdateEnvelope</c>).</summary>
public sealed class FabricConfigUpdate
{
    internal FabricConfigUpdate()
    {
    }

    /// <summary>Name of the channel that the update is for.</summary>
    public string ChannelId { get; internal set; } = "";

    /// <summary>The marshalled <c>common.ConfigUpdate</c>: signed after each signature header.</summary>
    public ReadOnlyMemory<byte> UpdateBytes { get; internal set; }

    /// <summary>What the author read: must be as in the configuration in force.</summary>
    public FabricConfigGroup ReadSet { get; internal set; } = new();

    /// <summary>What the author wrote: elements whose version differs from the read set's are changed.</summary>
    public FabricConfigGroup WriteSet { get; internal set; } = new();

    /// <summary>The signatures in order, duplicates included.</summary>
    public IReadOnlyList<FabricConfigSignature> Signatures { get; internal set; } = [];

    /// <summary>
    /// What the update does to the configuration in force, and whose consent that needs: Fabric's rule
    /// (<c>common/configtx/update.go</c>).
    /// </summary>
    public FabricConfigDelta Against(FabricChannelConfig current) => FabricConfigDelta.Compute(this, current);
}

/// <summary>A signature over a configuration update.</summary>
/// <param name="SignatureHeader">Signed before the update's bytes.</param>
/// <param name="Creator">The signer's <c>msp.SerializedIdentity</c> out of that header.</param>
/// <param name="Signature">The signature.</param>
public sealed record FabricConfigSignature(ReadOnlyMemory<byte> SignatureHeader, ReadOnlyMemory<byte> Creator, ReadOnlyMemory<byte> Signature);
