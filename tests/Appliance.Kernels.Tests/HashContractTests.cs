using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;

namespace Appliance.Kernels.Tests;

/// <summary>What every backend does with messages to hash.</summary>
public sealed class HashContractTests(ITestOutputHelper output)
{
    private const byte Sentinel = 0xa5;
    private const int NodeSize = 32;

    /// <summary>Around one and two blocks of 64, 128 and 136 bytes and the places where padding takes another; large.</summary>
    private static readonly int[] Lengths =
    [
        0, 1, 3, 31, 32, 33, 54, 55, 56, 57, 62, 63, 64, 65, 66, 110, 111, 112, 113, 118, 119, 120, 121, 127, 128, 129, 134, 135, 136, 137,
        146, 191, 192, 210, 239, 240, 247, 248, 256, 270, 271, 272, 273, 407, 408, 511, 512, 513, 1_000, 4_095, 4_096, 65_537,
    ];

    [Theory]
    [MemberData(nameof(Backends.Hashes), MemberType = typeof(Backends))]
    public void Boundary_lengths_agree_with_other_implementations(string name, HashFunction function)
    {
        Random random = Seeds.Create(output);
        AssertHashes(Backends.Get(name), function, [.. Lengths.Select(length => Bytes(random, length))]);
    }

    [Theory]
    [MemberData(nameof(Backends.Hashes), MemberType = typeof(Backends))]
    public void Random_batches_agree_with_other_implementations(string name, HashFunction function)
    {
        Random random = Seeds.Create(output);
        for (int count = 0; count <= 40; count++)
        {
            AssertHashes(Backends.Get(name), function, [.. Enumerable.Range(0, count).Select(_ => Bytes(random, random.Next(300)))]);
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Hashes), MemberType = typeof(Backends))]
    public void Every_short_length_agrees_in_any_company(string name, HashFunction function)
    {
        Random random = Seeds.Create(output);
        int[] lengths = [.. Enumerable.Range(0, 301)];
        random.Shuffle(lengths);
        AssertHashes(Backends.Get(name), function, [.. lengths.Select(length => Bytes(random, length))]);
    }

    /// <summary>Lanes end at different times and take the next message; at the end one message keeps one lane busy.</summary>
    [Theory]
    [MemberData(nameof(Backends.Hashes), MemberType = typeof(Backends))]
    public void Tiny_and_huge_messages_share_a_batch(string name, HashFunction function)
    {
        Random random = Seeds.Create(output);
        foreach (int place in (int[])[0, 1, 20, 99])
        {
            byte[][] messages = [.. Enumerable.Range(0, 100).Select(_ => Bytes(random, random.Next(20) == 0 ? random.Next(5_000) : random.Next(40)))];
            messages[place] = Bytes(random, 100_000);
            AssertHashes(Backends.Get(name), function, messages);
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Hashes), MemberType = typeof(Backends))]
    public void Lanes_are_independent(string name, HashFunction function)
    {
        IBackend backend = Backends.Get(name);
        Random random = Seeds.Create(output);
        const int Count = 50;
        const int Length = 150;
        int size = function.DigestSize();
        byte[] messages = Bytes(random, Count * Length);
        int[] ends = [.. Enumerable.Range(1, Count).Select(i => i * Length)];
        var before = new byte[Count * size];
        backend.Hash(function, messages, ends, before);
        Assert.Equal(Count, before.Chunk(size).Select(Convert.ToHexString).Distinct().Count());
        for (int changed = 0; changed < Count; changed++)
        {
            int at = changed * Length + random.Next(Length);
            messages[at] ^= 1;
            var after = new byte[Count * size];
            backend.Hash(function, messages, ends, after);
            messages[at] ^= 1;
            int[] different = [.. Enumerable.Range(0, Count).Where(i => !before.AsSpan(i * size, size).SequenceEqual(after.AsSpan(i * size, size)))];
            Assert.Equal([changed], different);
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Hashes), MemberType = typeof(Backends))]
    public void Contradicting_columns_throw_before_anything_is_written(string name, HashFunction function)
    {
        IBackend backend = Backends.Get(name);
        var digests = new byte[3 * function.DigestSize() - 1];
        digests.AsSpan().Fill(Sentinel);
        Assert.Throws<ArgumentException>(() => backend.Hash(function, new byte[4], [3, 2], digests));
        Assert.Throws<ArgumentException>(() => backend.Hash(function, new byte[4], [3, 5], digests));
        Assert.Throws<ArgumentException>(() => backend.Hash(function, new byte[4], [-1, 2], digests));
        Assert.Throws<ArgumentException>(() => backend.Hash(function, new byte[4], [1, 2, 3], digests));
        Assert.All(digests, value => Assert.Equal(Sentinel, value));
    }

    [Theory]
    [MemberData(nameof(Backends.Nodes), MemberType = typeof(Backends))]
    public void Nodes_are_hashes_of_their_children(string name, HashFunction function, MerkleNode node)
    {
        IBackend backend = Backends.Get(name);
        Random random = Seeds.Create(output);
        foreach (int parents in (int[])[0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 40, 100])
        {
            byte[] children = Bytes(random, 2 * NodeSize * parents);
            byte[] expected = Parents(function, node, children);
            byte[] apart = [.. Enumerable.Repeat(Sentinel, expected.Length + NodeSize + 1)];
            byte[] untouched = [.. children];
            backend.HashNodes(function, node, children, apart);
            Assert.Equal(expected, apart[..expected.Length]);
            Assert.All(apart[expected.Length..], value => Assert.Equal(Sentinel, value));
            Assert.Equal(untouched, children);

            // In place: the parents' buffer is as long as the children's, and what lies behind the parents stays.
            backend.HashNodes(function, node, children, children);
            Assert.Equal(expected, children[..expected.Length]);
            Assert.Equal(untouched[expected.Length..], children[expected.Length..]);
        }
    }

    /// <summary>Lengths that are no power of two: an odd node at the end of a level is moved up by the caller.</summary>
    [Theory]
    [MemberData(nameof(Backends.Nodes), MemberType = typeof(Backends))]
    public void A_tree_is_built_level_by_level_in_place(string name, HashFunction function, MerkleNode node)
    {
        IBackend backend = Backends.Get(name);
        Random random = Seeds.Create(output);
        foreach (int leaves in (int[])[1, 2, 3, 5, 6, 11, 64, 67, 101])
        {
            byte[] level = Bytes(random, NodeSize * leaves);
            byte[] expected = [.. level];
            for (int count = leaves; count > 1; count = (count + 1) / 2)
            {
                int paired = NodeSize * (count & ~1);
                byte[] odd = expected[paired..(NodeSize * count)];
                expected = [.. Parents(function, node, expected[..paired]), .. odd];

                backend.HashNodes(function, node, level.AsSpan(0, paired), level);
                level.AsSpan(paired, odd.Length).CopyTo(level.AsSpan(paired / 2));
            }

            Assert.Equal(expected, level[..NodeSize]);
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Nodes), MemberType = typeof(Backends))]
    public void Contradicting_nodes_throw_before_anything_is_written(string name, HashFunction function, MerkleNode node)
    {
        IBackend backend = Backends.Get(name);
        byte[] nodes = [.. Enumerable.Repeat(Sentinel, 8 * NodeSize)];
        Assert.Throws<ArgumentException>(() => backend.HashNodes(function, node, nodes.AsSpan(0, NodeSize), new byte[NodeSize]));
        Assert.Throws<ArgumentException>(() => backend.HashNodes(function, node, nodes.AsSpan(0, 2 * NodeSize + 1), new byte[NodeSize]));
        Assert.Throws<ArgumentException>(() => backend.HashNodes(function, node, nodes, new byte[4 * NodeSize - 1]));
        Assert.Throws<ArgumentException>(() => backend.HashNodes(function, 0, nodes, new byte[4 * NodeSize]));
        Assert.Throws<ArgumentException>(() => backend.HashNodes(function, (MerkleNode)3, nodes, new byte[4 * NodeSize]));
        Assert.Throws<ArgumentException>(() => backend.HashNodes(function, node, nodes.AsSpan(0, 4 * NodeSize), nodes.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => backend.HashNodes(function, node, nodes.AsSpan(0, 4 * NodeSize), nodes.AsSpan(NodeSize)));
        Assert.Throws<ArgumentException>(() => backend.HashNodes(function, node, nodes.AsSpan(NodeSize, 4 * NodeSize), nodes));
        Assert.All(nodes, value => Assert.Equal(Sentinel, value));
    }

    [Theory]
    [MemberData(nameof(Backends.Names), MemberType = typeof(Backends))]
    public void Undefined_functions_are_not_supported(string name)
    {
        IBackend backend = Backends.Get(name);
        Assert.False(backend.Supports((HashFunction)0));
        Assert.Throws<NotSupportedException>(() => backend.Hash((HashFunction)0, [], [], []));
        Assert.Throws<NotSupportedException>(() => backend.HashNodes((HashFunction)0, MerkleNode.Plain, [], []));
        Assert.Throws<NotSupportedException>(() => backend.HashNodes(HashFunction.Sha512, MerkleNode.Plain, [], []));
    }

    [Theory]
    [InlineData(HashFunction.Sha256)]
    [InlineData(HashFunction.Sm3)]
    [InlineData(HashFunction.Keccak256)]
    public void Merkle_hashes_are_those_of_the_prefixed_bytes(HashFunction function)
    {
        Random random = Seeds.Create(output);
        byte[] left = Bytes(random, 32);
        byte[] right = Bytes(random, 32);
        var digest = new byte[32];
        foreach (int length in Lengths)
        {
            byte[] leaf = Bytes(random, length);
            Rfc6962.HashLeaf(function, leaf, digest);
            Assert.Equal(Expected(function, [0, .. leaf]), digest);
        }

        byte[] node = Expected(function, [1, .. left, .. right]);
        Rfc6962.HashNode(function, left, right, left);
        Assert.Equal(node, left);
    }

    [Fact]
    public void Merkle_trees_have_digests_of_32_bytes()
    {
        Assert.Throws<NotSupportedException>(() => Rfc6962.HashLeaf(HashFunction.Sha512, [], new byte[64]));
        Assert.Throws<NotSupportedException>(() => Rfc6962.HashNode(HashFunction.Sha512, new byte[32], new byte[32], new byte[64]));
    }

    [Fact]
    public void Pieces_of_any_length_hash_as_the_whole()
    {
        Random random = Seeds.Create(output);
        for (int i = 0; i < 100; i++)
        {
            byte[] message = Bytes(random, random.Next(700));
            AssertPieces<BlockHash<Sha256Compression>>(HashFunction.Sha256, message, random);
            AssertPieces<BlockHash<Sm3Compression>>(HashFunction.Sm3, message, random);
            AssertPieces<Sha512State>(HashFunction.Sha512, message, random);
            AssertPieces<Keccak256State>(HashFunction.Keccak256, message, random);
        }
    }

    [Fact]
    public void Short_digest_buffers_throw()
    {
        Assert.Throws<ArgumentException>(() => Sha256.Hash([], new byte[31]));
        Assert.Throws<ArgumentException>(() => Sm3.Hash([], new byte[31]));
        Assert.Throws<ArgumentException>(() => Sha512.Hash([], new byte[63]));
        Assert.Throws<ArgumentException>(() => Keccak256.Hash([], new byte[31]));
    }

    private static void AssertHashes(IBackend backend, HashFunction function, byte[][] messages)
    {
        var ends = new int[messages.Length];
        int end = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            end += messages[i].Length;
            ends[i] = end;
        }

        int size = function.DigestSize();
        var digests = new byte[size * messages.Length + 65];
        digests.AsSpan().Fill(Sentinel);
        backend.Hash(function, messages.SelectMany(message => message).ToArray(), ends, digests);
        for (int i = 0; i < messages.Length; i++)
        {
            Assert.Equal(Expected(function, messages[i]), digests[(size * i)..(size * i + size)]);
        }

        Assert.All(digests[(size * messages.Length)..], value => Assert.Equal(Sentinel, value));
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void AssertPieces<THash>(HashFunction function, byte[] message, Random random)
        where THash : struct, IStreamingHash<THash>
    {
        THash hash = THash.Create();
        ReadOnlySpan<byte> rest = message;
        THash fork = hash;
        while (!rest.IsEmpty)
        {
            int piece = random.Next(rest.Length + 1);
            hash.Append(rest[..piece]);
            rest = rest[piece..];
            fork = hash;
            fork.Append("a fork"u8);
        }

        var digest = new byte[function.DigestSize()];
        hash.Finish(digest);
        Assert.Equal(Expected(function, message), digest);
        fork.Finish(digest);
        Assert.Equal(Expected(function, message.Length == 0 ? [] : [.. message, .. "a fork"u8]), digest);
    }

    private static byte[] Parents(HashFunction function, MerkleNode node, byte[] children) =>
    [
        .. children.Chunk(2 * NodeSize).SelectMany(pair => Expected(function, node == MerkleNode.Rfc6962 ? [1, .. pair] : pair)),
    ];

    /// <summary>The digest by the platform, where it has the function, or by BouncyCastle.</summary>
    internal static byte[] Expected(HashFunction function, byte[] message) => function switch
    {
        HashFunction.Sha256 => SHA256.HashData(message),
        HashFunction.Sha512 => SHA512.HashData(message),
        HashFunction.Sm3 => Expected(new SM3Digest(), message),
        HashFunction.Keccak256 => Expected(new KeccakDigest(256), message),
        _ => throw new NotSupportedException(function.ToString()),
    };

    private static byte[] Expected(IDigest function, byte[] message)
    {
        var digest = new byte[function.GetDigestSize()];
        function.BlockUpdate(message, 0, message.Length);
        function.DoFinal(digest, 0);
        return digest;
    }
}
