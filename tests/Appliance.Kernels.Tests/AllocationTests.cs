using Org.BouncyCastle.Math;

namespace Appliance.Kernels.Tests;

/// <summary>After the first calls, which make a thread's buffers and shared tables, no call allocates managed memory.</summary>
public sealed class AllocationTests(ITestOutputHelper output)
{
    // More than the kernels take for one chunk.
    private const int Count = 600;

    private const int WarmUpCalls = 4;
    private const int Calls = 12;

    /// <summary>The runtime itself allocates now and then, when it compiles a method anew; what a call allocates comes back in every window.</summary>
    private const int Windows = 5;

    /// <summary>Every backend with every signature algorithm, without tables, with them, and with both mixed.</summary>
    public static TheoryData<string, SignatureAlgorithm, int> Verifications
    {
        get
        {
            var data = new TheoryData<string, SignatureAlgorithm, int>();
            foreach (IBackend backend in Backends.All)
            {
                foreach (SignatureAlgorithm algorithm in Enum.GetValues<SignatureAlgorithm>().Where(backend.Supports))
                {
                    data.Add(backend.Name, algorithm, 0);
                    data.Add(backend.Name, algorithm, 1);
                    data.Add(backend.Name, algorithm, 2);
                }
            }

            return data;
        }
    }

    /// <param name="name">The backend.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="tables">0: no item has a table, 1: every one, 2: every other one.</param>
    [Theory]
    [MemberData(nameof(Verifications))]
    public void Verification_allocates_nothing(string name, SignatureAlgorithm algorithm, int tables)
    {
        Random random = Seeds.Create(output);
        IBackend backend = Backends.Get(name);
        SignatureItem[] items = algorithm == SignatureAlgorithm.Ed25519 ? [.. Ed25519Samples.Random(random, Count)] : [.. Weierstrass(algorithm, random)];
        byte[] messages = [.. items.SelectMany(item => item.Message)];
        int[] ends = [.. Enumerable.Range(1, Count).Select(count => items[..count].Sum(item => item.Message.Length))];
        byte[] signatures = [.. items.SelectMany(item => item.Signature)];
        byte[] keys = [.. items.SelectMany(item => item.PublicKey)];
        var built = items.Select(item => Convert.ToHexString(item.PublicKey)).Distinct()
            .ToDictionary(key => key, key => backend.CreateSignerTable(algorithm, Convert.FromHexString(key)));
        SignerTable?[] known =
            [.. items.Select((item, i) => tables == 1 || (tables == 2 && i % 2 == 0) ? built[Convert.ToHexString(item.PublicKey)] : null)];
        var codes = new SignatureCode[Count];
        var slowLanes = new bool[Count];

        AssertAllocatesNothing(() => backend.Verify(
            algorithm,
            new SignatureBatch
            {
                Count = Count,
                Messages = messages,
                MessageEnds = ends,
                Signatures = signatures,
                PublicKeys = keys,
                SignerTables = known,
                SlowLanes = slowLanes,
            },
            codes));
    }

    [Theory]
    [MemberData(nameof(Backends.Recoveries), MemberType = typeof(Backends))]
    public void Recovery_allocates_nothing(string name, SignatureAlgorithm algorithm)
    {
        Random random = Seeds.Create(output);
        IBackend backend = Backends.Get(name);
        SignatureItem[] items = [.. Weierstrass(algorithm, random)];
        var digests = new byte[32 * Count];
        random.NextBytes(digests);
        byte[] signatures = [.. items.SelectMany(item => (byte[])[.. item.Signature, (byte)random.Next(4)])];
        var keys = new byte[64 * Count];
        var codes = new SignatureCode[Count];

        AssertAllocatesNothing(() => backend.Recover(
            algorithm, new RecoveryBatch { Count = Count, Digests = digests, Signatures = signatures }, keys, codes));
    }

    [Theory]
    [MemberData(nameof(Backends.Hashes), MemberType = typeof(Backends))]
    public void Hashing_allocates_nothing(string name, HashFunction function)
    {
        Random random = Seeds.Create(output);
        IBackend backend = Backends.Get(name);
        int[] lengths = [.. Enumerable.Range(0, Count).Select(_ => random.Next(400))];
        int[] ends = [.. Enumerable.Range(1, Count).Select(count => lengths[..count].Sum())];
        var messages = new byte[ends[^1]];
        var digests = new byte[Count * function.DigestSize()];

        AssertAllocatesNothing(() => backend.Hash(function, messages, ends, digests));
    }

    [Theory]
    [MemberData(nameof(Backends.Nodes), MemberType = typeof(Backends))]
    public void Merkle_nodes_allocate_nothing(string name, HashFunction function, MerkleNode node)
    {
        IBackend backend = Backends.Get(name);
        var children = new byte[64 * Count];
        var parents = new byte[32 * Count];

        AssertAllocatesNothing(() => backend.HashNodes(function, node, children, parents));
    }

    private static void AssertAllocatesNothing(Action call)
    {
        for (int i = 0; i < WarmUpCalls; i++)
        {
            call();
        }

        long least = long.MaxValue;
        for (int window = 0; window < Windows && least > 0; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Calls; i++)
            {
                call();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.True(least == 0, $"{least} bytes in {Calls} calls");
    }

    /// <summary>Items that go every ordinary way: four keys and one off the curve; r and s mostly in range, which do not fit but are computed to the end.</summary>
    private static IEnumerable<SignatureItem> Weierstrass(SignatureAlgorithm algorithm, Random random)
    {
        var curve = Curve.Of(algorithm);
        byte[][] keys = [.. Enumerable.Range(0, 4).Select(_ => Curve.Encode(curve.G.Multiply(curve.RandomScalar(random))))];
        byte[] stray = [.. keys[0][..63], (byte)(keys[0][63] ^ 1)];
        for (int i = 0; i < Count; i++)
        {
            var message = new byte[random.Next(200)];
            random.NextBytes(message);
            BigInteger s = i % 50 == 1 ? BigInteger.Zero : curve.RandomScalar(random);
            yield return new SignatureItem(
                $"item {i}", message, [.. Curve.Bytes(curve.RandomScalar(random)), .. Curve.Bytes(s)], i % 50 == 2 ? stray : keys[i % keys.Length]);
        }
    }
}
