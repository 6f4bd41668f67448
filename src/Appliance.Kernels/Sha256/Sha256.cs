namespace Appliance.Kernels;

/// <summary>SHA-256, FIPS 180-4 section 6.2.</summary>
public static class Sha256
{
    /// <summary>Bytes of a digest.</summary>
    public const int DigestSize = 32;

    /// <summary>Hashes <paramref name="message"/> into the first 32 bytes of <paramref name="digest"/>.</summary>
    /// <exception cref="ArgumentException">The digest's buffer is shorter than 32 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        if (digest.Length < DigestSize) throw new ArgumentException("A digest needs 32 bytes.", nameof(digest));

        BlockHash<Sha256Compression>.Hash(message, digest);
    }
}
