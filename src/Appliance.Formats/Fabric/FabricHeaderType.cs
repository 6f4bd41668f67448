namespace Appliance.Formats.Fabric;

/// <summary><c>common.HeaderType</c>: what an envelope carries.</summary>
public enum FabricHeaderType
{
    /// <summary>Opaque to Fabric.</summary>
    Message = 0,

    /// <summary>A channel's configuration.</summary>
    Config = 1,

    /// <summary>A request to change the configuration.</summary>
    ConfigUpdate = 2,

    /// <summary>An endorsed transaction.</summary>
    EndorserTransaction = 3,

    /// <summary>Used by the former system channel.</summary>
    OrdererTransaction = 4,

    /// <summary>A request to deliver blocks.</summary>
    DeliverSeekInfo = 5,

    /// <summary>A packaged chaincode.</summary>
    ChaincodePackage = 6,
}
