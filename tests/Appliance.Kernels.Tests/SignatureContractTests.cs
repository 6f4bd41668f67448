using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace Appliance.Kernels.Tests;

/// <summary>What every backend does with signatures: agree with the acceptance rule on valid, tampered and crafted input.</summary>
public sealed class SignatureContractTests(ITestOutputHelper output)
{
    private static int RandomCases => Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 20_000 : 400;

    [Theory]
    [MemberData(nameof(Backends.Signatures), MemberType = typeof(Backends))]
    public void Random_signatures_are_judged_as_by_the_oracle(string name, SignatureAlgorithm algorithm, bool withTables)
    {
        Random random = Seeds.Create(output);
        var curve = Curve.Of(algorithm);
        BigInteger[] keys = [.. Enumerable.Range(0, 12).Select(_ => curve.RandomScalar(random))];
        byte[][] publicKeys = [.. keys.Select(key => Curve.Encode(curve.G.Multiply(key)))];
        var items = new List<SignatureItem>();
        for (int i = 0; i < RandomCases; i++)
        {
            int signer = random.Next(keys.Length);
            var digest = new byte[32];
            random.NextBytes(digest);
            var e = new BigInteger(1, digest);
            (BigInteger r, BigInteger s) = curve.Sign(e, keys[signer], curve.RandomScalar(random));
            var item = SignatureItem.Create($"case {i}", e, r, s, publicKeys[signer]);
            Tamper(random, item, publicKeys);
            items.Add(item);
        }

        AssertJudged(Backends.Get(name), curve, items, withTables, requireLowS: false);
        AssertJudged(Backends.Get(name), curve, items, withTables, requireLowS: algorithm == SignatureAlgorithm.EcdsaP256);
    }

    [Theory]
    [MemberData(nameof(Backends.Signatures), MemberType = typeof(Backends))]
    public void Edges_are_judged_as_by_the_oracle(string name, SignatureAlgorithm algorithm, bool withTables)
    {
        var curve = Curve.Of(algorithm);
        List<SignatureItem> items = [.. CraftedSignatures.Of(curve, Seeds.Create(output))];
        AssertJudged(Backends.Get(name), curve, items, withTables, requireLowS: false);

        // Crafted signatures are there for their special cases: many of them must be valid.
        Assert.True(items.Count(item => curve.Judge(item) == SignatureCode.Valid) > 60);
    }

    [Theory]
    [MemberData(nameof(Backends.Signatures), MemberType = typeof(Backends))]
    public void Every_batch_size_and_position_gives_the_same_code(string name, SignatureAlgorithm algorithm, bool withTables)
    {
        IBackend backend = Backends.Get(name);
        var curve = Curve.Of(algorithm);
        SignatureItem[] crafted = [.. CraftedSignatures.Of(curve, Seeds.Create(output))];
        SignatureItem[] items = [.. Enumerable.Range(0, 140).Select(i => crafted[i * 37 % crafted.Length])];
        SignatureCode[] expected = [.. items.Select(item => curve.Judge(item))];
        foreach (int count in (int[])[0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 127, 128, 129])
        {
            for (int start = 0; start <= 11; start += 11)
            {
                SignatureCode[] codes = BatchRunner.Verify(backend, algorithm, items[start..(start + count)], withTables);
                Assert.Equal(expected[start..(start + count)], codes);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Signatures), MemberType = typeof(Backends))]
    public void Messages_are_hashed_as_by_other_implementations(string name, SignatureAlgorithm algorithm, bool withTables)
    {
        Random random = Seeds.Create(output);
        var curve = Curve.Of(algorithm);
        BigInteger d = curve.RandomScalar(random);
        byte[] publicKey = Curve.Encode(curve.G.Multiply(d));
        byte[]? identifier = algorithm == SignatureAlgorithm.Sm2 && withTables ? "ALICE123@YAHOO.COM"u8.ToArray() : null;
        var items = new List<SignatureItem>();
        foreach (int length in (int[])[0, 1, 31, 32, 33, 55, 56, 63, 64, 65, 100, 511, 512, 4_000])
        {
            var message = new byte[length];
            random.NextBytes(message);
            items.Add(new SignatureItem($"length {length}", message, SignMessage(algorithm, curve, d, message, identifier), publicKey));
        }

        SignatureCode[] codes = BatchRunner.Verify(
            Backends.Get(name), algorithm, items, withTables, prehashed: false, sm2Identifier: identifier);
        Assert.All(codes, code => Assert.Equal(SignatureCode.Valid, code));

        foreach (SignatureItem item in items)
        {
            item.Signature[random.Next(64)] ^= 1;
        }

        codes = BatchRunner.Verify(Backends.Get(name), algorithm, items, withTables, prehashed: false, sm2Identifier: identifier);
        Assert.All(codes, code => Assert.Equal(SignatureCode.Mismatch, code));
    }

