namespace Appliance.Kernels.Tests;

/// <summary>The caller's duties: every contradiction throws, and no code is written.</summary>
public sealed class ArgumentTests
{
    private const SignatureCode Sentinel = (SignatureCode)0xa5;

    private static readonly byte[] P256Generator = Curve.Encode(Curve.Of(SignatureAlgorithm.EcdsaP256).G);

    [Theory]
    [MemberData(nameof(Backends.Signatures), MemberType = typeof(Backends))]
    public void Contradicting_columns_throw(string name, SignatureAlgorithm algorithm, bool withTables)
    {
        IBackend backend = Backends.Get(name);
        byte[] key = Curve.Encode(Curve.Of(algorithm).G);
        byte[] otherKey = Curve.Encode(Curve.Of(algorithm).G.Twice());
        SignerTable? table = withTables ? backend.CreateSignerTable(algorithm, key) : null;
        SignerTable? otherTable = backend.CreateSignerTable(algorithm, otherKey);

        Columns Good() => new(Count: 2, new byte[64], [32, 64], new byte[128], [.. key, .. key], [table, table]);
        Assert.Null(Run(backend, algorithm, Good()));

        Columns[] bad =
        [
            Good() with { Count = -1 },
            Good() with { Count = 1 },
            Good() with { Count = 3 },
            Good() with { Ends = [32] },
            Good() with { Ends = [32, 64, 64] },
            Good() with { Ends = [64, 32] },
            Good() with { Ends = [32, 65] },
            Good() with { Ends = [-32, 32] },
            Good() with { Ends = [31, 64] },
            Good() with { Signatures = new byte[127] },
            Good() with { Signatures = new byte[129] },
            Good() with { PublicKeys = new byte[127] },
            Good() with { PublicKeys = new byte[192] },
            Good() with { Tables = [table] },
            Good() with { Tables = [table, table, table] },
            Good() with { Tables = [null, otherTable] },
            Good() with { Tables = [new ForeignTable(algorithm, key), null] },
            Good() with { Codes = 1 },
            Good() with { Identifier = 8_192 },
        ];
        Assert.All(bad, columns => Assert.IsType<ArgumentException>(Run(backend, algorithm, columns)));
    }

    [Theory]
    [MemberData(nameof(Backends.OfEcdsaP256), MemberType = typeof(Backends))]
    public void A_table_of_another_algorithm_throws(string name)
    {
        IBackend backend = Backends.Get(name);
        SignerTable? table = backend.CreateSignerTable(SignatureAlgorithm.EcdsaP256, P256Generator);
        var columns = new Columns(1, new byte[32], [32], new byte[64], P256Generator, [table]);
        Assert.IsType<ArgumentException>(Run(backend, SignatureAlgorithm.Sm2, columns));
        Assert.IsType<ArgumentException>(Run(backend, SignatureAlgorithm.EcdsaSecp256k1, columns));
    }

    [Theory]
    [MemberData(nameof(Backends.Names), MemberType = typeof(Backends))]
    public void Undefined_algorithms_are_not_supported(string name)
    {
        IBackend backend = Backends.Get(name);
        Assert.False(backend.Supports((SignatureAlgorithm)0));
        Assert.IsType<NotSupportedException>(Run(backend, 0, new Columns(0, [], [], [], [], [])));
        Assert.Throws<NotSupportedException>(() => backend.CreateSignerTable(0, new byte[64]));
    }

    [Theory]
    [MemberData(nameof(Backends.Algorithms), MemberType = typeof(Backends))]
    public void Tables_describe_their_key(string name, SignatureAlgorithm algorithm)
    {
        byte[] key = Curve.Encode(Curve.Of(algorithm).G.Twice());
        SignerTable? table = Backends.Get(name).CreateSignerTable(algorithm, key);
        Assert.NotNull(table);
        Assert.Equal(algorithm, table.Algorithm);
        Assert.Equal(key, table.PublicKey.ToArray());
        Assert.InRange(table.SizeInBytes, 1, 1 << 20);
        Assert.Null(Backends.Get(name).CreateSignerTable(algorithm, new byte[64]));
        key[63] ^= 1;
        Assert.Null(Backends.Get(name).CreateSignerTable(algorithm, key));
        Assert.Throws<ArgumentException>(() => Backends.Get(name).CreateSignerTable(algorithm, new byte[63]));
    }

    private static Exception? Run(IBackend backend, SignatureAlgorithm algorithm, Columns columns)
    {
        var codes = new SignatureCode[columns.Codes];
        codes.AsSpan().Fill(Sentinel);
        Exception? thrown = Record.Exception(() => backend.Verify(
            algorithm,
            new SignatureBatch
            {
                Count = columns.Count,
                Messages = columns.Messages,
                MessageEnds = columns.Ends,
                Signatures = columns.Signatures,
                PublicKeys = columns.PublicKeys,
                SignerTables = columns.Tables,
                Prehashed = true,
                Sm2Identifier = new byte[columns.Identifier],
            },
            codes));
        if (thrown is not null) Assert.All(codes, code => Assert.Equal(Sentinel, code));
        return thrown;
    }

    private sealed record Columns(
        int Count, byte[] Messages, int[] Ends, byte[] Signatures, byte[] PublicKeys, SignerTable?[] Tables, int Codes = 2, int Identifier = 0);

    private sealed class ForeignTable(SignatureAlgorithm algorithm, byte[] key) : SignerTable
    {
        public override SignatureAlgorithm Algorithm => algorithm;

        public override ReadOnlySpan<byte> PublicKey => key;

        public override SignerTableSize Size => SignerTableSize.Standard;

        public override long SizeInBytes => key.Length;

        public override bool IsIntact() => true;
    }
}
