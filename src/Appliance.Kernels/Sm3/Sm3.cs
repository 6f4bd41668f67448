namespace Appliance.Kernels;

/// <summary>SM3, GB/T 32905-2016.</summary>
public static class Sm3
{
    /// <summary>Bytes of a digest.</summary>
    public const int DigestSize = 32;

    /// <summary>Hashes <paramref name="message"/> into the first 32 bytes of <paramref name="digest"/>.</summary>
    /// <exception cref="ArgumentException">The digest's buffer is shorter than 32 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        if (digest.Length < DigestSize) throw new ArgumentException("A digest needs 32 bytes.", nameof(digest));

        BlockHash<Sm3Compression>.Hash(message, digest);
    }
}
