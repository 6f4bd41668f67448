using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>What a transaction read and wrote in one namespace (<c>rwset.NsReadWriteSet</c>).</summary>
/// <param name="Name">The chaincode's name.</param>
/// <param name="WritesPublic">Whether it writes values or metadata of the public state.</param>
/// <param name="WrittenCollections">Private data collections that it writes (as hashes), in order; mostly none.</param>
/// <param name="ReadWriteSet">The marshalled <c>kvrwset.KVRWSet</c>.</param>
/// <param name="Offset">Where that begins in the document.</param>
public readonly record struct FabricNamespace(
    string Name, bool WritesPublic, IReadOnlyList<string> WrittenCollections, ReadOnlyMemory<byte> ReadWriteSet, long Offset)
{
    /// <summary>Whether it writes at all.</summary>
    public bool Writes => WritesPublic || WrittenCollections.Count > 0;

    /// <summary>Reads the public writes in order.</summary>
    /// <exception cref="DecodeException">The set is malformed.</exception>
    public IReadOnlyList<FabricWrite> ReadWrites()
    {
        var writes = new List<FabricWrite>();
        var reader = new ProtobufReader(ReadWriteSet, Offset, FabricFormat.LedgerName);
        while (reader.Next(out uint tag))
        {
            if (tag != 0x1A)
            {
                reader.Skip(tag);
                continue;
            }

            string key = "";
            bool isDelete = false;
            ReadOnlyMemory<byte> value = default;
            ProtobufReader write = reader.Message();
            while (write.Next(out uint field))
            {
                switch (field)
                {
                    case 0x0A:
                        write.Once(field);
                        key = write.Text();
                        break;
                    case 0x10:
                        write.Once(field);
                        isDelete = write.Varint() != 0;
                        break;
                    case 0x1A:
                        write.Once(field);
                        value = write.Bytes();
                        break;
                    default:
                        write.Skip(field);
                        break;
                }
            }

            writes.Add(new FabricWrite(key, isDelete, value));
        }

        return writes;
    }
}

/// <summary>One write of a transaction (<c>kvrwset.KVWrite</c>).</summary>
/// <param name="Key">The key.</param>
/// <param name="IsDelete">Whether the key is deleted.</param>
/// <param name="Value">The new value; empty on deletion.</param>
public readonly record struct FabricWrite(string Key, bool IsDelete, ReadOnlyMemory<byte> Value);
