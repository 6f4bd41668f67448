namespace Appliance.Kernels.Tests;

/// <summary>What every backend does with Ed25519 signatures: agree with the four rules on valid, tampered and crafted input.</summary>
public sealed class Ed25519ContractTests(ITestOutputHelper output)
{
    private static int RandomCases => Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 20_000 : 400;

    private static Ed25519Profile[] Profiles => Enum.GetValues<Ed25519Profile>();

    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Random_signatures_are_judged_as_by_the_reference(string name, bool withTables)
    {
        SignatureItem[] items = [.. Ed25519Samples.Random(Seeds.Create(output), RandomCases)];
        EdwardsReference.Codes[] expected = Judge(items);
        Assert.InRange(expected.Count(codes => codes.Ref10 == SignatureCode.Valid), items.Length / 4, items.Length);
        AssertJudged(Backends.Get(name), items, expected, withTables);
    }

    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Edges_are_judged_as_by_the_reference(string name, bool withTables)
    {
        SignatureItem[] items = [.. Ed25519Edges.Of(Seeds.Create(output))];
        EdwardsReference.Codes[] expected = Judge(items);

        // Crafted signatures are there for the places where rules differ: each pair of rules must differ on many of them.
        foreach (Ed25519Profile one in Profiles)
        {
            Assert.True(expected.Count(codes => codes.Under(one) == SignatureCode.Valid) > 40, one.ToString());
            foreach (Ed25519Profile other in Profiles.Where(other => other != one))
            {
                Assert.True(expected.Count(codes => codes.Under(one) != codes.Under(other)) > 20, $"{one}, {other}");
            }
        }

        AssertJudged(Backends.Get(name), items, expected, withTables);
    }

    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Every_batch_size_and_position_gives_the_same_code(string name, bool withTables)
    {
        IBackend backend = Backends.Get(name);
        SignatureItem[] edges = [.. Ed25519Edges.Of(Seeds.Create(output))];
        SignatureItem[] items = [.. Enumerable.Range(0, 140).Select(i => edges[i * 37 % edges.Length])];
        EdwardsReference.Codes[] expected = Judge(items);
        foreach (int count in (int[])[0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 127, 128, 129])
        {
            for (int start = 0; start <= 11; start += 11)
            {
                Ed25519Profile profile = Profiles[(count + start) % Profiles.Length];
                SignatureCode[] codes = Ed25519Batch.Verify(backend, profile, items[start..(start + count)], withTables);
                Assert.Equal(expected[start..(start + count)].Select(item => item.Under(profile)), codes);
            }
        }
    }

