using System.Security.Cryptography;
using Org.BouncyCastle.Math;

namespace Appliance.Kernels.Tests;

/// <summary>What every backend does with signatures whose key is to be recovered: agree with the rule written out in BouncyCastle's arithmetic.</summary>
public sealed class RecoveryContractTests(ITestOutputHelper output)
{
    private const byte Sentinel = 0xa5;
    private const int Guard = 7;

    [Theory]
    [MemberData(nameof(Backends.Recoveries), MemberType = typeof(Backends))]
    public void Keys_of_random_signatures_are_recovered(string name, SignatureAlgorithm algorithm)
    {
        Random random = Seeds.Create(output);
        var curve = Curve.Of(algorithm);
        var items = new List<Item>();
        var publicKeys = new List<byte[]>();
        for (int i = 0; i < 150; i++)
        {
            BigInteger d = curve.RandomScalar(random);
            items.Add(Sign(curve, random, d));
            publicKeys.Add(Curve.Encode(curve.G.Multiply(d)));
        }

        (SignatureCode[] codes, byte[][] keys) = Recover(Backends.Get(name), algorithm, items);
        Assert.All(codes, code => Assert.Equal(SignatureCode.Valid, code));
        Assert.Equal(publicKeys, keys);
        AssertVerified(Backends.Get(name), algorithm, items, codes, keys);
    }

    [Theory]
    [MemberData(nameof(Backends.Recoveries), MemberType = typeof(Backends))]
    public void Every_v_and_tampered_signatures_are_judged_as_by_the_oracle(string name, SignatureAlgorithm algorithm)
    {
        Random random = Seeds.Create(output);
        var curve = Curve.Of(algorithm);
        var items = new List<Item>();
        for (int i = 0; i < 60; i++)
        {
            Item signed = Sign(curve, random, curve.RandomScalar(random));
            items.AddRange(Enumerable.Range(0, 5).Select(v => signed with { Signature = [.. signed.Signature[..64], (byte)v] }));
            byte[] tampered = [.. signed.Signature];
            tampered[random.Next(65)] ^= (byte)(1 << random.Next(8));
            items.Add(signed with { Signature = tampered });
        }

        AssertJudged(Backends.Get(name), curve, items);
    }

    [Theory]
    [MemberData(nameof(Backends.Recoveries), MemberType = typeof(Backends))]
    public void Edges_are_judged_as_by_the_oracle(string name, SignatureAlgorithm algorithm)
    {
        List<Item> items = [.. Crafted(Curve.Of(algorithm), Seeds.Create(output))];
        AssertJudged(Backends.Get(name), Curve.Of(algorithm), items);
        SignatureCode[] codes = [.. items.Select(item => Curve.Of(algorithm).JudgeRecovery(item.Digest, item.Signature).Code)];
        Assert.True(codes.Count(code => code == SignatureCode.Valid) > 60);
        Assert.True(codes.Count(code => code == SignatureCode.Mismatch) > 20);
        Assert.True(codes.Count(code => code == SignatureCode.OutOfRange) > 20);
    }

