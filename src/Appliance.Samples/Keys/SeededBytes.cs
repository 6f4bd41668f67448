using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Appliance.Samples.Keys;

/// <summary>
/// Everything in a sample that would be random in life, drawn from a seed by label (HKDF-Expand with SHA-256, RFC 5869), so that
/// the order in which threads ask does not matter. Samples only: keys made here protect nothing.
/// </summary>
internal sealed class SeededBytes(string seed)
{
    private readonly byte[] _root = SHA256.HashData(Encoding.UTF8.GetBytes("appliance sample channel\n" + seed));

    /// <summary><paramref name="length"/> bytes that belong to <paramref name="label"/>; at most 8,160.</summary>
    public byte[] Derive(string label, int length) =>
        HKDF.Expand(HashAlgorithmName.SHA256, _root, length, Encoding.UTF8.GetBytes(label));

    /// <summary>A number in [0, <paramref name="bound"/>) that belongs to <paramref name="label"/>.</summary>
    public int Choose(string label, int bound) => (int)(BinaryPrimitives.ReadUInt32BigEndian(Derive(label, 4)) % (uint)bound);
}
