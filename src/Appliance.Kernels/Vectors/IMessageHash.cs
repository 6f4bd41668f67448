namespace Appliance.Kernels;

/// <summary>Hashing of a batch's messages beside the kernels of one instruction set.</summary>
internal interface IMessageHash
{
    /// <summary>Hashes each message of columns that were checked.</summary>
    static abstract void Hash(HashFunction function, in MessageColumns columns, Span<byte> digests);
}

/// <inheritdoc/>
internal readonly struct Avx512MessageHash : IMessageHash
{
    public static void Hash(HashFunction function, in MessageColumns columns, Span<byte> digests) => Avx512Hash.Hash(function, columns, digests);
}

/// <inheritdoc/>
internal readonly struct Avx2MessageHash : IMessageHash
{
    public static void Hash(HashFunction function, in MessageColumns columns, Span<byte> digests) => Avx2Hash.Hash(function, columns, digests);
}
