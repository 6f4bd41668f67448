using System.Text;
using Appliance.Kernels;
using Appliance.Verification.Keys;

namespace Appliance.Verification.Tests.Keys;

public sealed class KnownKeyTests
{
    // The example key of golang.org/x/mod/sumdb/note.
    private const string PeterNeumann = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    [Fact]
    public void A_verifier_key_has_the_hash_that_it_states()
    {
        KnownKey key = Assert.Single(KnownKey.ReadAll(Encoding.UTF8.GetBytes(PeterNeumann)));

        Assert.Equal(SignatureAlgorithm.Ed25519, key.Key.Algorithm);
        Assert.StartsWith("PeterNeumann (key ", key.Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+c74f20a3+BBpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    public void One_with_another_hash_is_refused(string text) =>
        Assert.Throws<FormatException>(() => KnownKey.ReadAll(Encoding.UTF8.GetBytes(text)));
}
