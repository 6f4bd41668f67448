using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>Lists the namespaces of a <c>rwset.TxReadWriteSet</c> and whether each is written to.</summary>
internal static class FabricNamespaceDecoder
{
    // Each may ask a policy over all endorsements, and names are compared with each other; transactions touch a handful.
    private const int MaxNamespaces = 256;
    private const int MaxCollections = 256;

    public static void Decode(FabricAction action, long offset, FabricDecodeContext context)
    {
        context.Namespaces.Clear();
        int collections = 0;
        var reader = new ProtobufReader(action.Results, offset, context.Format);
        while (reader.Next(out uint tag))
        {
            if (tag != 0x12)
            {
                reader.Skip(tag);
                continue;
            }

            FabricNamespace next = ReadNamespace(reader.Message(), context);
            // A namespace may appear once only: Fabric refuses the write set otherwise.
            if (context.Namespaces.Count == MaxNamespaces)
                throw reader.Fault(reader.FieldPosition, DecodeFault.LimitExceeded, $"more than {MaxNamespaces} namespaces");
            collections += next.WrittenCollections.Count;
            if (collections > MaxCollections)
                throw reader.Fault(reader.FieldPosition, DecodeFault.LimitExceeded, $"more than {MaxCollections} written collections");
            foreach (FabricNamespace earlier in context.Namespaces)
            {
                if (earlier.Name == next.Name)
                    throw reader.Fault(reader.FieldPosition, DecodeFault.Malformed, $"namespace '{next.Name}' appears twice");
            }

            context.Namespaces.Add(next);
        }

        action.NamespaceArray = [.. context.Namespaces];
    }

    private static FabricNamespace ReadNamespace(ProtobufReader reader, FabricDecodeContext context)
    {
        string name = "";
        bool writes = false;
        List<string>? collections = null;
        ReadOnlyMemory<byte> set = default;
        long offset = reader.Offset;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    name = reader.Text(context.Names);
                    break;
                case 0x12:
                    reader.Once(tag);
                    set = reader.Bytes(out offset);
                    // KVRWSet: writes = 3, metadata_writes = 4.
                    writes |= HasAny(new ProtobufReader(set, offset, context.Format), 0x1A, 0x22);
                    break;
                case 0x1A:
                    if (WrittenCollection(reader.Message(), context) is { } collection)
                        (collections ??= []).Add(collection);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricNamespace(name, writes, collections is null ? [] : collections, set, offset);
    }

    /// <summary>The name of a private data collection that is written to; null where it is only read.</summary>
    private static string? WrittenCollection(ProtobufReader reader, FabricDecodeContext context)
    {
        string name = "";
        bool writes = false;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                // CollectionHashedReadWriteSet: collection_name = 1, hashed_rwset = 2.
                case 0x0A:
                    reader.Once(tag);
                    name = reader.Text(context.Names);
                    break;
                case 0x12:
                    // HashedRWSet: hashed_writes = 2, metadata_writes = 3.
                    writes |= HasAny(reader.Message(), 0x12, 0x1A);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return writes ? name : null;
    }

    private static bool HasAny(ProtobufReader reader, uint first, uint second)
    {
        bool found = false;
        while (reader.Next(out uint tag))
        {
            found |= tag == first || tag == second;
            reader.Skip(tag);
        }

        return found;
    }
}
