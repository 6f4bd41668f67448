using Appliance.Formats.Decoding;
using Appliance.Formats.Wire;

namespace Appliance.Formats.Fabric;

/// <summary>What the decoding of one block shares: names seen, scratch lists, limits. Not safe for concurrent use.</summary>
internal sealed class FabricDecodeContext(string format, DecodeLimits limits)
{
    public string Format { get; } = format;

    public DecodeLimits Limits { get; } = limits;

    public Utf8Names Names { get; } = new();

    public List<FabricEndorsement> Endorsements { get; } = [];

    public List<FabricNamespace> Namespaces { get; } = [];
}
