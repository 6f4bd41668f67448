namespace Appliance.Formats.Fabric;

/// <summary>How transactions of a chaincode are validated, as committed to the channel by <c>_lifecycle</c>.</summary>
/// <param name="Name">The chaincode.</param>
/// <param name="ValidationPlugin">For example <c>vscc</c>, Fabric's own rule.</param>
/// <param name="Policy">Its endorsement policy, or null where the definition is deleted or names none.</param>
public sealed record FabricChaincodeDefinition(string Name, string ValidationPlugin, FabricApplicationPolicy? Policy);

/// <summary>An endorsement policy (<c>protos.ApplicationPolicy</c>): exactly one of both is set.</summary>
/// <param name="SignaturePolicy">The policy itself, or null.</param>
/// <param name="ChannelPolicy">Absolute path of a policy of the channel, for example <c>/Channel/Application/Endorsement</c>, or null.</param>
public sealed record FabricApplicationPolicy(FabricSignaturePolicy? SignaturePolicy, string? ChannelPolicy);
