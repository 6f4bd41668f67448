using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>Reads policies (<c>common/policies.proto</c>, <c>msp/msp_principal.proto</c>).</summary>
internal static class FabricPolicyDecoder
{
    public static FabricPolicy Decode(int type, ReadOnlyMemory<byte> value, long offset, FabricDecodeContext context) => type switch
    {
        1 => DecodeSignaturePolicy(new ProtobufReader(value, offset, context.Format), context),
        3 => DecodeImplicitMeta(new ProtobufReader(value, offset, context.Format)),
        _ => new FabricUnknownPolicy(type),
    };

    // SignaturePolicyEnvelope { version = 1, rule = 2, identities = 3 }.
    public static FabricSignaturePolicy DecodeSignaturePolicy(ProtobufReader reader, FabricDecodeContext context)
    {
        var identities = new List<FabricPrincipal>();
        FabricSignatureRule? rule = null;
        int largest = -1;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x08:
                    int version = reader.Int32();
                    if (version != 0)
                        throw reader.Fault(reader.FieldPosition, DecodeFault.Malformed, $"signature policy version {version} is not known");
                    break;
                case 0x12:
                    reader.Once(tag);
                    rule = ReadRule(reader.Message(), context, 1, ref largest);
                    break;
                case 0x1A:
                    if (identities.Count == context.Limits.MaxSignatures)
                        throw reader.Fault(reader.FieldPosition, DecodeFault.LimitExceeded, $"more than {context.Limits.MaxSignatures} identities in a policy");
                    identities.Add(ReadPrincipal(reader.Message(), context));
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        if (rule is null)
            throw reader.Fault(0, DecodeFault.Malformed, "a signature policy has no rule");
        if (largest >= identities.Count)
            throw reader.Fault(0, DecodeFault.Malformed, $"a signature policy names identity {largest} of {identities.Count}");
        return new FabricSignaturePolicy(rule, identities);
    }

    private static FabricSignatureRule ReadRule(ProtobufReader reader, FabricDecodeContext context, int depth, ref int largest)
    {
        if (depth > context.Limits.MaxDepth)
            throw reader.Fault(0, DecodeFault.LimitExceeded, $"a policy is nested deeper than {context.Limits.MaxDepth}");
        FabricSignatureRule? rule = null;
        while (reader.Next(out uint tag))
        {
            if (tag is not 0x08 and not 0x12)
            {
                reader.Skip(tag);
                continue;
            }

            if (rule is not null)
                throw reader.Fault(reader.FieldPosition, DecodeFault.Malformed, "a rule of a policy is given twice");
            if (tag == 0x12)
            {
                rule = ReadNOutOf(reader.Message(), context, depth, ref largest);
                continue;
            }

            int identity = reader.Int32();
            if (identity < 0)
                throw reader.Fault(reader.FieldPosition, DecodeFault.Malformed, $"a policy names identity {identity}");
            largest = Math.Max(largest, identity);
            rule = new FabricSignedBy(identity);
        }

        return rule ?? throw reader.Fault(0, DecodeFault.Malformed, "a rule of a policy is empty");
    }

    private static FabricNOutOf ReadNOutOf(ProtobufReader reader, FabricDecodeContext context, int depth, ref int largest)
    {
        int required = 0;
        var rules = new List<FabricSignatureRule>();
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x08:
                    reader.Once(tag);
                    required = reader.Int32();
                    break;
                case 0x12:
                    rules.Add(ReadRule(reader.Message(), context, depth + 1, ref largest));
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricNOutOf(required, rules);
    }

    private static FabricPrincipal ReadPrincipal(ProtobufReader reader, FabricDecodeContext context)
    {
        int classification = 0;
        ReadOnlyMemory<byte> principal = default;
        long offset = reader.Offset;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x08:
                    reader.Once(tag);
                    classification = reader.Int32();
                    break;
                case 0x12:
                    reader.Once(tag);
                    principal = reader.Bytes(out offset);
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return classification switch
        {
            0 => ReadRole(new ProtobufReader(principal, offset, context.Format), context),
            1 => ReadUnit(new ProtobufReader(principal, offset, context.Format), context),
            2 => new FabricIdentityPrincipal(principal),
            _ => new FabricUnknownPrincipal(classification),
        };
    }

    private static FabricRolePrincipal ReadRole(ProtobufReader reader, FabricDecodeContext context)
    {
        string mspId = "";
        int role = 0;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    mspId = reader.Text(context.Names);
                    break;
                case 0x10:
                    reader.Once(tag);
                    role = reader.Int32();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricRolePrincipal(mspId, (FabricRole)role);
    }

    private static FabricOrganizationalUnitPrincipal ReadUnit(ProtobufReader reader, FabricDecodeContext context)
    {
        string mspId = "";
        string name = "";
        ReadOnlyMemory<byte> certifiers = default;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    mspId = reader.Text(context.Names);
                    break;
                case 0x12:
                    reader.Once(tag);
                    name = reader.Text(context.Names);
                    break;
                case 0x1A:
                    reader.Once(tag);
                    certifiers = reader.Bytes();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        return new FabricOrganizationalUnitPrincipal(mspId, name, certifiers);
    }

    private static FabricImplicitMetaPolicy DecodeImplicitMeta(ProtobufReader reader)
    {
        string subPolicy = "";
        int rule = 0;
        while (reader.Next(out uint tag))
        {
            switch (tag)
            {
                case 0x0A:
                    reader.Once(tag);
                    subPolicy = reader.Text();
                    break;
                case 0x10:
                    reader.Once(tag);
                    rule = reader.Int32();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
        }

        if (rule is < 0 or > 2)
            throw reader.Fault(0, DecodeFault.Malformed, $"implicit meta policy rule {rule} is not known");
        return new FabricImplicitMetaPolicy((FabricImplicitMetaRule)rule, subPolicy);
    }
}
