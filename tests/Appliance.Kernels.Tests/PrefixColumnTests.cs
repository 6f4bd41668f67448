namespace Appliance.Kernels.Tests;

/// <summary>Messages that begin with prefixes from columns of their own, as the vector backends' signature checks hash them.</summary>
public sealed class PrefixColumnTests(ITestOutputHelper output)
{
    private delegate void Route(HashFunction function, in MessageColumns columns, Span<byte> digests);

    /// <summary>Sizes of both prefixes: none, RFC 6962's leaf byte, Z_A, R and A, and the most that fits the smallest block.</summary>
    private static readonly (int First, int Second)[] Sizes = [(0, 0), (1, 0), (0, 1), (32, 0), (31, 32), (32, 31), (63, 0), (64, 64 - 1)];

    public static TheoryData<string, HashFunction> Routes =>
    [
        .. Enum.GetValues<HashFunction>().SelectMany(function => (IEnumerable<TheoryDataRow<string, HashFunction>>)
        [
            new("avx512", function), new("avx2", function), new("advsimd", function),
        ]),
    ];

    [Theory]
    [MemberData(nameof(Routes))]
    public void Prefixed_messages_hash_as_their_concatenation(string name, HashFunction function)
    {
        (bool supported, Route hash) = name switch
        {
            "avx512" => (Avx512Hash.IsSupported, (Route)Avx512Hash.Hash),
            "avx2" => (Avx2Hash.IsSupported, Avx2Hash.Hash),
            _ => (true, AdvSimdHash.Hash),
        };
        Assert.SkipUnless(supported, $"This processor has no {name}.");
        Random random = Seeds.Create(output);
        int block = function is HashFunction.Sha256 or HashFunction.Sm3 ? 64 : 128;
        foreach ((int firstSize, int secondSize) in Sizes.Where(sizes => sizes.First + sizes.Second < block))
        {
            AssertHashes(hash, function, firstSize, secondSize, shared: false, random);
            AssertHashes(hash, function, firstSize, secondSize, shared: true, random);
        }
    }

    private static void AssertHashes(Route hash, HashFunction function, int firstSize, int secondSize, bool shared, Random random)
    {
        const int Count = 100;
        const int Gap = 5;
        int firstStride = shared ? 0 : firstSize + Gap;
        int secondStride = shared ? 0 : secondSize + Gap;
        byte[] first = Bytes(random, Count * (firstSize + Gap));
        byte[] second = Bytes(random, Count * (secondSize + Gap));
        var ends = new int[Count];
        for (int i = 0, end = 0; i < Count; i++)
        {
            ends[i] = end += random.Next(300);
        }

        byte[] messages = Bytes(random, ends[^1]);
        int size = function.DigestSize();
        var digests = new byte[Count * size];
        var columns = new MessageColumns
        {
            Messages = messages,
            Ends = ends,
            First = new PrefixColumn(first, firstSize, firstStride),
            Second = new PrefixColumn(second, secondSize, secondStride),
        };
        hash(function, columns, digests);
        for (int i = 0; i < Count; i++)
        {
            byte[] message =
            [
                .. first.AsSpan(i * firstStride, firstSize), .. second.AsSpan(i * secondStride, secondSize),
                .. BatchContract.Message(messages, ends, i),
            ];
            Assert.Equal(HashContractTests.Expected(function, message), digests[(i * size)..(i * size + size)]);
        }
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
