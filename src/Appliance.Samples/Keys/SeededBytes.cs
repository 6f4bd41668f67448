using System.Buffers.Binary;
using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace Appliance.Samples.Keys;

/// <summary>
/// Everything in a sample that would be random in life, drawn from a seed by label (HKDF-Expand with SHA-256, RFC 5869), so that
/// the order in which threads ask does not matter. Samples only: keys made here protect nothing.
/// </summary>
/// <remarks>By managed code: the platform's hash functions need OpenSSL, and <c>appliance bench</c> measures where there is none.</remarks>
internal sealed class SeededBytes(string seed)
{
    private readonly byte[] _root = Hash(Encoding.UTF8.GetBytes("appliance sample channel\n" + seed));

    /// <summary><paramref name="length"/> bytes that belong to <paramref name="label"/>; at most 8,160.</summary>
    public byte[] Derive(string label, int length)
    {
        var generator = new HkdfBytesGenerator(new Sha256Digest());
        generator.Init(HkdfParameters.SkipExtractParameters(_root, Encoding.UTF8.GetBytes(label)));
        byte[] bytes = new byte[length];
        generator.GenerateBytes(bytes, 0, length);
        return bytes;
    }

    /// <summary>A number in [0, <paramref name="bound"/>) that belongs to <paramref name="label"/>.</summary>
    public int Choose(string label, int bound) => (int)(BinaryPrimitives.ReadUInt32BigEndian(Derive(label, 4)) % (uint)bound);

    private static byte[] Hash(byte[] message)
    {
        var digest = new Sha256Digest();
        digest.BlockUpdate(message, 0, message.Length);
        byte[] hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return hash;
    }
}