    [Theory]
    [MemberData(nameof(Backends.Recoveries), MemberType = typeof(Backends))]
    public void Every_batch_size_and_position_gives_the_same_key(string name, SignatureAlgorithm algorithm)
    {
        var curve = Curve.Of(algorithm);
        Item[] crafted = [.. Crafted(curve, Seeds.Create(output))];
        Item[] items = [.. Enumerable.Range(0, 145).Select(i => crafted[i * 37 % crafted.Length])];
        (SignatureCode Code, byte[] Key)[] expected = [.. items.Select(item => curve.JudgeRecovery(item.Digest, item.Signature))];
        foreach (int count in (int[])[0, 1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 127, 128, 129])
        {
            for (int start = 0; start <= 11; start += 11)
            {
                (SignatureCode[] codes, byte[][] keys) = Recover(Backends.Get(name), algorithm, items[start..(start + count)]);
                Assert.Equal(expected[start..(start + count)].Select(item => item.Code), codes);
                Assert.Equal(expected[start..(start + count)].Select(item => item.Key), keys);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Recoveries), MemberType = typeof(Backends))]
    public void OpenSsl_verifies_with_the_recovered_keys(string name, SignatureAlgorithm algorithm)
    {
        Random random = Seeds.Create(output);
        var curve = Curve.Of(algorithm);
        List<Item> items = [.. Enumerable.Range(0, 40).Select(_ => Sign(curve, random, curve.RandomScalar(random)))];
        (_, byte[][] keys) = Recover(Backends.Get(name), algorithm, items);
        for (int i = 0; i < items.Count; i++)
        {
            using var verifier = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.CreateFromFriendlyName("secp256k1"),
                Q = new ECPoint { X = keys[i][..32], Y = keys[i][32..] },
            });
            Assert.True(verifier.VerifyHash(items[i].Digest, items[i].Signature[..64]));
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Recoveries), MemberType = typeof(Backends))]
    public void Contradicting_columns_throw_before_anything_is_written(string name, SignatureAlgorithm algorithm)
    {
        (int Count, int Digests, int Signatures, int Keys, int Codes)[] bad =
        [
            (-1, 0, 0, 0, 0), (2, 63, 130, 128, 2), (2, 65, 130, 128, 2), (2, 64, 129, 128, 2), (2, 64, 128, 128, 2), (2, 64, 131, 128, 2),
            (2, 64, 130, 127, 2), (2, 64, 130, 128, 1), (1, 64, 130, 128, 2),
        ];
        foreach ((int count, int digests, int signatures, int keys, int codes) in bad)
        {
            byte[] keyBuffer = [.. Enumerable.Repeat(Sentinel, keys)];
            SignatureCode[] codeBuffer = [.. Enumerable.Repeat((SignatureCode)Sentinel, codes)];
            Assert.Throws<ArgumentException>(() => Backends.Get(name).Recover(
                algorithm,
                new RecoveryBatch { Count = count, Digests = new byte[digests], Signatures = new byte[signatures] },
                keyBuffer,
                codeBuffer));
            Assert.All(keyBuffer, value => Assert.Equal(Sentinel, value));
            Assert.All(codeBuffer, code => Assert.Equal((SignatureCode)Sentinel, code));
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Recoveries), MemberType = typeof(Backends))]
    public void Only_sums_that_are_infinite_are_slow_and_no_mark_beyond_them_is_touched(string name, SignatureAlgorithm algorithm)
    {
        Random random = Seeds.Create(output);
        var curve = Curve.Of(algorithm);
        var items = new List<Item>();
        for (int i = 0; i < 40; i++)
        {
            // s R = e G for one parity of R = kG; the other, and an honest signature, are ordinary.
            BigInteger k = curve.RandomScalar(random);
            BigInteger r = curve.G.Multiply(k).Normalize().AffineXCoord.ToBigInteger().Mod(curve.N);
            BigInteger s = curve.RandomScalar(random);
            items.Add(Item.Create(s.Multiply(k).Mod(curve.N), r, s, 0));
            items.Add(Item.Create(s.Multiply(k).Mod(curve.N), r, s, 1));
            items.Add(Sign(curve, random, curve.RandomScalar(random)));
        }

        bool[] slowLanes = [.. Enumerable.Repeat(true, items.Count + Guard)];
        var codes = new SignatureCode[items.Count];
        var batch = new RecoveryBatch
        {
            Count = items.Count,
            Digests = items.SelectMany(item => item.Digest).ToArray(),
            Signatures = items.SelectMany(item => item.Signature).ToArray(),
            SlowLanes = slowLanes,
        };
        Backends.Get(name).Recover(algorithm, batch, new byte[64 * items.Count], codes);

        Assert.Equal(40, codes.Count(code => code == SignatureCode.Mismatch));
        Assert.Equal(codes.Select(code => code == SignatureCode.Mismatch), slowLanes[..items.Count]);
        Assert.All(slowLanes[items.Count..], Assert.True);
    }

    [Theory]
    [MemberData(nameof(Backends.Recoveries), MemberType = typeof(Backends))]
    public void Too_few_marks_of_slow_lanes_throw(string name, SignatureAlgorithm algorithm) =>
        Assert.Throws<ArgumentException>(() => Backends.Get(name).Recover(
            algorithm,
            new RecoveryBatch { Count = 2, Digests = new byte[64], Signatures = new byte[130], SlowLanes = new bool[1] },
            new byte[128],
            new SignatureCode[2]));

    [Theory]
    [MemberData(nameof(Backends.Names), MemberType = typeof(Backends))]
    public void Other_algorithms_are_not_supported(string name)
    {
        IBackend backend = Backends.Get(name);
        foreach (SignatureAlgorithm algorithm in (SignatureAlgorithm[])[0, .. Enum.GetValues<SignatureAlgorithm>()])
        {
            if (backend.SupportsRecovery(algorithm)) continue;

            Assert.Throws<NotSupportedException>(() => backend.Recover(
                algorithm, new RecoveryBatch { Count = 0, Digests = [], Signatures = [] }, [], []));
        }
    }

    /// <summary>r and s around 0 and n, x coordinates at and above n, r that is no x coordinate, sums that are infinite, special digests.</summary>
    private static IEnumerable<Item> Crafted(Curve curve, Random random)
    {
        BigInteger n = curve.N;
        BigInteger one = BigInteger.One;
        BigInteger max = one.ShiftLeft(256).Subtract(one);
        BigInteger gap = curve.P.Subtract(n);
        BigInteger[] edges =
        [
            BigInteger.Zero, one, BigInteger.Two, BigInteger.ValueOf(4), BigInteger.ValueOf(5), gap.Subtract(one), gap, gap.Add(one),
            n.ShiftRight(1), n.ShiftRight(1).Add(one), n.Subtract(one), n, n.Add(one), curve.P, max, curve.G.AffineXCoord.ToBigInteger(),
        ];
        foreach (BigInteger r in edges)
        {
            foreach (BigInteger s in (BigInteger[])[BigInteger.Zero, one, n.ShiftRight(1), n.ShiftRight(1).Add(one), n.Subtract(one), n, n.Add(one), max])
            {
                for (int v = 0; v < 4; v++)
                {
                    yield return Item.Create(curve.RandomScalar(random), r, s, v);
                }
            }
        }

        foreach (int v in (int[])[4, 5, 27, 28, 128, 255])
        {
            yield return Item.Create(one, BigInteger.ValueOf(4), BigInteger.ValueOf(4), v);
        }

        foreach (BigInteger digest in (BigInteger[])[BigInteger.Zero, one, n.Subtract(one), n, n.Add(one), max])
        {
            for (int v = 0; v < 4; v++)
            {
                yield return Item.Create(digest, BigInteger.ValueOf(4), curve.RandomScalar(random), v);
            }
        }

        // s R = e G for one parity of R = kG, which makes infinity; for the other the sum doubles.
        foreach (BigInteger k in (BigInteger[])[one, BigInteger.Two, n.Subtract(one), curve.RandomScalar(random), curve.RandomScalar(random)])
        {
            BigInteger r = curve.G.Multiply(k).Normalize().AffineXCoord.ToBigInteger().Mod(n);
            BigInteger s = curve.RandomScalar(random);
            yield return Item.Create(s.Multiply(k).Mod(n), r, s, 0);
            yield return Item.Create(s.Multiply(k).Mod(n), r, s, 1);
        }

        // Points with x in [n, p) and r = x - n, for v = 2 and 3; the same r for v = 0 and 1 is another point or none.
        for (int i = 0; i < 20; i++)
        {
            for (int v = 0; v < 4; v++)
            {
                yield return Item.Create(curve.RandomScalar(random), BigInteger.ValueOf(i + 1), curve.RandomScalar(random), v);
                yield return Item.Create(curve.RandomScalar(random), gap.Subtract(BigInteger.ValueOf(i + 1)), curve.RandomScalar(random), v);
            }
        }
    }

    private static Item Sign(Curve curve, Random random, BigInteger d)
    {
        BigInteger e = curve.RandomScalar(random);
        BigInteger k = curve.RandomScalar(random);
        Org.BouncyCastle.Math.EC.ECPoint sum = curve.G.Multiply(k).Normalize();
        (BigInteger r, BigInteger s) = curve.Sign(e, d, k);
        int v = (sum.AffineYCoord.ToBigInteger().TestBit(0) ? 1 : 0) | (sum.AffineXCoord.ToBigInteger().CompareTo(curve.N) >= 0 ? 2 : 0);
        return Item.Create(e, r, s, v);
    }

    private static (SignatureCode[] Codes, byte[][] Keys) Recover(
        IBackend backend, SignatureAlgorithm algorithm, IReadOnlyList<Item> items, bool requireLowS = false)
    {
        byte[] keys = [.. Enumerable.Repeat(Sentinel, 64 * items.Count + Guard)];
        SignatureCode[] codes = [.. Enumerable.Repeat((SignatureCode)Sentinel, items.Count + Guard)];
        var batch = new RecoveryBatch
        {
            Count = items.Count,
            Digests = items.SelectMany(item => item.Digest).ToArray(),
            Signatures = items.SelectMany(item => item.Signature).ToArray(),
            RequireLowS = requireLowS,
        };
        backend.Recover(algorithm, batch, keys, codes);
        Assert.All(keys[(64 * items.Count)..], value => Assert.Equal(Sentinel, value));
        Assert.All(codes[items.Count..], code => Assert.Equal((SignatureCode)Sentinel, code));
        return (codes[..items.Count], [.. keys[..(64 * items.Count)].Chunk(64)]);
    }

    private static void AssertJudged(IBackend backend, Curve curve, List<Item> items)
    {
        foreach (bool requireLowS in (bool[])[false, true])
        {
            (SignatureCode[] codes, byte[][] keys) = Recover(backend, curve.Algorithm, items, requireLowS);
            for (int i = 0; i < codes.Length; i++)
            {
                (SignatureCode code, byte[] key) = curve.JudgeRecovery(items[i].Digest, items[i].Signature, requireLowS);
                Assert.Equal((items[i].Name, code, Convert.ToHexString(key)), (items[i].Name, codes[i], Convert.ToHexString(keys[i])));
            }

            AssertVerified(backend, curve.Algorithm, items, codes, keys);
        }
    }

    /// <summary>A recovered key verifies the signature that it came from.</summary>
    private static void AssertVerified(
        IBackend backend, SignatureAlgorithm algorithm, IReadOnlyList<Item> items, SignatureCode[] codes, byte[][] keys)
    {
        SignatureItem[] recovered =
        [
            .. Enumerable.Range(0, codes.Length).Where(i => codes[i] == SignatureCode.Valid)
                .Select(i => new SignatureItem(items[i].Name, items[i].Digest, items[i].Signature[..64], keys[i])),
        ];
        Assert.All(BatchRunner.Verify(backend, algorithm, recovered, withTables: false), code => Assert.Equal(SignatureCode.Valid, code));
    }

    private sealed record Item(string Name, byte[] Digest, byte[] Signature)
    {
        public static Item Create(BigInteger digest, BigInteger r, BigInteger s, int v) => new(
            $"digest {digest}, r {r}, s {s}, v {v}", Curve.Bytes(digest), [.. Curve.Bytes(r), .. Curve.Bytes(s), (byte)v]);
    }
}
