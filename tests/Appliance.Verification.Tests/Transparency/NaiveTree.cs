using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using HashAlgorithm = Appliance.Formats.Plans.HashAlgorithm;

namespace Appliance.Verification.Tests.Transparency;

/// <summary>
/// The definitions of RFC 9162, sections 2.1.1, 2.1.3.1 and 2.1.4.1, word for word, over hashes of the platform and of BouncyCastle: slow,
/// and nothing of what it is held against.
/// </summary>
internal sealed class NaiveTree(HashAlgorithm algorithm, IReadOnlyList<byte[]> leaves)
{
    private readonly Dictionary<(int Start, int Count), byte[]> _roots = [];

    /// <summary>HASH(0x00 || d).</summary>
    public byte[] LeafHash(int index) => Hash([0x00, .. leaves[index]]);

    /// <summary>MTH(D_n).</summary>
    public byte[] Root(int size) => size == 0 ? Hash([]) : Root(0, size);

    /// <summary>PATH(m, D_n).</summary>
    public List<byte[]> Path(int index, int size) => Path(index, 0, size);

    /// <summary>PROOF(m, D_n).</summary>
    public List<byte[]> Proof(int first, int size) => SubProof(first, 0, size, true);

    private byte[] Root(int start, int count)
    {
        if (_roots.TryGetValue((start, count), out byte[]? known))
            return known;
        int k = Split(count);
        byte[] root = count == 1 ? LeafHash(start) : Hash([0x01, .. Root(start, k), .. Root(start + k, count - k)]);
        _roots.Add((start, count), root);
        return root;
    }

    private List<byte[]> Path(int m, int start, int n)
    {
        if (n == 1)
            return [];
        int k = Split(n);
        return m < k ? [.. Path(m, start, k), Root(start + k, n - k)] : [.. Path(m - k, start + k, n - k), Root(start, k)];
    }

    private List<byte[]> SubProof(int m, int start, int n, bool complete)
    {
        if (m == n)
            return complete ? [] : [Root(start, n)];
        int k = Split(n);
        return m <= k
            ? [.. SubProof(m, start, k, complete), Root(start + k, n - k)]
            : [.. SubProof(m - k, start + k, n - k, false), Root(start, k)];
    }

    // The largest power of two smaller than n.
    private static int Split(int n)
    {
        int k = 1;
        while (k * 2 < n)
            k *= 2;
        return k;
    }

    private byte[] Hash(byte[] input)
    {
        if (algorithm == HashAlgorithm.Sha256)
            return SHA256.HashData(input);
        var sm3 = new SM3Digest();
        sm3.BlockUpdate(input, 0, input.Length);
        byte[] output = new byte[sm3.GetDigestSize()];
        sm3.DoFinal(output, 0);
        return output;
    }
}
