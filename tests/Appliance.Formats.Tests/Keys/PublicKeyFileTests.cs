using System.Security.Cryptography;
using System.Text;
using Appliance.Formats.Decoding;
using Appliance.Formats.Keys;
using Appliance.Formats.X509;

namespace Appliance.Formats.Tests.Keys;

public sealed class PublicKeyFileTests
{
    [Fact]
    public void A_key_in_pem_is_the_key_that_the_platform_wrote()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        PublicKeyEntry entry = Assert.Single(PublicKeyFile.Decode(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem())));

        ECParameters parameters = key.ExportParameters(false);
        Assert.Equal(PublicKeyKind.EcP256, entry.Key.Kind);
        Assert.Equal([.. parameters.Q.X!, .. parameters.Q.Y!], entry.Key.KernelKey.ToArray());
    }

    [Fact]
    public void A_jwk_becomes_the_same_bytes_as_the_platforms_export()
    {
        PublicKeyEntry entry = Assert.Single(PublicKeyFile.Decode(KeyFiles.P256Jwk));

        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(entry.Key.Raw.Span, out int read);
        Assert.Equal(entry.Key.Raw.Length, read);
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), entry.Key.Raw.ToArray());
        Assert.Equal("1", entry.KeyId);
    }

    [Fact]
    public void The_keys_of_rfc_8032_and_of_a_set_are_read()
    {
        byte[] set = [.. """{"keys":["""u8, .. KeyFiles.P256Jwk, .. ","u8, .. KeyFiles.Ed25519Jwk, .. "]}"u8];

        Assert.Equal([PublicKeyKind.EcP256, PublicKeyKind.Ed25519], PublicKeyFile.Decode(set).Select(entry => entry.Key.Kind));
        Assert.Equal(
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            Convert.ToHexStringLower(PublicKeyFile.Decode(KeyFiles.Ed25519Jwk)[0].Key.KernelKey.Span));
    }

    [Fact]
    public void A_verifier_key_keeps_name_hash_and_type()
    {
        PublicKeyEntry entry = Assert.Single(PublicKeyFile.Decode(KeyFiles.VerifierKey));

        Assert.Equal(("PeterNeumann", (byte)1), (entry.VerifierKey!.Name, entry.VerifierKey.Type));
        Assert.Equal([0xc7, 0x4f, 0x20, 0xa3], entry.VerifierKey.KeyHash.ToArray());
        Assert.Equal(KeyFiles.VerifierKey[..^1], Encoding.UTF8.GetBytes(entry.VerifierKey.ToString()));
    }

    [Theory]
    [InlineData("", DecodeFault.Empty)]
    [InlineData(" \n", DecodeFault.Empty)]
    [InlineData("no key", DecodeFault.Malformed)]
    [InlineData("{", DecodeFault.Malformed)]
    [InlineData("{}", DecodeFault.Malformed)]
    [InlineData("{\"keys\":3}", DecodeFault.Malformed)]
    [InlineData("{\"keys\":[]}", DecodeFault.LimitExceeded)]
    [InlineData("""{"kty":"RSA","crv":"P-256"}""", DecodeFault.Malformed)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"AAAA"}""", DecodeFault.Malformed)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""", DecodeFault.Malformed)]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", DecodeFault.Malformed)]
    [InlineData("a+b+c", DecodeFault.Malformed)]
    [InlineData("name+00000000+AQAA", DecodeFault.Malformed)]
    [InlineData("name+0000000g+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", DecodeFault.Malformed)]
    [InlineData("na me+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", DecodeFault.Malformed)]
    public void Anything_else_is_refused(string text, DecodeFault fault)
    {
        DecodeException refusal = Assert.Throws<DecodeException>(() => PublicKeyFile.Decode(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(fault, refusal.Fault);
    }

    [Fact]
    public void More_keys_than_the_limit_are_refused()
    {
        byte[] many = [.. Enumerable.Repeat(KeyFiles.VerifierKey, PublicKeyFile.MaxKeys + 1).SelectMany(line => line)];

        Assert.Equal(DecodeFault.LimitExceeded, Assert.Throws<DecodeException>(() => PublicKeyFile.Decode(many)).Fault);
        Assert.Equal(PublicKeyFile.MaxKeys, PublicKeyFile.Decode(many.AsMemory(KeyFiles.VerifierKey.Length)).Count);
    }
}
