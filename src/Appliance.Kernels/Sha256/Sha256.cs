using System.Security.Cryptography;

namespace Appliance.Kernels;

/// <summary>SHA-256, FIPS 180-4 section 6.2.</summary>
public static class Sha256
{
    /// <summary>Bytes of a digest.</summary>
    public const int DigestSize = 32;

    /// <summary>
    /// From here on the platform's implementation, which uses the processor's SHA instructions (.NET has no intrinsics for them),
    /// makes up for its cost per call.
    /// </summary>
    internal const int PlatformThreshold = 512;

    /// <summary>Hashes <paramref name="message"/> into the first 32 bytes of <paramref name="digest"/>.</summary>
    /// <exception cref="ArgumentException">The digest's buffer is shorter than 32 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        if (digest.Length < DigestSize) throw new ArgumentException("A digest needs 32 bytes.", nameof(digest));

        if (message.Length >= PlatformThreshold)
        {
            SHA256.HashData(message, digest);
        }
        else
        {
            BlockHash<Sha256Compression>.Hash(message, digest);
        }
    }
}
