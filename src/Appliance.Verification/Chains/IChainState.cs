namespace Appliance.Verification.Chains;

/// <summary>
/// What is known of chains that were indexed before: the port through which verification continues where it stopped.
/// Implemented by the index; reads are safe for concurrent use.
/// </summary>
public interface IChainState
{
    /// <summary>All chains of this format and name; more than one where their first blocks differ.</summary>
    IReadOnlyList<ChainHead> Find(string format, string name);

    /// <summary>The header hash of a block, or null when it is not indexed.</summary>
    Digest? BlockHash(ChainKey chain, long height);

    /// <summary>
    /// The newest trust update at or below <paramref name="height"/> (see <see cref="IndexedBlock.TrustUpdate"/>), with the height of
    /// its block, or null when there is none.
    /// </summary>
    (long Height, ReadOnlyMemory<byte> Update)? TrustUpdateAt(ChainKey chain, long height);

    /// <summary>All trust updates of the chain up to and including <paramref name="height"/>, oldest first.</summary>
    IEnumerable<(long Height, ReadOnlyMemory<byte> Update)> TrustUpdates(ChainKey chain, long height);
}

/// <summary>How far a chain is indexed.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="FirstHeight">Height at which indexing started.</param>
/// <param name="Height">The last indexed height.</param>
/// <param name="Hash">Header hash at that height.</param>
public sealed record ChainHead(ChainKey Chain, long FirstHeight, long Height, Digest Hash);
