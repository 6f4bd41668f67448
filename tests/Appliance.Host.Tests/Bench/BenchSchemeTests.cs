using Appliance.Host.Bench;
using Appliance.Host.Bench.OpenSsl;
using Appliance.Kernels;
using Appliance.Samples.Signatures;

namespace Appliance.Host.Tests.Bench;

public sealed class BenchSchemeTests
{
    [Fact]
    public void Every_algorithm_and_function_of_the_kernels_is_measured()
    {
        Assert.Equal(Enum.GetValues<SignatureAlgorithm>(), BenchScheme.All.Where(scheme => scheme.Algorithm is not null).Select(scheme => scheme.Algorithm!.Value).Order());
        Assert.Equal(Enum.GetValues<HashFunction>(), BenchScheme.All.Where(scheme => scheme.Function is not null).Select(scheme => scheme.Function!.Value).Order());
    }

    [Theory]
    [InlineData(SampleScheme.EcdsaP256)]
    [InlineData(SampleScheme.EcdsaSecp256k1)]
    [InlineData(SampleScheme.Sm2)]
    [InlineData(SampleScheme.Ed25519)]
    public void Every_route_of_OpenSSL_takes_valid_signatures_and_refuses_tampered_ones(SampleScheme scheme)
    {
        Assert.SkipWhen(LibCrypto.Version is null, LibCrypto.Missing);
        SampleSignatures samples = SampleSignatures.Make(scheme, 6, 3, "routes");
        using (OpenSslSignatures? honest = OpenSslSignatures.TryCreate(samples, out string? missing))
        {
            Assert.True(honest is not null, missing);
            Assert.All(honest.Routes, route => Assert.True(Enumerable.Range(0, 6).All(route.Verify), route.Name));
        }

        samples.Messages[^1] ^= 1;

        Assert.Null(OpenSslSignatures.TryCreate(samples, out string? refused));
        Assert.Contains("refuses", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_digest_is_null_and_not_an_error()
    {
        Assert.SkipWhen(LibCrypto.Version is null, LibCrypto.Missing);
        Assert.Null(OpenSslDigest.TryFetch("ABACUS-256"));
    }

    [Fact]
    public void The_median_of_an_even_number_is_the_mean_of_the_middle()
    {
        Assert.Equal(2, Race.Median([3, 1, 2]));
        Assert.Equal(2.5, Race.Median([4, 1, 2, 3]));
    }
}
