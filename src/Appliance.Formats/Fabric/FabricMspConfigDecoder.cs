using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>Reads an organisation's MSP configuration (<c>msp/msp_config.proto</c>).</summary>
internal static class FabricMspConfigDecoder
{
    // An organisation has a handful of authorities and administrators; the bound only keeps hostile input from growing lists.
    private const int MaxCertificates = 4_096;

    public static FabricMspConfig Decode(ReadOnlyMemory<byte> bytes, long offset, FabricDecodeContext context)
    {
        int type = 0;
        ReadOnlyMemory<byte> config = default;
        long configOffset = offset;
        var reader = new ProtobufReader(bytes, offset, context.Format);
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
                    config = reader.Bytes(out configOffset);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        var inner = new ProtobufReader(config, configOffset, context.Format);
        return type == 0 ? ReadX509(inner, bytes, context) : ReadNameOnly(inner, type, bytes, context);
    }

    private static FabricMspConfig ReadNameOnly(ProtobufReader reader, int type, ReadOnlyMemory<byte> raw, FabricDecodeContext context)
    {
        string name = "";
        while (reader.Next(out uint tag))
        {
            if (tag == 0x0A)
                name = reader.Text(context.Names);
            else
                reader.Skip(tag);
        }

        return new FabricMspConfig { Type = type, Name = name, Raw = raw };
    }

    private static FabricMspConfig ReadX509(ProtobufReader reader, ReadOnlyMemory<byte> raw, FabricDecodeContext context)
    {
        string name = "";
        List<ReadOnlyMemory<byte>> roots = [], intermediates = [], admins = [], revocations = [], tlsRoots = [], tlsIntermediates = [];
        var units = new List<FabricOuIdentifier>();
        FabricNodeOus? nodeOus = null;
        (string Family, string Identity) hashes = ("", "");
        int entries = 0;
        while (reader.Next(out uint tag))
        {
            if (++entries > MaxCertificates)
                throw reader.Fault(reader.FieldPosition, DecodeFault.LimitExceeded, $"more than {MaxCertificates} entries in an MSP configuration");
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    name = reader.Text(context.Names);
                    break;
                case 0x12:
                    roots.Add(reader.Bytes());
                    break;
                case 0x1A:
                    intermediates.Add(reader.Bytes());
                    break;
                case 0x22:
                    admins.Add(reader.Bytes());
                    break;
                case 0x2A:
                    revocations.Add(reader.Bytes());
                    break;
                case 0x3A:
                    units.Add(ReadUnit(reader.Message(), context));
                    break;
                case 0x42:
                    reader.Once(tag);
                    hashes = ReadCrypto(reader.Message(), context);
                    break;
                case 0x4A:
                    tlsRoots.Add(reader.Bytes());
                    break;
                case 0x52:
                    tlsIntermediates.Add(reader.Bytes());
                    break;
                case 0x5A:
                    reader.Once(tag);
                    nodeOus = ReadNodeOus(reader.Message(), context);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricMspConfig
        {
            Type = 0,
            Name = name,
            Raw = raw,
            RootCertificates = roots,
            IntermediateCertificates = intermediates,
            Admins = admins,
            RevocationLists = revocations,
            TlsRootCertificates = tlsRoots,
            TlsIntermediateCertificates = tlsIntermediates,
            OrganizationalUnits = units,
            NodeOus = nodeOus,
            SignatureHashFamily = hashes.Family,
            IdentityHashFunction = hashes.Identity,
        };
    }

    private static FabricOuIdentifier ReadUnit(ProtobufReader reader, FabricDecodeContext context)
    {
        ReadOnlyMemory<byte> certificate = default;
        string name = "";
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    certificate = reader.Bytes();
                    break;
                case 0x12:
                    reader.Once(tag);
                    name = reader.Text(context.Names);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricOuIdentifier(certificate, name);
    }

    private static (string Family, string Identity) ReadCrypto(ProtobufReader reader, FabricDecodeContext context)
    {
        string family = "";
        string identity = "";
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    family = reader.Text(context.Names);
                    break;
                case 0x12:
                    reader.Once(tag);
                    identity = reader.Text(context.Names);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return (family, identity);
    }

    private static FabricNodeOus ReadNodeOus(ProtobufReader reader, FabricDecodeContext context)
    {
        bool enabled = false;
        var units = new FabricOuIdentifier?[4];
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x08:
                    reader.Once(tag);
                    enabled = reader.Varint() != 0;
                    break;
                case 0x12 or 0x1A or 0x22 or 0x2A:
                    reader.Once(tag);
                    units[(tag >> 3) - 2] = ReadUnit(reader.Message(), context);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricNodeOus(enabled, units[0], units[1], units[2], units[3]);
    }
}
