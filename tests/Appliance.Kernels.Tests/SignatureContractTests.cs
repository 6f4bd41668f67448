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
        AssertJudged(Backends.Get(name), curve, items, withTables, requireLowS: curve.IsEcdsa);
    }

    [Theory]
    [MemberData(nameof(Backends.Signatures), MemberType = typeof(Backends))]
    public void Edges_are_judged_as_by_the_oracle(string name, SignatureAlgorithm algorithm, bool withTables)
    {
        var curve = Curve.Of(algorithm);
        List<SignatureItem> items = [.. CraftedSignatures.Of(curve, Seeds.Create(output))];
        SignatureCode[] codes = AssertJudged(Backends.Get(name), curve, items, withTables, requireLowS: false);

        // Crafted signatures are there for their special cases: many of them must be valid.
        Assert.True(codes.Count(code => code == SignatureCode.Valid) > 60);
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
    [MemberData(nameof(Backends.Signatures), MemberType = typeof(Backends))]
    public void OpenSsl_agrees_on_random_and_tampered_signatures(string name, SignatureAlgorithm algorithm, bool withTables)
    {
        var curve = Curve.Of(algorithm);
        Assert.SkipUnless(curve.IsEcdsa, "The platform offers no SM2.");

        Random random = Seeds.Create(output);
        ECCurve domain = PlatformCurve(algorithm);
        BigInteger[] keys = [.. Enumerable.Range(0, 4).Select(_ => curve.RandomScalar(random))];
        byte[][] publicKeys = [.. keys.Select(key => Curve.Encode(curve.G.Multiply(key)))];
        var items = new List<SignatureItem>();
        for (int i = 0; i < 200; i++)
        {
            var digest = new byte[32];
            random.NextBytes(digest);
            if (i % 20 == 0) Array.Fill(digest, i % 40 == 0 ? (byte)0 : byte.MaxValue);
            BigInteger d = keys[i % keys.Length];
            using var signer = ECDsa.Create(new ECParameters { Curve = domain, D = Curve.Bytes(d), Q = PlatformPoint(publicKeys[i % keys.Length]) });
            var item = new SignatureItem($"case {i}", digest, signer.SignHash(digest), [.. publicKeys[i % keys.Length]]);
            Tamper(random, item, publicKeys);
            items.Add(item);
        }

        items.AddRange(CraftedSignatures.Of(curve, random).Where(item => curve.Judge(item) != SignatureCode.InvalidPublicKey));
        SignatureCode[] codes = BatchRunner.Verify(Backends.Get(name), algorithm, items, withTables);
        for (int i = 0; i < codes.Length; i++)
        {
            using var verifier = ECDsa.Create(new ECParameters { Curve = domain, Q = PlatformPoint(items[i].PublicKey) });
            bool isValid = verifier.VerifyHash(items[i].Message, items[i].Signature);
            Assert.Equal((items[i].Name, isValid), (items[i].Name, codes[i] == SignatureCode.Valid));
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Signatures), MemberType = typeof(Backends))]
    public void Lanes_of_honest_signers_are_never_slow(string name, SignatureAlgorithm algorithm, bool withTables)
    {
        Random random = Seeds.Create(output);
        var curve = Curve.Of(algorithm);
        BigInteger[] keys = [.. Enumerable.Range(0, 3).Select(_ => curve.RandomScalar(random))];
        byte[][] publicKeys = [.. keys.Select(key => Curve.Encode(curve.G.Multiply(key)))];
        foreach (int count in (int[])[1, 9, 150])
        {
            var items = new List<SignatureItem>();
            for (int i = 0; i < count; i++)
            {
                BigInteger e = curve.RandomScalar(random);
                (BigInteger r, BigInteger s) = curve.Sign(e, keys[i % 3], curve.RandomScalar(random));
                var item = SignatureItem.Create($"case {i}", e, r, s, publicKeys[i % 3]);
                Tamper(random, item, publicKeys);
                items.Add(item);
            }

            Assert.All(BatchRunner.VerifyAndMark(Backends.Get(name), algorithm, items, withTables).SlowLanes, Assert.False);
        }
    }

    /// <summary>Infinity is never reached but by adding opposite points, whatever the order of a backend's additions.</summary>
    [Theory]
    [MemberData(nameof(Backends.Signatures), MemberType = typeof(Backends))]
    public void Lanes_with_an_infinite_sum_are_slow(string name, SignatureAlgorithm algorithm, bool withTables) =>
        AssertSlow(Backends.Get(name), algorithm, withTables, CraftedSignatures.InfiniteSum);

    [Theory]
    [MemberData(nameof(Backends.Signatures), MemberType = typeof(Backends))]
    public void Lanes_that_meet_a_table_entry_are_slow(string name, SignatureAlgorithm algorithm, bool withTables)
    {
        // Vectors sum the entries of known signers by pairs, all others one after the other.
        IBackend backend = Backends.Get(name);
        bool isByPairs = withTables && backend is not ScalarBackend;
        AssertSlow(backend, algorithm, withTables, isByPairs ? CraftedSignatures.RunCollision : CraftedSignatures.TableCollision);
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

    /// <summary>Crafted lanes among honest ones: few enough for the scalar backend's short batches, and enough for its long ones.</summary>
    private void AssertSlow(IBackend backend, SignatureAlgorithm algorithm, bool withTables, string mark)
    {
        Random random = Seeds.Create(output);
        var curve = Curve.Of(algorithm);
        BigInteger d = curve.RandomScalar(random);
        byte[] key = Curve.Encode(curve.G.Multiply(d));
        (BigInteger r, BigInteger s) = curve.Sign(BigInteger.Ten, d, curve.RandomScalar(random));
        var honest = SignatureItem.Create("honest", BigInteger.Ten, r, s, key);
        SignatureItem[] crafted = [.. CraftedSignatures.Of(curve, random).Where(item => item.Name.StartsWith(mark, StringComparison.Ordinal))];
        Assert.NotEmpty(crafted);
        SignatureCode judgedHonest = curve.Judge(honest);
        (SignatureItem Item, SignatureCode Expected)[] items =
            [.. crafted.SelectMany(item => ((SignatureItem, SignatureCode)[])[(honest, judgedHonest), (item, curve.Judge(item))])];
        foreach (int count in (int[])[2, 10, 100])
        {
            foreach ((SignatureItem Item, SignatureCode Expected)[] part in items.Chunk(count))
            {
                (SignatureCode[] codes, bool[] slowLanes) = BatchRunner.VerifyAndMark(backend, algorithm, [.. part.Select(pair => pair.Item)], withTables);
                for (int i = 0; i < part.Length; i++)
                {
                    Assert.Equal((part[i].Item.Name, part[i].Expected, i % 2 == 1), (part[i].Item.Name, codes[i], slowLanes[i]));
                }
            }
        }
    }

    private static ECCurve PlatformCurve(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256 => ECCurve.NamedCurves.nistP256,
        SignatureAlgorithm.EcdsaSecp256k1 => ECCurve.CreateFromFriendlyName("secp256k1"),
        _ => throw new NotSupportedException(algorithm.ToString()),
    };

    private static ECPoint PlatformPoint(byte[] publicKey) => new() { X = publicKey[..32], Y = publicKey[32..] };

    private static byte[] SignMessage(SignatureAlgorithm algorithm, Curve curve, BigInteger d, byte[] message, byte[]? identifier)
    {
        var domain = new ECDomainParameters(curve.Equation, curve.G, curve.N);
        var privateKey = new ECPrivateKeyParameters(d, domain);
        if (curve.IsEcdsa)
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

    private SignatureCode[] AssertJudged(IBackend backend, Curve curve, List<SignatureItem> items, bool withTables, bool requireLowS)
    {
        SignatureCode[] codes = BatchRunner.Verify(backend, curve.Algorithm, items, withTables, requireLowS: requireLowS);
        for (int i = 0; i < codes.Length; i++)
        {
            SignatureCode expected = curve.Judge(items[i], requireLowS);
            if (codes[i] != expected) output.WriteLine(items[i].Name);
            Assert.Equal((items[i].Name, expected), (items[i].Name, codes[i]));
        }

        return codes;
    }
}