    /// <summary>More items than a chunk holds, with tables for some of them only.</summary>
    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Long_batches_of_known_and_unknown_signers_give_the_same_codes(string name, bool withTables)
    {
        IBackend backend = Backends.Get(name);
        Random random = Seeds.Create(output);
        SignatureItem[] samples = [.. Ed25519Samples.Random(random, 50), .. Ed25519Edges.Of(random).Take(20)];
        EdwardsReference.Codes[] judged = Judge(samples);
        int[] order = [.. Enumerable.Range(0, 1_300).Select(_ => random.Next(samples.Length))];
        SignatureItem[] items = [.. order.Select(i => samples[i])];
        SignerTable?[] tables =
            [.. items.Select(item => withTables || random.Next(2) == 0 ? Ed25519Batch.Table(backend, item.PublicKey) : null)];
        foreach (Ed25519Profile profile in Profiles)
        {
            Assert.Equal(order.Select(i => judged[i].Under(profile)), Ed25519Batch.Verify(backend, profile, items, tables));
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Concurrent_batches_do_not_disturb_each_other(string name, bool withTables)
    {
        IBackend backend = Backends.Get(name);
        SignatureItem[] items = [.. Ed25519Edges.Of(Seeds.Create(output)).Take(40)];
        EdwardsReference.Codes[] expected = Judge(items);
        Parallel.For(0, 8, i =>
        {
            Ed25519Profile profile = Profiles[i % Profiles.Length];
            Assert.Equal(expected.Select(codes => codes.Under(profile)), Ed25519Batch.Verify(backend, profile, items, withTables));
        });
    }

    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Contradicting_columns_throw(string name, bool withTables)
    {
        IBackend backend = Backends.Get(name);
        byte[] key = EdwardsReference.Encode(EdwardsReference.B);
        SignerTable? table = withTables ? Ed25519Batch.Table(backend, key) : null;
        SignerTable? otherTable = Ed25519Batch.Table(backend, EdwardsReference.Bytes(1));
        SignerTable? p256 = backend.CreateSignerTable(SignatureAlgorithm.EcdsaP256, Curve.Encode(Curve.Of(SignatureAlgorithm.EcdsaP256).G));

        Columns Good() => new(Count: 2, new byte[64], [31, 64], new byte[128], [.. key, .. key], [table, table]);
        Assert.Null(Run(backend, Good()));

        Columns[] bad =
        [
            Good() with { Count = -1 },
            Good() with { Count = 1 },
            Good() with { Count = 3 },
            Good() with { Ends = [31] },
            Good() with { Ends = [64, 31] },
            Good() with { Ends = [31, 65] },
            Good() with { Signatures = new byte[127] },
            Good() with { PublicKeys = new byte[63] },
            Good() with { PublicKeys = new byte[128] },
            Good() with { Tables = [table] },
            Good() with { Tables = [null, otherTable] },
            Good() with { Tables = [p256, null] },
            Good() with { Codes = 1 },
            Good() with { SlowLanes = 1 },
            Good() with { Prehashed = true, Ends = [32, 64] },
            Good() with { Profile = (Ed25519Profile)4 },
        ];
        Assert.All(bad, columns => Assert.IsType<ArgumentException>(Run(backend, columns)));
    }

    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Tables_describe_their_key(string name, bool withTables)
    {
        // Every key that some rule accepts has a table, whatever the others say of it.
        IBackend backend = Backends.Get(name);
        foreach ((byte[] key, _) in Ed25519Edges.SmallOrder.Append((EdwardsReference.Encode(EdwardsReference.B), 0)))
        {
            SignerTable? table = backend.CreateSignerTable(SignatureAlgorithm.Ed25519, key);
            Assert.NotNull(table);
            Assert.Equal(SignatureAlgorithm.Ed25519, table.Algorithm);
            Assert.Equal(key, table.PublicKey.ToArray());
            Assert.InRange(table.SizeInBytes, 1, 1 << 20);
            Assert.True(table.IsIntact());
        }

        Assert.Null(backend.CreateSignerTable(SignatureAlgorithm.Ed25519, EdwardsReference.Bytes(2)));
        Assert.Throws<ArgumentException>(() => backend.CreateSignerTable(SignatureAlgorithm.Ed25519, new byte[withTables ? 31 : 64]));
    }

    private static EdwardsReference.Codes[] Judge(SignatureItem[] items) => [.. items.Select(EdwardsReference.Judge)];

    private static Exception? Run(IBackend backend, Columns columns)
    {
        const SignatureCode Sentinel = (SignatureCode)0xa5;
        var codes = new SignatureCode[columns.Codes];
        codes.AsSpan().Fill(Sentinel);
        Exception? thrown = Record.Exception(() => backend.Verify(
            SignatureAlgorithm.Ed25519,
            new SignatureBatch
            {
                Count = columns.Count,
                Messages = columns.Messages,
                MessageEnds = columns.Ends,
                Signatures = columns.Signatures,
                PublicKeys = columns.PublicKeys,
                SignerTables = columns.Tables,
                Prehashed = columns.Prehashed,
                Ed25519Profile = columns.Profile,
                SlowLanes = new bool[columns.SlowLanes],
            },
            codes));
        if (thrown is not null) Assert.All(codes, code => Assert.Equal(Sentinel, code));
        return thrown;
    }

    private void AssertJudged(IBackend backend, SignatureItem[] items, EdwardsReference.Codes[] expected, bool withTables)
    {
        output.WriteLine($"{items.Length} signatures");
        foreach (Ed25519Profile profile in Profiles)
        {
            SignatureCode[] codes = Ed25519Batch.Verify(backend, profile, items, withTables);
            for (int i = 0; i < codes.Length; i++)
            {
                Assert.Equal((items[i].Name, profile, expected[i].Under(profile)), (items[i].Name, profile, codes[i]));
            }
        }
    }

    private sealed record Columns(int Count, byte[] Messages, int[] Ends, byte[] Signatures, byte[] PublicKeys, SignerTable?[] Tables)
    {
        public int Codes { get; init; } = 2;

        public int SlowLanes { get; init; } = 2;

        public bool Prehashed { get; init; }

        public Ed25519Profile Profile { get; init; }
    }
}
