namespace Appliance.Formats.Fabric;

/// <summary>What is known before a block: without it some rules can only be listed as not checked.</summary>
public sealed record FabricPlanContext
{
    /// <summary>Nothing is known.</summary>
    public static FabricPlanContext None { get; } = new();

    /// <summary>The block before, or null.</summary>
    public FabricPredecessor? Previous { get; init; }

    /// <summary>Name of the channel that the block must belong to, or null.</summary>
    public string? ChannelId { get; init; }

    /// <summary>Height of the configuration in force before the block, or null.</summary>
    public long? LastConfigIndex { get; init; }

    /// <summary>The configuration in force before the block, or null.</summary>
    public FabricChannelConfig? Config { get; init; }
}
