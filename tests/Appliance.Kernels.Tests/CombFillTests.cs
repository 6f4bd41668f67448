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
