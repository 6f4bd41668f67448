using System.Formats.Asn1;
using System.Text;
using System.Text.Json;

namespace Appliance.Kernels.Tests;

/// <summary>Published vectors, run on every backend with unknown and with known signers.</summary>
public sealed class VectorTests(ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Backends.OfSm3), MemberType = typeof(Backends))]
    public void Tongsuo_sm3_digests(string name)
    {
        byte[] input = [];
        bool isSm3 = false;
        int cases = 0;
        foreach (string line in Vectors.Read("sm2/tongsuo_evpmd_sm3.txt").Split('\n'))
        {
            string[] parts = line.Split(" = ", 2);
            if (parts.Length != 2) continue;

            string value = parts[1].Trim();
            if (parts[0] == "Digest") isSm3 = value.Equals("SM3", StringComparison.OrdinalIgnoreCase);
            if (!isSm3) continue;
            if (parts[0] == "Input") input = value.StartsWith('"') ? Encoding.ASCII.GetBytes(value.Trim('"')) : Convert.FromHexString(value);
            if (parts[0] != "Output") continue;

            var digest = new byte[32];
            Backends.Get(name).Hash(HashFunction.Sm3, input, [input.Length], digest);
            Assert.Equal(value.ToUpperInvariant(), Convert.ToHexString(digest));
            cases++;
        }

        Assert.True(cases >= 8, $"{cases} cases");
    }

    [Theory]
    [MemberData(nameof(Backends.OfSm2), MemberType = typeof(Backends))]
    public void Sm2_sample_of_the_standard(string name)
    {
        using var json = JsonDocument.Parse(Vectors.Read("sm2/gmt0003_5.json"));
        JsonElement root = json.RootElement;
        var item = new SignatureItem(
            "GM/T 0003.5",
            Encoding.ASCII.GetBytes(Text(root, "msg")),
            Convert.FromHexString(Text(root, "r") + Text(root, "s")),
            Convert.FromHexString(Text(root, "pub")));
        AssertSm2(name, item, Encoding.ASCII.GetBytes(Text(root, "userId")), SignatureCode.Valid);
        AssertSm2(name, item, null, SignatureCode.Valid);
        AssertSm2(name, item, "ALICE123@YAHOO.COM"u8.ToArray(), SignatureCode.Mismatch);
    }

    [Theory]
    [MemberData(nameof(Backends.OfSm2), MemberType = typeof(Backends))]
    public void Sm2_over_a_chain_hash(string name)
    {
        using var json = JsonDocument.Parse(Vectors.Read("sm2/fisco_kat.json"));
        var message = new byte[32];
        Sm3.Hash("abcd"u8, message);
        byte[] signature = Convert.FromHexString(Text(json.RootElement, "sig_r_s_pub"))[..64];
        var item = new SignatureItem("FISCO", message, signature, Convert.FromHexString(Text(json.RootElement, "pub")));
        AssertSm2(name, item, null, SignatureCode.Valid);
    }

    [Theory]
    [MemberData(nameof(Backends.OfEcdsaP256), MemberType = typeof(Backends))]
    public void Wycheproof_ecdsa_p256(string name)
    {
        using var json = JsonDocument.Parse(Vectors.Read("ecdsa/ecdsa_secp256r1_sha256_test.json"));
        var items = new List<SignatureItem>();
        var results = new List<string>();
        int notDer = 0;
        foreach (JsonElement group in json.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            byte[] key = Convert.FromHexString(Text(group.GetProperty("publicKey"), "uncompressed"))[1..];
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                string result = Text(test, "result");
                string id = $"tcId {test.GetProperty("tcId").GetInt32()}: {Text(test, "comment")}";
                if (ParseDer(Convert.FromHexString(Text(test, "sig"))) is not byte[] signature)
                {
                    Assert.True(result == "invalid", id);
                    notDer++;
                    continue;
                }

                items.Add(new SignatureItem(id, Convert.FromHexString(Text(test, "msg")), signature, key));
                results.Add(result);
            }
        }

        output.WriteLine($"{items.Count} cases run, {notDer} whose signature is not DER of two integers of 32 bytes");
        Assert.True(items.Count > 240);
        foreach (bool withTables in (bool[])[false, true])
        {
            SignatureCode[] codes = BatchRunner.Verify(
                Backends.Get(name), SignatureAlgorithm.EcdsaP256, items, withTables, prehashed: false);
            for (int i = 0; i < codes.Length; i++)
            {
                Assert.Equal((items[i].Name, results[i] == "valid"), (items[i].Name, codes[i] == SignatureCode.Valid));
            }
        }
    }

    /// <summary>r || s of a strictly encoded signature; null where it is not one or an integer does not fit 32 bytes.</summary>
    private static byte[]? ParseDer(byte[] encoded)
    {
        try
        {
            var reader = new AsnReader(encoded, AsnEncodingRules.DER);
            AsnReader sequence = reader.ReadSequence();
            byte[]? r = Fixed(sequence.ReadIntegerBytes().Span);
            byte[]? s = Fixed(sequence.ReadIntegerBytes().Span);
            sequence.ThrowIfNotEmpty();
            reader.ThrowIfNotEmpty();
            return r is null || s is null ? null : [.. r, .. s];
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static byte[]? Fixed(ReadOnlySpan<byte> integer)
    {
        if (integer[0] >= 0x80) return null;
        if (integer[0] == 0) integer = integer[1..];
        return integer.Length > 32 ? null : [.. new byte[32 - integer.Length], .. integer];
    }

    private static void AssertSm2(string name, SignatureItem item, byte[]? identifier, SignatureCode expected)
    {
        foreach (bool withTables in (bool[])[false, true])
        {
            SignatureCode[] codes = BatchRunner.Verify(
                Backends.Get(name), SignatureAlgorithm.Sm2, [item], withTables, prehashed: false, sm2Identifier: identifier);
            Assert.Equal([expected], codes);
        }
    }

    private static string Text(JsonElement element, string property) =>
        element.GetProperty(property).GetString() ?? throw new InvalidDataException(property);
}
