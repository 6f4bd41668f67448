using System.Text;
using Appliance.Formats.Decoding;
using Appliance.Formats.Plans;
using Appliance.Formats.Wycheproof;

namespace Appliance.Formats.Tests.Wycheproof;

public sealed class WycheproofFileTests
{
    private const string Key = "04" + "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296" + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

    [Fact]
    public void P256_vectors_are_all_runnable()
    {
        byte[] bytes = Vectors.Read("ecdsa/ecdsa_secp256r1_sha256_test.json");
        Assert.True(WycheproofFile.Recognise(bytes.AsSpan(0, 4096)));
        var file = WycheproofFile.Decode(bytes);
        Assert.Equal(484, file.NumberOfTests);
        Assert.All(file.Cases, test => Assert.Null(test.SkippedBecause));
        Assert.All(file.Cases, test => Assert.Equal(64, test.PublicKey.Length));
        Assert.All(file.Cases, test => Assert.Equal(SignatureEncoding.Der, test.Encoding));
        Assert.Contains(file.Cases, test => test.Expected == WycheproofResult.Valid);
        Assert.Contains(file.Cases, test => test.Expected == WycheproofResult.Invalid);
    }

    [Fact]
    public void Ed25519_vectors_are_all_runnable()
    {
        byte[] bytes = Vectors.Read("ed25519/wycheproof_ed25519.json");
        Assert.True(WycheproofFile.Recognise(bytes.AsSpan(0, 4096)));
        var file = WycheproofFile.Decode(bytes);
        Assert.Equal(151, file.NumberOfTests);
        Assert.All(file.Cases, test => Assert.Null(test.SkippedBecause));
        Assert.All(file.Cases, test => Assert.Equal((WycheproofScheme.Ed25519, 32), (test.Scheme, test.PublicKey.Length)));
    }

    [Fact]
    public void Bitcoins_groups_demand_low_s()
    {
        Assert.True(Assert.Single(WycheproofFile.Decode(Json("ecdsa_bitcoin_verify_schema_v1.json", "EcdsaBitcoinVerify", "secp256k1", "SHA-256")).Cases).RequireLowS);
        Assert.False(Assert.Single(WycheproofFile.Decode(Json("ecdsa_verify_schema_v1.json", "EcdsaVerify", "secp256k1", "SHA-256")).Cases).RequireLowS);
    }

    [Theory]
    [InlineData("ecdsa_verify_schema_v1.json", "EcdsaVerify", "secp256r1", "SHA-256", SignatureEncoding.Der, null)]
    [InlineData("ecdsa_verify_schema.json", "EcdsaVerify", "secp256r1", "SHA-256", SignatureEncoding.Der, null)]
    [InlineData("ecdsa_p1363_verify_schema_v1.json", "EcdsaP1363Verify", "secp256r1", "SHA-256", SignatureEncoding.P1363, null)]
    [InlineData("ecdsa_verify_schema_v1.json", "EcdsaVerify", "secp256k1", "SHA-256", SignatureEncoding.Der, null)]
    [InlineData("ecdsa_verify_schema_v1.json", "EcdsaVerify", "secp384r1", "SHA-256", SignatureEncoding.Der, "curve secp384r1 is not supported")]
    [InlineData("eddsa_verify_schema_v1.json", "EddsaVerify", "edwards448", "SHA-256", SignatureEncoding.P1363, "curve edwards448 is not supported")]
    [InlineData("ecdsa_verify_schema_v1.json", "EcdsaVerify", "secp256r1", "SHA-512", SignatureEncoding.Der, "hash SHA-512 is not supported")]
    [InlineData("ecdsa_verify_schema_v1.json", "EcdsaP1363Verify", "secp256r1", "SHA-256", SignatureEncoding.P1363, "group type EcdsaP1363Verify is not of schema ecdsa_verify_schema_v1.json")]
    [InlineData("dsa_verify_schema_v1.json", "DsaVerify", "secp256r1", "SHA-256", SignatureEncoding.Der, "schema dsa_verify_schema_v1.json is not supported")]
    public void Schema_group_curve_and_hash_decide_whether_a_case_runs(
        string schema, string type, string curve, string hash, SignatureEncoding encoding, string? reason)
    {
        var file = WycheproofFile.Decode(Json(schema, type, curve, hash));
        WycheproofCase test = Assert.Single(file.Cases);
        Assert.Equal(reason, test.SkippedBecause);
        Assert.Equal(encoding, test.Encoding);
        Assert.Equal(reason is null ? 64 : 0, test.PublicKey.Length);
        Assert.Equal(reason is null ? [0x61, 0x62] : [], test.Message.ToArray());
    }

    [Theory]
    [InlineData("{\n\"a\": x}", 7)]
    [InlineData("{}", 0)]
    [InlineData("[1]", 0)]
    [InlineData("{\"algorithm\": 5}", 0)]
    [InlineData("{\"algorithm\":\"\",\"algorithm\":\"\"}", 0)]
    public void What_is_not_of_the_shape_is_malformed(string json, int offset)
    {
        DecodeException error = Assert.Throws<DecodeException>(() => WycheproofFile.Decode(Encoding.UTF8.GetBytes(json)));
        Assert.Equal((DecodeFault.Malformed, (long)offset), (error.Fault, error.Offset));
    }

    [Fact]
    public void A_file_that_holds_fewer_cases_than_announced_is_malformed()
    {
        string json = Encoding.UTF8.GetString(Json("ecdsa_verify_schema_v1.json", "EcdsaVerify", "secp256r1", "SHA-256"));
        Assert.Throws<DecodeException>(() => WycheproofFile.Decode(Encoding.UTF8.GetBytes(json.Replace("\"numberOfTests\":1", "\"numberOfTests\":2", StringComparison.Ordinal))));
    }

    internal static byte[] Json(string schema, string type, string curve, string hash) => Encoding.UTF8.GetBytes(
        $$"""
        {"algorithm":"ECDSA","schema":"{{schema}}","numberOfTests":1,"testGroups":[{"type":"{{type}}",
        "publicKey":{"curve":"{{curve}}","uncompressed":"{{Key}}"},"sha":"{{hash}}",
        "tests":[{"tcId":1,"comment":"c","flags":["F"],"msg":"6162","sig":"3006020101020101","result":"valid"}]}]}
        """);
}
