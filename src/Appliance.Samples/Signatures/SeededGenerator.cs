using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;

namespace Appliance.Samples.Signatures;

/// <summary>
/// Bytes that follow from what it was made with. It takes no further seed: <see cref="SecureRandom"/> stirs in a counter of its own, and a sample
/// must come out the same to the byte.
/// </summary>
internal sealed class SeededGenerator : IRandomGenerator
{
    private readonly DigestRandomGenerator _generator = new(new Sha256Digest());

    private SeededGenerator(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        _generator.AddSeedMaterial(key);
        _generator.AddSeedMaterial(message);
    }

    /// <summary>What belongs to this key and message.</summary>
    public static SecureRandom Of(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message) =>
        new(new SeededGenerator(key, message), autoSeedLengthInBytes: 0);

    public void AddSeedMaterial(byte[] seed)
    {
    }

    public void AddSeedMaterial(ReadOnlySpan<byte> seed)
    {
    }

    public void AddSeedMaterial(long seed)
    {
    }

    public void NextBytes(byte[] bytes) => _generator.NextBytes(bytes);

    public void NextBytes(byte[] bytes, int start, int len) => _generator.NextBytes(bytes, start, len);

    public void NextBytes(Span<byte> bytes) => _generator.NextBytes(bytes);
}
