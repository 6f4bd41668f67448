using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace Appliance.Kernels.Tests;

/// <summary>What every backend does with messages to hash.</summary>
public sealed class HashContractTests(ITestOutputHelper output)
{
    private const byte Sentinel = 0xa5;

    /// <summary>Around one and two blocks and the places where padding takes another; large.</summary>
    private static readonly int[] Lengths =
    [
        0, 1, 3, 31, 32, 33, 54, 55, 56, 57, 62, 63, 64, 65, 66, 118, 119, 120, 121, 127, 128, 129, 146, 191, 192, 210,
        247, 248, 256, 511, 512, 513, 1_000, 4_095, 4_096, 65_537,
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
    public void Contradicting_columns_throw_before_anything_is_written(string name, HashFunction function)
    {
        IBackend backend = Backends.Get(name);
        var digests = new byte[64];
        digests.AsSpan().Fill(Sentinel);
        Assert.Throws<ArgumentException>(() => backend.Hash(function, new byte[4], [3, 2], digests));
        Assert.Throws<ArgumentException>(() => backend.Hash(function, new byte[4], [3, 5], digests));
        Assert.Throws<ArgumentException>(() => backend.Hash(function, new byte[4], [-1, 2], digests));
        Assert.Throws<ArgumentException>(() => backend.Hash(function, new byte[4], [1, 2, 3], digests));
        Assert.All(digests, value => Assert.Equal(Sentinel, value));
    }

    [Theory]
    [MemberData(nameof(Backends.Names), MemberType = typeof(Backends))]
    public void Undefined_functions_are_not_supported(string name)
    {
        IBackend backend = Backends.Get(name);
        Assert.False(backend.Supports((HashFunction)0));
        Assert.Throws<NotSupportedException>(() => backend.Hash((HashFunction)0, [], [], []));
    }

    [Theory]
    [InlineData(HashFunction.Sha256)]
    [InlineData(HashFunction.Sm3)]
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
    public void Short_digest_buffers_throw()
    {
        Assert.Throws<ArgumentException>(() => Sha256.Hash([], new byte[31]));
        Assert.Throws<ArgumentException>(() => Sm3.Hash([], new byte[31]));
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

        var digests = new byte[32 * messages.Length + 33];
        digests.AsSpan().Fill(Sentinel);
        backend.Hash(function, messages.SelectMany(message => message).ToArray(), ends, digests);
        for (int i = 0; i < messages.Length; i++)
        {
            Assert.Equal(Expected(function, messages[i]), digests[(32 * i)..(32 * i + 32)]);
        }

        Assert.All(digests[(32 * messages.Length)..], value => Assert.Equal(Sentinel, value));
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Expected(HashFunction function, byte[] message)
    {
        if (function == HashFunction.Sha256) return SHA256.HashData(message);

        var sm3 = new SM3Digest();
        var digest = new byte[32];
        sm3.BlockUpdate(message, 0, message.Length);
        sm3.DoFinal(digest, 0);
        return digest;
    }
}
