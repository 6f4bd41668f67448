using Org.BouncyCastle.Math;

namespace Appliance.Kernels.Tests;

/// <summary>Tables of both sizes, mixed with none, give the verdicts that keys alone give; and a damaged table spoils nobody else's.</summary>
public sealed class SignerTableSizeTests(ITestOutputHelper output)
{
    private const int Signers = 6;

    [Theory]
    [MemberData(nameof(Backends.Algorithms), MemberType = typeof(Backends))]
    public void Any_mixture_of_sizes_gives_the_same_verdicts(string name, SignatureAlgorithm algorithm)
    {
        Random random = Seeds.Create(output);
        IBackend backend = Backends.Get(name);
        SignatureItem[] signed = Signed(algorithm, random);
        SignerTable?[] narrow = [.. signed.Select(item => backend.CreateSignerTable(algorithm, item.PublicKey))];
        SignerTable?[] wide = [.. signed.Select(item => backend.CreateSignerTable(algorithm, item.PublicKey, SignerTableSize.Wide))];
        Assert.All(narrow, table => Assert.Equal(SignerTableSize.Standard, table!.Size));
        Assert.All(wide, table => Assert.Equal(SignerTableSize.Wide, table!.Size));
        Assert.All(wide, table => Assert.True(table!.IsIntact()));
        int[] sizes = [1, 2, 7, 8, 9, 63, 64, 65, 255, 256, 257, 300, 511, 512, 513, 1_100, .. Enumerable.Range(0, 8).Select(_ => random.Next(1, 600))];
        foreach (int count in sizes)
        {
            var items = new SignatureItem[count];
            var tables = new SignerTable?[count];
            int bias = random.Next(4);
            for (int i = 0; i < count; i++)
            {
                int signer = random.Next(Signers);
                items[i] = random.Next(5) == 0 ? Tampered(signed[signer], random) : signed[signer];
                int kind = bias < 3 && random.Next(3) > 0 ? bias : random.Next(3);
                tables[i] = kind == 0 ? null : kind == 1 ? narrow[signer] : wide[signer];
            }

            Assert.Equal(Verify(new ScalarBackend(), algorithm, items, []).Codes, Verify(backend, algorithm, items, tables).Codes);
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Algorithms), MemberType = typeof(Backends))]
    public void A_damaged_table_spoils_no_other_signers_verdicts(string name, SignatureAlgorithm algorithm)
    {
        Random random = Seeds.Create(output);
        IBackend backend = Backends.Get(name);
        SignatureItem[] signed = Signed(algorithm, random);
        SignerTable?[] tables = [.. signed.Select(item => backend.CreateSignerTable(algorithm, item.PublicKey))];
        MakeAllEntriesAlike(tables[0]!);
        Assert.False(tables[0]!.IsIntact());
        foreach (int count in new[] { 5, 8, 64, 300, 512, 700 })
        {
            int[] signers = [.. Enumerable.Range(0, count).Select(i => random.Next(40) == 0 ? 0 : random.Next(1, Signers))];
            (SignatureCode[] codes, bool[] slow) = Verify(
                backend, algorithm, [.. signers.Select(signer => signed[signer])], [.. signers.Select(signer => tables[signer])]);
            Assert.All(codes, code => Assert.Equal(SignatureCode.Valid, code));
            Assert.All(signers.Zip(slow), item => Assert.Equal(item.First == 0, item.Second));
        }
    }

    /// <summary>Every pair of entries then has the same x, whatever the digits are.</summary>
    private static void MakeAllEntriesAlike(SignerTable table)
    {
        Span<AffinePoint> points = table switch
        {
            CombSignerTable<P256Curve> p256 => p256.Comb.Points,
            CombSignerTable<Secp256k1Curve> secp256k1 => secp256k1.Comb.Points,
            CombSignerTable<Sm2Curve> sm2 => sm2.Comb.Points,
            _ => throw new NotSupportedException(table.GetType().Name),
        };
        points.Fill(points[0]);
        GC.KeepAlive(table);
    }

    private static SignatureItem[] Signed(SignatureAlgorithm algorithm, Random random)
    {
        var curve = Curve.Of(algorithm);
        return
        [
            .. Enumerable.Range(0, Signers).Select(i =>
            {
                BigInteger key = curve.RandomScalar(random);
                var bytes = new byte[32];
                random.NextBytes(bytes);
                var digest = new BigInteger(1, bytes);
                (BigInteger r, BigInteger s) = curve.Sign(digest, key, curve.RandomScalar(random));
                return SignatureItem.Create($"signer {i}", digest, r, s, Curve.Encode(curve.G.Multiply(key)));
            }),
        ];
    }

    private static SignatureItem Tampered(SignatureItem item, Random random)
    {
        byte[] signature = [.. item.Signature];
        signature[random.Next(signature.Length)] ^= (byte)(1 << random.Next(8));
        return item with { Signature = signature };
    }

    private static (SignatureCode[] Codes, bool[] SlowLanes) Verify(
        IBackend backend, SignatureAlgorithm algorithm, IReadOnlyList<SignatureItem> items, SignerTable?[] tables)
    {
        var codes = new SignatureCode[items.Count];
        var slowLanes = new bool[items.Count];
        backend.Verify(
            algorithm,
            new SignatureBatch
            {
                Count = items.Count,
                Messages = items.SelectMany(item => item.Message).ToArray(),
                MessageEnds = [.. Enumerable.Range(1, items.Count).Select(i => 32 * i)],
                Signatures = items.SelectMany(item => item.Signature).ToArray(),
                PublicKeys = items.SelectMany(item => item.PublicKey).ToArray(),
                SignerTables = tables,
                Prehashed = true,
                SlowLanes = slowLanes,
            },
            codes);
        return (codes, slowLanes);
    }
}
