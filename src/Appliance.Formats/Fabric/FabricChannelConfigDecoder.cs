using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>Reads a <c>common.ConfigEnvelope</c> and the values of it that verification needs.</summary>
internal static class FabricChannelConfigDecoder
{
    // ConfigEnvelope { config = 1, last_update = 2 }; Config { sequence = 1, channel_group = 2 }.
    public static FabricChannelConfig Decode(ReadOnlyMemory<byte> bytes, long offset, string channelId, FabricDecodeContext context)
    {
        ulong sequence = 0;
        FabricConfigGroup? root = null;
        FabricConfigUpdate? update = null;
        var reader = new ProtobufReader(bytes, offset, context.Format);
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    ProtobufReader config = reader.Message();
                    while (config.Next(out uint field))
                    {
                        switch (field)
                        {
                            case 0x08:
                                config.Once(field);
                                sequence = config.Varint();
                                break;
                            case 0x12:
                                config.Once(field);
                                root = FabricConfigGroupDecoder.Decode(config.Message(), context);
                                break;
                            default:
                                config.Skip(field);
                                break;
                        }
                    }

                    break;
                case 0x12:
                    reader.Once(tag);
                    update = FabricConfigUpdateDecoder.Decode(reader.Message(), context);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        if (root is null)
            throw reader.Fault(0, DecodeFault.Malformed, "the configuration has no channel group");
        var result = new FabricChannelConfig(channelId, sequence, root) { LastUpdate = update };
        ReadCapabilities(result, context);
        ReadOrganizations(result, context);
        ReadOrderer(result, context);
        return result;
    }

    private static void ReadCapabilities(FabricChannelConfig config, FabricDecodeContext context)
    {
        config.ChannelCapabilities = Capabilities(config.Root, context);
        if (config.Root.Groups.TryGetValue("Orderer", out FabricConfigGroup? orderer))
            config.OrdererCapabilities = Capabilities(orderer, context);
        if (config.Root.Groups.TryGetValue("Application", out FabricConfigGroup? application))
            config.ApplicationCapabilities = Capabilities(application, context);
    }

    private static HashSet<string> Capabilities(FabricConfigGroup group, FabricDecodeContext context)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!group.Values.TryGetValue("Capabilities", out FabricConfigValue? value))
            return names;
        var reader = new ProtobufReader(value.Value, value.Offset, context.Format);
        while (reader.Next(out uint tag))
        {
            if (tag != 0x0A)
            {
                reader.Skip(tag);
                continue;
            }

            ProtobufReader entry = reader.Message();
            while (entry.Next(out uint field))
            {
                if (field == 0x0A)
                    names.Add(entry.Text(context.Names));
                else
                    entry.Skip(field);
            }
        }

        return names;
    }

    private static void ReadOrganizations(FabricChannelConfig config, FabricDecodeContext context)
    {
        var organizations = new List<FabricOrganization>();
        var msps = new Dictionary<string, FabricMspConfig>(StringComparer.Ordinal);
        foreach ((string name, FabricConfigGroup group) in Ordered(config.Root.Groups))
        {
            switch (name)
            {
                case "Orderer":
                    Add(group, FabricOrganizationSection.Orderer);
                    break;
                case "Application":
                    Add(group, FabricOrganizationSection.Application);
                    break;
                case "Consortiums":
                    foreach ((_, FabricConfigGroup consortium) in Ordered(group.Groups))
                        Add(consortium, FabricOrganizationSection.Consortium);
                    break;
            }
        }

        config.Organizations = organizations;
        config.Msps = msps;

        void Add(FabricConfigGroup section, FabricOrganizationSection kind)
        {
            foreach ((string name, FabricConfigGroup group) in Ordered(section.Groups))
            {
                FabricMspConfig? msp = null;
                if (group.Values.TryGetValue("MSP", out FabricConfigValue? value))
                {
                    msp = FabricMspConfigDecoder.Decode(value.Value, value.Offset, context);
                    if (!msps.TryAdd(msp.Name, msp) && !msps[msp.Name].Raw.Span.SequenceEqual(msp.Raw.Span))
                    {
                        throw new DecodeException(
                            context.Format, value.Offset, DecodeFault.Malformed, $"two different configurations for MSP '{msp.Name}'");
                    }
                }

                organizations.Add(new FabricOrganization(kind, name, msp));
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, FabricConfigGroup>> Ordered(IReadOnlyDictionary<string, FabricConfigGroup> groups) =>
        groups.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static void ReadOrderer(FabricChannelConfig config, FabricDecodeContext context)
    {
        if (!config.Root.Groups.TryGetValue("Orderer", out FabricConfigGroup? orderer))
            return;
        if (orderer.Values.TryGetValue("ConsensusType", out FabricConfigValue? type))
        {
            var reader = new ProtobufReader(type.Value, type.Offset, context.Format);
            while (reader.Next(out uint tag))
            {
                if (tag == 0x0A)
                    config.ConsensusType = reader.Text(context.Names);
                else
                    reader.Skip(tag);
            }
        }

        if (orderer.Values.TryGetValue("Orderers", out FabricConfigValue? orderers))
            config.Consenters = ReadConsenters(new ProtobufReader(orderers.Value, orderers.Offset, context.Format), context);
    }

    private static List<FabricConsenter> ReadConsenters(ProtobufReader reader, FabricDecodeContext context)
    {
        var consenters = new List<FabricConsenter>();
        while (reader.Next(out uint tag))
        {
            if (tag != 0x0A)
            {
                reader.Skip(tag);
                continue;
            }

            if (consenters.Count == context.Limits.MaxSignatures)
                throw reader.Fault(reader.FieldPosition, DecodeFault.LimitExceeded, $"more than {context.Limits.MaxSignatures} consenters");
            consenters.Add(ReadConsenter(reader.Message(), context));
        }

        return consenters;
    }

    // Consenter { id = 1, host = 2, port = 3, msp_id = 4, identity = 5 }.
    private static FabricConsenter ReadConsenter(ProtobufReader reader, FabricDecodeContext context)
    {
        uint id = 0;
        string mspId = "";
        ReadOnlyMemory<byte> identity = default;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x08:
                    reader.Once(tag);
                    id = unchecked((uint)reader.Varint());
                    break;
                case 0x22:
                    reader.Once(tag);
                    mspId = reader.Text(context.Names);
                    break;
                case 0x2A:
                    reader.Once(tag);
                    identity = reader.Bytes();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricConsenter(id, mspId, identity);
    }
}
