using System.Text.Json;
using Rfc8032 = Org.BouncyCastle.Math.EC.Rfc8032;
using Sodium = NSec.Cryptography;

namespace Appliance.Kernels.Tests;

/// <summary>Ed25519 against vectors and implementations that nobody here wrote.</summary>
public sealed class Ed25519OracleTests(ITestOutputHelper output)
{
    /// <summary>Wycheproof judges by RFC 8032. Of its invalid cases ZIP 215 accepts this one, whose R is (0, 1) with the sign of x set.</summary>
    private const int ValidUnderZip215 = 151;

    private static int RandomCases => Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 50_000 : 1_500;

    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Wycheproof(string name, bool withTables)
    {
        using var json = JsonDocument.Parse(Vectors.Read("ed25519/wycheproof_ed25519.json"));
        var items = new List<SignatureItem>();
        var results = new List<(int Id, bool IsValid)>();
        int cases = 0;
        foreach (JsonElement group in json.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            byte[] key = Hex(group.GetProperty("publicKey"), "pk");
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                cases++;
                bool isValid = test.GetProperty("result").GetString() == "valid";
                int number = test.GetProperty("tcId").GetInt32();
                string id = $"tcId {number}: {test.GetProperty("comment").GetString()}";
                byte[] signature = Hex(test, "sig");
                if (signature.Length != 64)
                {
                    // Columns hold 64 bytes per signature: decoders refuse any other length before a batch is made.
                    Assert.False(isValid, id);
                    continue;
                }

                items.Add(new SignatureItem(id, Hex(test, "msg"), signature, key));
                results.Add((number, isValid));
            }
        }

        output.WriteLine($"{items.Count} of {cases} cases have signatures of 64 bytes");
        Assert.True(items.Count > 120);
        foreach (Ed25519Profile profile in Enum.GetValues<Ed25519Profile>())
        {
            SignatureCode[] codes = Ed25519Batch.Verify(Backends.Get(name), profile, items, withTables);
            for (int i = 0; i < codes.Length; i++)
            {
                bool expected = results[i].IsValid || (profile == Ed25519Profile.Zip215 && results[i].Id == ValidUnderZip215);
                Assert.Equal((items[i].Name, profile, expected), (items[i].Name, profile, codes[i] == SignatureCode.Valid));
            }
        }
    }

    /// <summary>Ref10 is what OpenSSL does: on every edge, not only on what honest signers make.</summary>
    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void OpenSsl_accepts_what_ref10_accepts(string name, bool withTables)
    {
        LibCrypto.SkipUnlessPresent();
        SignatureItem[] items = Items();
        AssertAgrees(items, Ed25519Batch.Verify(Backends.Get(name), Ed25519Profile.Ref10, items, withTables), LibCrypto.Verify);
    }

    /// <summary>libsodium refuses what the strict rule refuses but has a cofactor, so it may accept more of mixed order, as ZIP 215 does.</summary>
    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Libsodium_lies_between_strict_and_zip215(string name, bool withTables)
    {
        Random random = Seeds.Create(output);
        SignatureItem[] samples = [.. Ed25519Samples.Random(random, RandomCases)];
        IBackend backend = Backends.Get(name);
        AssertAgrees(samples, Ed25519Batch.Verify(backend, Ed25519Profile.Strict, samples, withTables), Libsodium);

        SignatureItem[] edges = [.. Ed25519Edges.Of(random)];
        SignatureCode[] strict = Ed25519Batch.Verify(backend, Ed25519Profile.Strict, edges, withTables);
        SignatureCode[] zip215 = Ed25519Batch.Verify(backend, Ed25519Profile.Zip215, edges, withTables);
        int accepted = 0;
        for (int i = 0; i < edges.Length; i++)
        {
            bool accepts = Libsodium(edges[i]);
            Assert.True(accepts || strict[i] != SignatureCode.Valid, edges[i].Name);
            Assert.True(!accepts || zip215[i] == SignatureCode.Valid, edges[i].Name);
            if (accepts) accepted++;
        }

        output.WriteLine($"libsodium accepts {accepted} of {edges.Length} edges");
        Assert.True(accepted > 20);
    }

    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void BouncyCastle_agrees_on_honest_and_tampered_signatures(string name, bool withTables)
    {
        SignatureItem[] samples = [.. Ed25519Samples.Random(Seeds.Create(output), RandomCases)];
        foreach (Ed25519Profile profile in Enum.GetValues<Ed25519Profile>())
        {
            AssertAgrees(samples, Ed25519Batch.Verify(Backends.Get(name), profile, samples, withTables), BouncyCastle);
        }
    }

    private static bool Libsodium(SignatureItem item) =>
        Sodium.PublicKey.TryImport(Sodium.SignatureAlgorithm.Ed25519, item.PublicKey, Sodium.KeyBlobFormat.RawPublicKey, out Sodium.PublicKey? key)
        && key is not null
        && Sodium.SignatureAlgorithm.Ed25519.Verify(key, item.Message, item.Signature);

    private static bool BouncyCastle(SignatureItem item) =>
        Rfc8032.Ed25519.Verify(item.Signature, 0, item.PublicKey, 0, item.Message, 0, item.Message.Length);

    private static byte[] Hex(JsonElement element, string property) => Convert.FromHexString(element.GetProperty(property).GetString()!);

    private static void AssertAgrees(SignatureItem[] items, SignatureCode[] codes, Func<SignatureItem, bool> oracle)
    {
        for (int i = 0; i < items.Length; i++)
        {
            Assert.Equal((items[i].Name, oracle(items[i])), (items[i].Name, codes[i] == SignatureCode.Valid));
        }

        Assert.Contains(SignatureCode.Valid, codes);
        Assert.Contains(SignatureCode.Mismatch, codes);
    }

    private SignatureItem[] Items()
    {
        Random random = Seeds.Create(output);
        return [.. Ed25519Samples.Random(random, RandomCases), .. Ed25519Edges.Of(random)];
    }
}
