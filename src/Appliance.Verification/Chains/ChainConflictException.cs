namespace Appliance.Verification.Chains;

/// <summary>A block that does not continue the indexed chain: a fork, or a gap.</summary>
public sealed class ChainConflictException(ChainConflict conflict, string chain, long height, Digest? expected, Digest? found)
    : Exception(Describe(conflict, chain, height, expected, found))
{
    /// <summary>Fork or gap.</summary>
    public ChainConflict Conflict { get; } = conflict;

    /// <summary>Height of the offending block.</summary>
    public long Height { get; } = height;

    /// <summary>The hash that the index holds (fork: of that very block or of its predecessor), or null.</summary>
    public Digest? Expected { get; } = expected;

    /// <summary>The hash that the block brings, or null.</summary>
    public Digest? Found { get; } = found;

    private static string Describe(ChainConflict conflict, string chain, long height, Digest? expected, Digest? found) => conflict switch
    {
        ChainConflict.Fork => $"chain {chain}: fork at height {height}: indexed {expected}, offered {found}; nothing was appended",
        _ => $"chain {chain}: gap before height {height}: the indexed chain ends with {expected}, the block follows {found}; "
            + "index the missing blocks first",
    };
}

/// <summary>Ways of not continuing a chain.</summary>
public enum ChainConflict
{
    /// <summary>Another block is already indexed at this height, or the block does not name the indexed predecessor.</summary>
    Fork,

    /// <summary>Blocks between the indexed head and this one are missing.</summary>
    Gap,
}
