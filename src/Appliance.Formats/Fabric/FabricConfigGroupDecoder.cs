using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>Reads configuration groups (<c>common/configtx.proto</c>).</summary>
internal static class FabricConfigGroupDecoder
{
    // ConfigGroup { version = 1, groups = 2, values = 3, policies = 4, mod_policy = 5 }.
    public static FabricConfigGroup Decode(ProtobufReader reader, FabricDecodeContext context, int depth = 1)
    {
        if (depth > context.Limits.MaxDepth)
            throw reader.Fault(0, DecodeFault.LimitExceeded, $"configuration groups are nested deeper than {context.Limits.MaxDepth}");
        var group = new FabricConfigGroup();
        while (reader.Next(out uint tag))
        {
            string key;
            ProtobufReader value;
            switch (tag)
            {
                case 0x08:
                    reader.Once(tag);
                    group.Version = reader.Varint();
                    break;
                case 0x12:
                    key = ReadEntry(reader.Message(), context, out value);
                    Add(group.GroupTable, key, Decode(value, context, depth + 1), in reader);
                    break;
                case 0x1A:
                    key = ReadEntry(reader.Message(), context, out value);
                    Add(group.ValueTable, key, ReadValue(value, context), in reader);
                    break;
                case 0x22:
                    key = ReadEntry(reader.Message(), context, out value);
                    Add(group.PolicyTable, key, ReadPolicy(value, context), in reader);
                    break;
                case 0x2A:
                    reader.Once(tag);
                    group.ModPolicy = reader.Text(context.Names);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return group;
    }

    private static void Add<T>(Dictionary<string, T> table, string key, T value, in ProtobufReader reader)
    {
        if (!table.TryAdd(key, value))
            throw reader.Fault(reader.FieldPosition, DecodeFault.Malformed, $"the configuration holds '{key}' twice in one group");
    }

    private static string ReadEntry(ProtobufReader reader, FabricDecodeContext context, out ProtobufReader value)
    {
        string key = "";
        value = new ProtobufReader(default, reader.Offset, context.Format);
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    key = reader.Text(context.Names);
                    break;
                case 0x12:
                    reader.Once(tag);
                    value = reader.Message();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        // Paths are joined with '/': a key that holds one could pass for another element's path.
        if (key.Length == 0 || key.Contains('/'))
            throw reader.Fault(0, DecodeFault.Malformed, $"'{key}' is not a configuration key");
        return key;
    }

    private static FabricConfigValue ReadValue(ProtobufReader reader, FabricDecodeContext context)
    {
        ulong version = 0;
        ReadOnlyMemory<byte> value = default;
        long offset = reader.Offset;
        string modPolicy = "";
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x08:
                    reader.Once(tag);
                    version = reader.Varint();
                    break;
                case 0x12:
                    reader.Once(tag);
                    value = reader.Bytes(out offset);
                    break;
                case 0x1A:
                    reader.Once(tag);
                    modPolicy = reader.Text(context.Names);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricConfigValue(version, value, modPolicy, offset);
    }

    private static FabricConfigPolicy ReadPolicy(ProtobufReader reader, FabricDecodeContext context)
    {
        ulong version = 0;
        int type = 0;
        ReadOnlyMemory<byte> value = default;
        FabricPolicy? policy = null;
        string modPolicy = "";
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x08:
                    reader.Once(tag);
                    version = reader.Varint();
                    break;
                case 0x12:
                    reader.Once(tag);
                    (type, value, policy) = ReadTypedPolicy(reader.Message(), context);
                    break;
                case 0x1A:
                    reader.Once(tag);
                    modPolicy = reader.Text(context.Names);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricConfigPolicy(version, type, value, policy, modPolicy);
    }

    private static (int Type, ReadOnlyMemory<byte> Value, FabricPolicy Policy) ReadTypedPolicy(ProtobufReader reader, FabricDecodeContext context)
    {
        int type = 0;
        ReadOnlyMemory<byte> value = default;
        long offset = reader.Offset;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x08:
                    reader.Once(tag);
                    type = reader.Int32();
                    break;
                case 0x12:
                    reader.Once(tag);
                    value = reader.Bytes(out offset);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return (type, value, FabricPolicyDecoder.Decode(type, value, offset, context));
    }
}