    [Theory]
    [MemberData(nameof(Backends.Names), MemberType = typeof(Backends))]
    public void Platform_signatures_verify(string name)
    {
        using var signer = ECDsa.Create(ECCurve_NistP256);
        ECParameters parameters = signer.ExportParameters(false);
        byte[] publicKey = [.. parameters.Q.X!, .. parameters.Q.Y!];
        byte[][] digests = [new byte[32], [.. Enumerable.Repeat((byte)0xff, 32)], RandomNumberGenerator.GetBytes(32)];
        SignatureItem[] items =
        [
            .. digests.Select(digest => new SignatureItem(Convert.ToHexString(digest), digest, signer.SignHash(digest), publicKey)),
        ];
        foreach (bool withTables in (bool[])[false, true])
        {
            SignatureCode[] codes = BatchRunner.Verify(Backends.Get(name), SignatureAlgorithm.EcdsaP256, items, withTables);
            Assert.All(codes, code => Assert.Equal(SignatureCode.Valid, code));
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Signatures), MemberType = typeof(Backends))]
    public void Concurrent_batches_do_not_disturb_each_other(string name, SignatureAlgorithm algorithm, bool withTables)
    {
        IBackend backend = Backends.Get(name);
        var curve = Curve.Of(algorithm);
        SignatureItem[] items = [.. CraftedSignatures.Of(curve, Seeds.Create(output)).Take(40)];
        SignatureCode[] expected = [.. items.Select(item => curve.Judge(item))];
        Parallel.For(0, 8, _ => Assert.Equal(expected, BatchRunner.Verify(backend, algorithm, items, withTables)));
    }

    private static System.Security.Cryptography.ECCurve ECCurve_NistP256 => System.Security.Cryptography.ECCurve.NamedCurves.nistP256;

    private static byte[] SignMessage(SignatureAlgorithm algorithm, Curve curve, BigInteger d, byte[] message, byte[]? identifier)
    {
        var domain = new ECDomainParameters(curve.Equation, curve.G, curve.N);
        var privateKey = new ECPrivateKeyParameters(d, domain);
        if (algorithm == SignatureAlgorithm.EcdsaP256)
        {
            var ecdsa = new ECDsaSigner();
            ecdsa.Init(true, privateKey);
            BigInteger[] signature = ecdsa.GenerateSignature(SHA256.HashData(message));
            return [.. Curve.Bytes(signature[0]), .. Curve.Bytes(signature[1])];
        }

        var sm2 = new SM2Signer(PlainDsaEncoding.Instance);
        sm2.Init(true, identifier is null ? privateKey : new ParametersWithID(privateKey, identifier));
        sm2.BlockUpdate(message, 0, message.Length);
        return sm2.GenerateSignature();
    }

    /// <summary>Leaves about half of the signatures as they are.</summary>
    private static void Tamper(Random random, SignatureItem item, byte[][] publicKeys)
    {
        switch (random.Next(8))
        {
            case 0:
                item.Signature[random.Next(64)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                item.Message[random.Next(32)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                publicKeys[random.Next(publicKeys.Length)].CopyTo(item.PublicKey, 0);
                break;
            default:
                break;
        }
    }

    private void AssertJudged(IBackend backend, Curve curve, List<SignatureItem> items, bool withTables, bool requireLowS)
    {
        SignatureCode[] codes = BatchRunner.Verify(backend, curve.Algorithm, items, withTables, requireLowS: requireLowS);
        for (int i = 0; i < codes.Length; i++)
        {
            SignatureCode expected = curve.Judge(items[i], requireLowS);
            if (codes[i] != expected) output.WriteLine(items[i].Name);
            Assert.Equal((items[i].Name, expected), (items[i].Name, codes[i]));
        }
    }
}
