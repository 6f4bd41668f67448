namespace Appliance.Formats.Fabric;

/// <summary>The block before: its number, and either its header or its header's hash.</summary>
public readonly struct FabricPredecessor
{
    private FabricPredecessor(long number, ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> hash)
    {
        Number = number;
        HeaderDer = header;
        HeaderHash = hash;
    }

    /// <summary>Its height.</summary>
    public long Number { get; }

    /// <summary>Its header in DER; empty where only the hash is known.</summary>
    public ReadOnlyMemory<byte> HeaderDer { get; }

    /// <summary>The hash of its header, 32 bytes; empty where it is to be computed.</summary>
    public ReadOnlyMemory<byte> HeaderHash { get; }

    /// <summary>A block at hand: its header hash is computed as part of the plan.</summary>
    public static FabricPredecessor Of(FabricBlock block) => new(block.Number, block.HeaderDer, default);

    /// <summary>A block that was verified before.</summary>
    /// <exception cref="ArgumentException">The hash is not 32 bytes, or the number is negative.</exception>
    public static FabricPredecessor Known(long number, ReadOnlyMemory<byte> headerHash) =>
        headerHash.Length == 32 && number is >= 0 and < long.MaxValue
            ? new(number, default, headerHash)
            : throw new ArgumentException("a predecessor has a height and a hash of 32 bytes");
}
