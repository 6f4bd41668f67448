using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;
using Appliance.Formats.Transparency;
using Appliance.Verification.Evaluation;
using Appliance.Verification.Transparency;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.Transparency;

public sealed class MerkleProofCheckTests
{
    private const int Largest = 70;

    private static readonly ScalarVerifier Verifier = new();

    [Fact]
    public async Task Every_vector_comes_out_as_it_says()
    {
        string[] files = Directory.GetFiles(VectorFolder(), "*.json", SearchOption.AllDirectories);
        Assert.True(files.Length >= 92, $"{files.Length} vectors");
        foreach (string file in files)
        {
            var proof = MerkleProof.Decode(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            Verdict verdict = await CheckAsync(proof);
            Assert.True((verdict == Verdict.Valid) == !proof.WantError, $"{file}: {verdict}");
            Assert.Contains(verdict, (Verdict[])[Verdict.Valid, Verdict.ValueMismatch, Verdict.StructureInvalid]);
        }
    }

    [Theory]
    [InlineData(HashAlgorithm.Sha256)]
    [InlineData(HashAlgorithm.Sm3)]
    public async Task Every_leaf_of_every_small_tree_is_proved_and_only_that_leaf(HashAlgorithm algorithm)
    {
        NaiveTree tree = Tree(algorithm, Largest, new Random(1));
        for (int size = 1; size <= Largest; size++)
        {
            for (int index = 0; index < size; index++)
            {
                MerkleInclusion proof = Inclusion(algorithm, tree, index, size);
                Assert.Equal(MerklePathLength.Inclusion(index, size), proof.Path.Count);
                Assert.Equal(Verdict.Valid, await CheckAsync(proof));
                Assert.NotEqual(Verdict.Valid, await CheckAsync(proof with { LeafIndex = (ulong)((index + 1) % size), TreeSize = (ulong)Math.Max(size, 2) }));
                Assert.NotEqual(Verdict.Valid, await CheckAsync(proof with { Root = tree.Root(size + 1 > Largest ? size - 1 : size + 1) }));
                Assert.Equal(Verdict.StructureInvalid, await CheckAsync(proof with { Path = [.. proof.Path, proof.Root] }));
                if (size > 1)
                    Assert.Equal(Verdict.ValueMismatch, await CheckAsync(proof with { Hash = algorithm == HashAlgorithm.Sm3 ? HashAlgorithm.Sha256 : HashAlgorithm.Sm3 }));
            }
        }
    }

    [Theory]
    [InlineData(HashAlgorithm.Sha256)]
    [InlineData(HashAlgorithm.Sm3)]
    public async Task Every_two_sizes_of_every_small_tree_are_consistent_and_no_other_roots_are(HashAlgorithm algorithm)
    {
        NaiveTree tree = Tree(algorithm, Largest, new Random(2));
        for (int second = 1; second <= Largest; second++)
        {
            for (int first = 1; first <= second; first++)
            {
                MerkleConsistency proof = Consistency(algorithm, tree, first, second);
                Assert.Equal(MerklePathLength.Consistency(first, second), proof.Path.Count);
                Assert.Equal(Verdict.Valid, await CheckAsync(proof));
                byte[] stranger = tree.LeafHash(first - 1);
                stranger[0] ^= 1;
                Assert.Equal(Verdict.ValueMismatch, await CheckAsync(proof with { FirstRoot = stranger }));
                Assert.Equal(Verdict.ValueMismatch, await CheckAsync(proof with { SecondRoot = stranger }));
                Assert.Equal(Verdict.StructureInvalid, await CheckAsync(proof with { Path = [.. proof.Path, stranger] }));
                for (int i = 0; i < proof.Path.Count; i++)
                {
                    ReadOnlyMemory<byte>[] path = [.. proof.Path];
                    path[i] = stranger;
                    Assert.Equal(Verdict.ValueMismatch, await CheckAsync(proof with { Path = path }));
                }
            }
        }
    }

    [Theory]
    [InlineData(HashAlgorithm.Sha256)]
    [InlineData(HashAlgorithm.Sm3)]
    public async Task Random_larger_trees_agree_with_the_definition(HashAlgorithm algorithm)
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (int round = 0; round < 6; round++)
        {
            int size = random.Next(Largest, 1 << (8 + round));
            NaiveTree tree = Tree(algorithm, size, random);
            for (int i = 0; i < 40; i++)
            {
                MerkleInclusion inclusion = Inclusion(algorithm, tree, random.Next(size), size);
                Assert.Equal(Verdict.Valid, await CheckAsync(inclusion));
                Assert.Equal(Verdict.ValueMismatch, await CheckAsync(inclusion with { LeafHash = Flipped(inclusion.LeafHash, random) }));
                MerkleConsistency consistency = Consistency(algorithm, tree, random.Next(1, size), size);
                Assert.Equal(Verdict.Valid, await CheckAsync(consistency));
                Assert.Equal(Verdict.ValueMismatch, await CheckAsync(consistency with { SecondRoot = Flipped(consistency.SecondRoot, random) }));
            }
        }
    }

