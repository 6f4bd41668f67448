namespace Appliance.Kernels.Tests;

/// <summary>Tables that backends build are those of the scalar backend, point by point, so that they survive falling down the ladder.</summary>
public sealed class CombFillTests
{
    [Theory]
    [MemberData(nameof(Backends.OfEcdsaP256), MemberType = typeof(Backends))]
    public void P256_tables_are_the_scalar_ones(string name) => Compare<P256Curve>(name, SignatureAlgorithm.EcdsaP256);

    [Theory]
    [MemberData(nameof(Backends.OfEcdsaSecp256k1), MemberType = typeof(Backends))]
    public void Secp256k1_tables_are_the_scalar_ones(string name) => Compare<Secp256k1Curve>(name, SignatureAlgorithm.EcdsaSecp256k1);

    [Theory]
    [MemberData(nameof(Backends.OfSm2), MemberType = typeof(Backends))]
    public void Sm2_tables_are_the_scalar_ones(string name) => Compare<Sm2Curve>(name, SignatureAlgorithm.Sm2);

    /// <summary>Windows smaller than the rows that are written at a time, the widths of signers' tables, and the largest window.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void Tables_of_any_width_are_the_scalar_ones(int width)
    {
        Assert.SkipUnless(Avx2Backend.IsSupported, "No vectors.");
        CompareWidth<Secp256k1Curve>(width, VectorCombFill<Secp256k1Avx2, Secp256k1Curve>.Instance);
        CompareWidth<P256Curve>(width, VectorCombFill<P256Avx2, P256Curve>.Instance);
        if (Avx512Backend.IsSupported) CompareWidth<Sm2Curve>(width, VectorCombFill<Sm2Avx512, Sm2Curve>.Instance);
        if (IfmaCode.UnavailableBecause is null) CompareWidth<P256Curve>(width, VectorCombFill<P256Ifma, P256Curve>.Instance);
    }

    [Fact]
    public void Windows_beyond_the_workspace_are_refused()
    {
        Assert.SkipUnless(Avx2Backend.IsSupported, "No vectors.");
        Assert.Throws<ArgumentException>(() => CompareWidth<P256Curve>(11, VectorCombFill<P256Avx2, P256Curve>.Instance));
    }

    private static void CompareWidth<TCurve>(int width, CombFill fill)
        where TCurve : struct, ICurve
    {
        var actual = new Comb<TCurve>(CurveConstants<TCurve>.Generator, width, fill);
        var expected = new Comb<TCurve>(CurveConstants<TCurve>.Generator, width);
        Assert.Equal((256 + width - 1) / width << (width - 1), expected.Points.Length);
        for (int i = 0; i < expected.Points.Length; i++)
        {
            Assert.Equal((expected.Points[i].X, expected.Points[i].Y), (actual.Points[i].X, actual.Points[i].Y));
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Ed25519_tables_are_the_scalar_ones(string name, bool isOfSmallOrder)
    {
        byte[][] keys = isOfSmallOrder
            ? [.. Ed25519Edges.SmallOrder.Select(point => point.Encoding)]
            : [EdwardsReference.Encode(EdwardsReference.B), .. Enumerable.Range(0, 4).Select(MixedKey)];
        foreach (byte[] key in keys)
        {
            var expected = (Ed25519SignerTable)new ScalarBackend().CreateSignerTable(SignatureAlgorithm.Ed25519, key)!;
            var actual = (Ed25519SignerTable)Backends.Get(name).CreateSignerTable(SignatureAlgorithm.Ed25519, key)!;
            Assert.Equal(4_097 * EdwardsComb.WordsPerEntry, expected.Comb.Words.Length);
            Assert.True(expected.Comb.Words.SequenceEqual(actual.Comb.Words), Convert.ToHexString(key));
            Assert.True(actual.IsIntact());
        }

        static byte[] MixedKey(int multiple) => EdwardsReference.Encode(EdwardsReference.Add(
            EdwardsReference.Multiply(12345, EdwardsReference.B), EdwardsReference.Multiply(multiple, EdwardsReference.Torsion)));
    }

    private static void Compare<TCurve>(string name, SignatureAlgorithm algorithm)
        where TCurve : struct, ICurve
    {
        byte[] key = Curve.Encode(Curve.Of(algorithm).G.Multiply(Org.BouncyCastle.Math.BigInteger.ValueOf(12345)));
        var expected = (CombSignerTable<TCurve>)new ScalarBackend().CreateSignerTable(algorithm, key)!;
        var actual = (CombSignerTable<TCurve>)Backends.Get(name).CreateSignerTable(algorithm, key)!;
        Assert.True(expected.Comb.Points.Length > 0);
        for (int i = 0; i < expected.Comb.Points.Length; i++)
        {
            Assert.Equal(expected.Comb.Points[i].X, actual.Comb.Points[i].X);
            Assert.Equal(expected.Comb.Points[i].Y, actual.Comb.Points[i].Y);
        }
    }
}
