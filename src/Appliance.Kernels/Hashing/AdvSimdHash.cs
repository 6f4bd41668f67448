using Route = Appliance.Kernels.VectorHash<
    Appliance.Kernels.Lanes4x32, System.Runtime.Intrinsics.Vector128<uint>, Appliance.Kernels.Lanes2x64, System.Runtime.Intrinsics.Vector128<ulong>>;

namespace Appliance.Kernels;

/// <summary>Hashing on AdvSimd of ARM64: 4 messages (SHA-256, SM3) or 2 (SHA-512, Keccak-256) at once.</summary>
internal static class AdvSimdHash
{
    public static bool IsSupported => Route.IsSupported;

    /// <inheritdoc cref="IBackend.Supports(HashFunction)"/>
    public static bool Supports(HashFunction function) => Route.Supports(function);

    /// <summary>Hashes each message of columns that were checked; see <see cref="IBackend.Hash"/>.</summary>
    public static void Hash(HashFunction function, in MessageColumns columns, Span<byte> digests) => Route.Hash(function, columns, digests);

    /// <summary>Hashes each pair of children of columns that were checked; see <see cref="IBackend.HashNodes"/>.</summary>
    public static void HashNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents) =>
        Route.HashNodes(function, node, children, parents);
}
