using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>
/// Reads chaincode definitions out of the write set of a <c>_lifecycle</c> transaction: key
/// <c>namespaces/fields/NAME/ValidationInfo</c>, value <c>lifecycle.StateData</c> { Bytes = 2 } holding
/// <c>lifecycle.ChaincodeValidationInfo</c> { validation_plugin = 1, validation_parameter = 2 }.
/// </summary>
public static class FabricChaincodeDefinitions
{
    /// <summary>The namespace of the chaincode lifecycle.</summary>
    public const string Lifecycle = "_lifecycle";

    private const string Prefix = "namespaces/fields/";
    private const string Suffix = "/ValidationInfo";

    /// <summary>
    /// The definitions that a transaction writes, in order; none for other transactions. Whether the transaction is genuine and
    /// took effect is for the caller to know.
    /// </summary>
    /// <exception cref="DecodeException">The write set or a definition is malformed.</exception>
    public static IReadOnlyList<FabricChaincodeDefinition> From(FabricTransaction transaction, DecodeLimits? limits = null)
    {
        if (transaction.Action?.Find(Lifecycle) is not { Writes: true } written)
            return [];
        var context = new FabricDecodeContext(FabricFormat.LedgerName, limits ?? DecodeLimits.Default);
        var definitions = new List<FabricChaincodeDefinition>();
        foreach (FabricWrite write in written.ReadWrites())
        {
            string key = write.Key;
            if (key.Length <= Prefix.Length + Suffix.Length
                || !key.StartsWith(Prefix, StringComparison.Ordinal)
                || !key.EndsWith(Suffix, StringComparison.Ordinal))
            {
                continue;
            }

            string name = key[Prefix.Length..^Suffix.Length];
            definitions.Add(write.IsDelete
                ? new FabricChaincodeDefinition(name, "", null)
                : ReadStateData(name, new ProtobufReader(write.Value, written.Offset, context.Format), context));
        }

        return definitions;
    }

    /// <summary>Reads an endorsement policy (<c>protos.ApplicationPolicy</c> { signature_policy = 1, channel_config_policy_reference = 2 }).</summary>
    /// <exception cref="DecodeException">The policy is malformed.</exception>
    public static FabricApplicationPolicy DecodePolicy(ReadOnlyMemory<byte> applicationPolicy, DecodeLimits? limits = null)
    {
        var context = new FabricDecodeContext("fabric-policy", limits ?? DecodeLimits.Default);
        return ReadPolicy(new ProtobufReader(applicationPolicy, 0, context.Format), context);
    }

    private static FabricChaincodeDefinition ReadStateData(string name, ProtobufReader reader, FabricDecodeContext context)
    {
        FabricChaincodeDefinition? definition = null;
        while (reader.Next(out uint tag))
        {
            if (tag == 0x12)
            {
                reader.Once(tag);
                definition = ReadInfo(name, reader.Message(), context);
            }
            else
            {
                reader.Skip(tag);
            }
        }

        return definition ?? throw reader.Fault(0, DecodeFault.Malformed, $"the validation info of chaincode '{name}' is not bytes");
    }

    private static FabricChaincodeDefinition ReadInfo(string name, ProtobufReader reader, FabricDecodeContext context)
    {
        string plugin = "";
        FabricApplicationPolicy? policy = null;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    plugin = reader.Text(context.Names);
                    break;
                case 0x12:
                    reader.Once(tag);
                    policy = ReadPolicy(reader.Message(), context);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricChaincodeDefinition(name, plugin, policy);
    }

    private static FabricApplicationPolicy ReadPolicy(ProtobufReader reader, FabricDecodeContext context)
    {
        FabricSignaturePolicy? signaturePolicy = null;
        string? channelPolicy = null;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    signaturePolicy = FabricPolicyDecoder.DecodeSignaturePolicy(reader.Message(), context);
                    break;
                case 0x12:
                    reader.Once(tag);
                    channelPolicy = reader.Text(context.Names);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        if (signaturePolicy is null == channelPolicy is null)
            throw reader.Fault(0, DecodeFault.Malformed, "an endorsement policy is either a signature policy or a reference");
        return new FabricApplicationPolicy(signaturePolicy, channelPolicy);
    }
}
