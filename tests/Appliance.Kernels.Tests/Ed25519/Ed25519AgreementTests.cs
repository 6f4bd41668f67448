namespace Appliance.Kernels.Tests;

/// <summary>
/// Backends against the definition on more cases than the reference has time for: honest, tampered and crafted signatures under each rule, in batches that mix
/// known with unknown signers, bad items beside good ones, and cross the chunks that backends work in.
/// </summary>
public sealed class Ed25519AgreementTests(ITestOutputHelper output)
{
    private const int BatchSize = 1_237;

    /// <summary>Batches per backend, one rule after the other.</summary>
    private static int Batches => Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 1_000 : 4;

    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Agrees_with_the_scalar_backend(string name, bool withTables)
    {
        Random random = Seeds.Create(output);
        IBackend backend = Backends.Get(name);
        var scalar = new ScalarBackend();
        SignatureItem[] sources = [.. Ed25519Samples.Random(random, 200), .. Ed25519Edges.Of(random)];
        Ed25519Profile[] profiles = Enum.GetValues<Ed25519Profile>();
        for (int batch = 0; batch < Batches; batch++)
        {
            SignatureItem[] items = [.. Enumerable.Range(0, BatchSize).Select(_ => Tamper(sources[random.Next(sources.Length)], random))];

            // Only keys that come again have tables: building one takes longer than many a verification.
            SignerTable?[] tables =
                [.. items.Select(item => withTables && random.Next(3) != 0 && sources.Any(source => source.PublicKey == item.PublicKey)
                    ? Ed25519Batch.Table(backend, item.PublicKey)
                    : null)];
            Ed25519Profile profile = profiles[batch % profiles.Length];
            Assert.Equal(Ed25519Batch.Verify(scalar, profile, items, tables), Ed25519Batch.Verify(backend, profile, items, tables));
        }
    }

    /// <summary>One bad item at each place among good ones, and the reverse: a lane says nothing about its neighbours.</summary>
    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Lanes_do_not_disturb_each_other(string name, bool withTables)
    {
        Random random = Seeds.Create(output);
        IBackend backend = Backends.Get(name);
        SignatureItem[] samples = [.. Ed25519Samples.Random(random, 40)];
        var scalar = new ScalarBackend();
        SignatureCode[] judged = Ed25519Batch.Verify(scalar, Ed25519Profile.Zip215, samples, withTables: false);
        SignatureItem good = samples[Array.IndexOf(judged, SignatureCode.Valid)];
        SignatureItem[] bad =
        [
            good with { PublicKey = EdwardsReference.Bytes(2) },
            good with { PublicKey = EdwardsReference.Bytes(EdwardsReference.P) },
            good with { Signature = [.. good.Signature[..32], .. EdwardsReference.Bytes(EdwardsReference.L)] },
            good with { Signature = [.. EdwardsReference.Bytes(2), .. good.Signature[32..]] },
            good with { Signature = [.. good.Signature[..32], .. EdwardsReference.Bytes(EdwardsReference.L - 1)] },
        ];
        const int Count = 19;
        foreach (SignatureItem item in bad)
        {
            for (int place = 0; place < Count; place++)
            {
                SignatureItem[] items = [.. Enumerable.Range(0, Count).Select(i => i == place ? item : good)];
                SignatureItem[] reverse = [.. Enumerable.Range(0, Count).Select(i => i == place ? good : item)];
                foreach (SignatureItem[] batch in (SignatureItem[][])[items, reverse])
                {
                    Ed25519Profile profile = (Ed25519Profile)(place % 4);
                    Assert.Equal(
                        Ed25519Batch.Verify(scalar, profile, batch, withTables), Ed25519Batch.Verify(backend, profile, batch, withTables));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Ed25519), MemberType = typeof(Backends))]
    public void Collections_during_verification_move_nothing_that_is_in_use(string name, bool withTables)
    {
        IBackend backend = Backends.Get(name);
        SignatureItem[] samples = [.. Ed25519Samples.Random(Seeds.Create(output), 64)];
        SignatureCode[] expected = Ed25519Batch.Verify(new ScalarBackend(), Ed25519Profile.Zip215, samples, withTables: false);
        using var collections = new ForcedCollections();
        for (int round = 0; round < 20; round++)
        {
            Assert.Equal(expected, Ed25519Batch.Verify(backend, Ed25519Profile.Zip215, samples, withTables));
        }
    }

    private static SignatureItem Tamper(SignatureItem item, Random random)
    {
        switch (random.Next(10))
        {
            case 0:
                return item with { Signature = Flip(item.Signature, random) };
            case 1:
                return item with { PublicKey = Flip(item.PublicKey, random) };
            case 2 when item.Message.Length > 0:
                return item with { Message = Flip(item.Message, random) };
            case 3:
                return item with { Signature = Ed25519Edges.RandomBytes(random, 64) };
            default:
                return item;
        }
    }

    private static byte[] Flip(byte[] bytes, Random random)
    {
        byte[] changed = [.. bytes];
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }
}
