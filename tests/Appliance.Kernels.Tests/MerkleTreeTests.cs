namespace Appliance.Kernels.Tests;

/// <summary>Whole trees on every backend, against the recursive definitions.</summary>
public sealed class MerkleTreeTests(ITestOutputHelper output)
{
    private const int Size = 32;
    private const int MaxSmallTree = 70;
    private const byte Sentinel = 0xa5;

    [Theory]
    [MemberData(nameof(Backends.Nodes), MemberType = typeof(Backends))]
    public void Roots_are_those_of_the_recursive_definition(string name, HashFunction function, MerkleNode node)
    {
        Random random = Seeds.Create(output);
        for (int leaves = 1; leaves <= MaxSmallTree; leaves++)
        {
            AssertRoot(name, function, node, leaves, random);
        }

        for (int i = 0; i < 5; i++)
        {
            AssertRoot(name, function, node, random.Next(MaxSmallTree, 3_000), random);
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Names), MemberType = typeof(Backends))]
    public void Trees_of_nothing_and_other_nonsense_throw(string name)
    {
        IBackend backend = Backends.Get(name);
        Assert.Throws<ArgumentException>(() => MerkleTree.Reduce(backend, HashFunction.Sha256, MerkleTreeForm.Rfc6962, []));
        Assert.Throws<ArgumentException>(() => MerkleTree.Reduce(backend, HashFunction.Sha256, MerkleTreeForm.Rfc6962, new byte[33]));
        Assert.Throws<ArgumentException>(() => MerkleTree.Reduce(backend, HashFunction.Sha256, 0, new byte[64]));
        Assert.Throws<NotSupportedException>(() => MerkleTree.Reduce(backend, HashFunction.Sha512, MerkleTreeForm.Rfc6962, new byte[64]));
    }

    private static void AssertRoot(string name, HashFunction function, MerkleNode node, int leaves, Random random)
    {
        var buffer = new byte[Size * leaves + Size];
        random.NextBytes(buffer);
        buffer.AsSpan(Size * leaves).Fill(Sentinel);
        byte[][] hashes = [.. buffer[..(Size * leaves)].Chunk(Size)];
        (MerkleTreeForm form, byte[] expected) = node == MerkleNode.Rfc6962
            ? (MerkleTreeForm.Rfc6962, Rfc9162Root(function, hashes))
            : (MerkleTreeForm.FiscoBcos, FiscoRoot(function, hashes));
        MerkleTree.Reduce(Backends.Get(name), function, form, buffer.AsSpan(0, Size * leaves));
        Assert.Equal(expected, buffer[..Size]);
        Assert.All(buffer[(Size * leaves)..], value => Assert.Equal(Sentinel, value));
    }

    /// <summary>RFC 9162 section 2.1.1: split at the largest power of two smaller than the number of leaves.</summary>
    private static byte[] Rfc9162Root(HashFunction function, ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1) return leaves[0];

        int split = 1;
        while (2 * split < leaves.Length)
        {
            split *= 2;
        }

        return HashContractTests.Expected(function, [1, .. Rfc9162Root(function, leaves[..split]), .. Rfc9162Root(function, leaves[split..])]);
    }

    /// <summary>The hashes of a level, two by two, are the level above.</summary>
    private static byte[] FiscoRoot(HashFunction function, byte[][] level) => level.Length == 1
        ? level[0]
        : FiscoRoot(function, [.. level.Chunk(2).Select(children => HashContractTests.Expected(function, [.. children.SelectMany(child => child)]))]);
}
