using System.Text;
using System.Text.Unicode;
using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary><c>msp.SerializedIdentity</c> { mspid = 1, id_bytes = 2 }.</summary>
public static class FabricIdentity
{
    /// <summary>Reads an identity.</summary>
    /// <param name="serialized">The marshalled identity.</param>
    /// <param name="mspId">The organisation's MSP name.</param>
    /// <param name="idBytes">The certificate in PEM, as the identity carries it.</param>
    /// <returns>False when the bytes are no identity or either part is missing.</returns>
    public static bool TryDecode(ReadOnlyMemory<byte> serialized, out string mspId, out ReadOnlyMemory<byte> idBytes)
    {
        bool found = TryDecodeParts(serialized, out ReadOnlyMemory<byte> name, out idBytes) && Utf8.IsValid(name.Span);
        mspId = found ? Encoding.UTF8.GetString(name.Span) : "";
        return found;
    }

    internal static bool TryDecodeParts(ReadOnlyMemory<byte> serialized, out ReadOnlyMemory<byte> mspId, out ReadOnlyMemory<byte> idBytes)
    {
        mspId = default;
        idBytes = default;
        try
        {
            var reader = new ProtobufReader(serialized, 0, "fabric-identity");
            while (reader.Next(out uint tag))
            {
                switch (tag)
                {
                    case 0x0A:
                        reader.Once(tag);
                        mspId = reader.Bytes();
                        break;
                    case 0x12:
                        reader.Once(tag);
                        idBytes = reader.Bytes();
                        break;
                    default:
                        reader.Skip(tag);
                        break;
                }
            }
        }
        catch (DecodeException)
        {
            // The caller learns it from the result; which byte was wrong does not matter to a signer that cannot be resolved.
            return false;
        }

        return !mspId.IsEmpty && !idBytes.IsEmpty;
    }
}
