namespace Appliance.Kernels.Tests;

/// <summary>A flipped bit in a table is noticed, whichever it is.</summary>
public sealed class TableIntegrityTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Backends.Algorithms), MemberType = typeof(Backends))]
    public void New_tables_are_intact(string name, SignatureAlgorithm algorithm)
    {
        SignerTable? table = Backends.Get(name).CreateSignerTable(algorithm, Curve.Encode(Curve.Of(algorithm).G.Twice()));
        Assert.NotNull(table);
        Assert.True(table.IsIntact());
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        Random random = Seeds.Create(output);
        var table = (CombSignerTable<P256Curve>)new ScalarBackend().CreateSignerTable(
            SignatureAlgorithm.EcdsaP256, Curve.Encode(Curve.Of(SignatureAlgorithm.EcdsaP256).G.Twice()))!;
        Span<ulong> words = System.Runtime.InteropServices.MemoryMarshal.Cast<AffinePoint, ulong>(table.Comb.Points);
        for (int i = 0; i < 200; i++)
        {
            int word = random.Next(words.Length);
            ulong flipped = 1UL << random.Next(64);
            words[word] ^= flipped;
            Assert.False(table.IsIntact());
            words[word] ^= flipped;
            Assert.True(table.IsIntact());
        }
    }

    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP256)]
    [InlineData(SignatureAlgorithm.Sm2)]
    [InlineData(SignatureAlgorithm.EcdsaSecp256k1)]
    [InlineData(SignatureAlgorithm.Ed25519)]
    public void A_generators_table_is_checked_and_built_anew(SignatureAlgorithm algorithm)
    {
        Assert.True(GeneratorTables.IsIntact(algorithm));
        GeneratorTables.Rebuild(algorithm);
        Assert.True(GeneratorTables.IsIntact(algorithm));
    }
}