    [Fact]
    public async Task The_length_of_a_path_and_its_folding_agree_for_sizes_up_to_the_largest()
    {
        int seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var anything = new Chains.Digest(new byte[32]);
        for (int round = 0; round < 2_000; round++)
        {
            long second = random.NextInt64(1, long.MaxValue) >> random.Next(63);
            second = Math.Max(second, 1);
            long first = random.NextInt64(1, second + 1);
            int inclusion = MerklePathLength.Inclusion(first - 1, second);
            int consistency = MerklePathLength.Consistency(first, second);
            Assert.InRange(inclusion, 0, 63);
            Assert.InRange(consistency, 0, 64);
            foreach (int length in Enumerable.Range(0, 66))
            {
                var path = Enumerable.Repeat(anything, length).ToArray();
                Assert.Equal(length == inclusion, InclusionPath.Fold(anything, first - 1, second, path, Left) is not null);
                Assert.Equal(length == consistency, ConsistencyPath.Fold(anything, first, second, path, ConsistencyRoot.First, Left) is not null);
                Assert.Equal(length == consistency, ConsistencyPath.Fold(anything, first, second, path, ConsistencyRoot.Second, Left) is not null);
            }
        }

        await Task.CompletedTask;

        static Chains.Digest Left(in Chains.Digest left, in Chains.Digest right) => left;
    }

    [Fact]
    public async Task A_leaf_and_a_root_from_elsewhere_are_held_against_the_proof()
    {
        byte[] leaf = [1, 2, 3];
        var tree = new NaiveTree(HashAlgorithm.Sm3, [leaf, [4]]);
        MerkleInclusion proof = Inclusion(HashAlgorithm.Sm3, tree, 0, 2);
        Assert.Equal([Verdict.Valid, Verdict.Valid, Verdict.Valid], await DecideAsync(MerkleProofPlans.For(proof, leaf, proof.Root)));
        Assert.Equal([Verdict.Valid, Verdict.ValueMismatch, Verdict.Valid], await DecideAsync(MerkleProofPlans.For(proof, new byte[] { 1, 2 }, proof.Root)));
        Assert.Equal([Verdict.Valid, Verdict.Valid, Verdict.ValueMismatch], await DecideAsync(MerkleProofPlans.For(proof, leaf, tree.Root(1))));
        MerkleConsistency consistency = Consistency(HashAlgorithm.Sm3, tree, 1, 2);
        Assert.Equal([Verdict.Valid, Verdict.Valid, Verdict.Valid], await DecideAsync(MerkleProofPlans.For(consistency, leaf, tree.Root(2))));
        Assert.Equal([Verdict.Valid, Verdict.Valid, Verdict.ValueMismatch], await DecideAsync(MerkleProofPlans.For(consistency, leaf, tree.Root(1))));
    }

    [Fact]
    public async Task Every_changed_byte_of_a_proof_is_refused_or_means_the_same()
    {
        byte[] json = await File.ReadAllBytesAsync(Vectors.Path("merkle/inclusion/1/happy-path.json"), TestContext.Current.CancellationToken);
        int description = json.AsSpan().IndexOf("\"happy path\""u8);
        int expectation = json.AsSpan().IndexOf("false"u8);
        for (int i = 0; i < json.Length; i++)
        {
            foreach (byte mask in (byte[])[0x01, 0x20, 0x80])
            {
                byte[] changed = [.. json];
                changed[i] ^= mask;

                // Not covered by the proof: white space between values, and the words for people and tests.
                bool uncovered = (i > description && i < description + 11) || (i >= expectation && i < expectation + 5) || char.IsWhiteSpace((char)json[i]);
                Verdict verdict = await JudgeAsync(changed);
                Assert.True(verdict != Verdict.Valid || uncovered, $"byte {i} ^ 0x{mask:x2}");
            }
        }
    }

    private static string VectorFolder() => Path.GetFullPath("../..", Path.GetDirectoryName(Vectors.Path("merkle/inclusion/0/happy-path.json"))!);

    private static async Task<Verdict> JudgeAsync(byte[] json)
    {
        try
        {
            return await CheckAsync(MerkleProof.Decode(json));
        }
        catch (DecodeException)
        {
            return Verdict.Malformed;
        }
    }

    private static ValueTask<Verdict> CheckAsync(MerkleProof proof) => MerkleProofCheck.CheckAsync(proof, Verifier, TestContext.Current.CancellationToken);

    // The checks that nodes decide, without the decoder's own.
    private static async Task<Verdict[]> DecideAsync(Plan plan)
    {
        PlanResult result = await Verifier.EvaluateAsync(new BoundPlan(plan, [], [], SignatureProfile.Fips186), TestContext.Current.CancellationToken);
        return [.. result.Verdicts.Where((_, i) => plan.Checks[i].Finding == DecoderFinding.None)];
    }

    private static NaiveTree Tree(HashAlgorithm algorithm, int size, Random random) => new(algorithm, [.. Enumerable.Range(0, size).Select(_ =>
    {
        byte[] leaf = new byte[random.Next(0, 40)];
        random.NextBytes(leaf);
        return leaf;
    })]);

    private static MerkleInclusion Inclusion(HashAlgorithm algorithm, NaiveTree tree, int index, int size) => new()
    {
        Hash = algorithm,
        LeafIndex = (ulong)index,
        TreeSize = (ulong)size,
        LeafHash = tree.LeafHash(index),
        Root = tree.Root(size),
        Path = [.. tree.Path(index, size)],
    };

    private static MerkleConsistency Consistency(HashAlgorithm algorithm, NaiveTree tree, int first, int second) => new()
    {
        Hash = algorithm,
        FirstSize = (ulong)first,
        SecondSize = (ulong)second,
        FirstRoot = tree.Root(first),
        SecondRoot = tree.Root(second),
        Path = [.. tree.Proof(first, second)],
    };

    private static byte[] Flipped(ReadOnlyMemory<byte> hash, Random random)
    {
        byte[] changed = hash.ToArray();
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }
}
