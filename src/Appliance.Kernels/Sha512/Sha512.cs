namespace Appliance.Kernels;

/// <summary>SHA-512, FIPS 180-4 section 6.4.</summary>
public static class Sha512
{
    /// <summary>Bytes of a digest.</summary>
    public const int DigestSize = 64;

    /// <summary>Hashes <paramref name="message"/> into the first 64 bytes of <paramref name="digest"/>.</summary>
    /// <exception cref="ArgumentException">The digest's buffer is shorter than 64 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        if (digest.Length < DigestSize) throw new ArgumentException("A digest needs 64 bytes.", nameof(digest));

        var state = Sha512State.Create();
        state.Append(message);
        state.Finish(digest);
    }
}
