namespace Appliance.Kernels;

/// <summary>Every hash function on one instruction set, by name.</summary>
internal static class VectorHash<TLanes32, TVector32, TLanes64, TVector64>
    where TLanes32 : struct, INodeLanes<TVector32>
    where TVector32 : unmanaged
    where TLanes64 : struct, ILanes<TVector64, ulong>
    where TVector64 : unmanaged
{
    public static bool IsSupported => TLanes32.IsSupported && TLanes64.IsSupported;

    public static bool Supports(HashFunction function) => function is >= HashFunction.Sha256 and <= HashFunction.Keccak256;

    /// <summary>Hashes each message of columns that were checked.</summary>
    /// <exception cref="NotSupportedException">The function is not supported.</exception>
    public static void Hash(HashFunction function, in MessageColumns columns, Span<byte> digests)
    {
        switch (function)
        {
            case HashFunction.Sha256:
                LaneScheduler<MerkleDamgardLanes<TLanes32, TVector32, uint, Sha256Lanes<TLanes32, TVector32>>>.Hash(columns, digests);
                break;
            case HashFunction.Sm3:
                LaneScheduler<MerkleDamgardLanes<TLanes32, TVector32, uint, Sm3Lanes<TLanes32, TVector32>>>.Hash(columns, digests);
                break;
            case HashFunction.Sha512:
                LaneScheduler<MerkleDamgardLanes<TLanes64, TVector64, ulong, Sha512Lanes<TLanes64, TVector64>>>.Hash(columns, digests);
                break;
            case HashFunction.Keccak256:
                LaneScheduler<Keccak256Lanes<TLanes64, TVector64>>.Hash(columns, digests);
                break;
            default:
                throw new NotSupportedException($"Hash function {function}.");
        }
    }

    /// <summary>Hashes each pair of children of columns that were checked.</summary>
    /// <exception cref="NotSupportedException">The function is not supported.</exception>
    public static void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents)
    {
        switch (function)
        {
            case HashFunction.Sha256:
                LaneLevel<MerkleDamgardNodes<TLanes32, TVector32, Sha256Lanes<TLanes32, TVector32>>>.Hash(node, children, parents);
                break;
            case HashFunction.Sm3:
                LaneLevel<MerkleDamgardNodes<TLanes32, TVector32, Sm3Lanes<TLanes32, TVector32>>>.Hash(node, children, parents);
                break;
            case HashFunction.Keccak256:
                LaneLevel<Keccak256Nodes<TLanes64, TVector64>>.Hash(node, children, parents);
                break;
            default:
                throw new NotSupportedException($"Merkle trees over {function}.");
        }
    }
}
