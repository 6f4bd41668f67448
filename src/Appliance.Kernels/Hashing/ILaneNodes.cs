namespace Appliance.Kernels;

/// <summary>
/// Nodes of Merkle trees at once, one to a lane of one or two groups. All that a level needs lies in <c>memory</c>, which the caller
/// provides, aligned to 64 bytes.
/// </summary>
internal unsafe interface ILaneNodes
{
    static abstract int Groups { get; }

    static abstract int GroupLanes { get; }

    /// <summary>Bytes of memory.</summary>
    static abstract int MemorySize { get; }

    /// <summary>Writes to memory what all nodes of a level have in common.</summary>
    static abstract void Prepare(byte* memory, MerkleNode node, int groups);

    /// <summary>Hashes the 64 bytes of each row into 32 bytes of <paramref name="parents"/>, after all rows were read.</summary>
    static abstract void Hash(byte* memory, MerkleNode node, byte** rows, int groups, byte* parents);
}
