namespace Appliance.Kernels;

/// <summary>
/// Keccak-256 as Ethereum and FISCO BCOS use it: the Keccak team's submission of 2011 with capacity 512. SHA3-256 (FIPS 202) differs in its padding.
/// </summary>
public static class Keccak256
{
    /// <summary>Bytes of a digest.</summary>
    public const int DigestSize = 32;

    /// <summary>Hashes <paramref name="message"/> into the first 32 bytes of <paramref name="digest"/>.</summary>
    /// <exception cref="ArgumentException">The digest's buffer is shorter than 32 bytes.</exception>
    public static void Hash(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        if (digest.Length < DigestSize) throw new ArgumentException("A digest needs 32 bytes.", nameof(digest));

        var state = Keccak256State.Create();
        state.Append(message);
        state.Finish(digest);
    }
}
