using Org.BouncyCastle.Math;

namespace Appliance.Kernels.Tests;

/// <summary>
/// Backends against the definition on many more cases than an independent judge has time for: signatures of a few keys, tampered with in a random
/// way, in batches that mix known with unknown signers and cross the chunks that backends work in.
/// </summary>
public sealed class BackendAgreementTests(ITestOutputHelper output)
{
    private const int BatchSize = 1_237;
    private const int Signed = 96;

    /// <summary>Batches per backend and algorithm: about three thousand cases, or millions on demand.</summary>
    private static int Batches => Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 1_000 : 2;

    [Theory]
    [MemberData(nameof(Backends.Algorithms), MemberType = typeof(Backends))]
    public void Agrees_with_the_scalar_backend(string name, SignatureAlgorithm algorithm)
    {
        Random random = Seeds.Create(output);
        IBackend backend = Backends.Get(name);
        var scalar = new ScalarBackend();
        var curve = Curve.Of(algorithm);
        BigInteger[] keys = [.. Enumerable.Range(0, 5).Select(_ => curve.RandomScalar(random)), BigInteger.One, curve.N.Subtract(BigInteger.Two)];
        byte[][] publicKeys = [.. keys.Select(key => Curve.Encode(curve.G.Multiply(key)))];
        SignerTable?[] tables = [.. publicKeys.Select(key => scalar.CreateSignerTable(algorithm, key))];
        (int Signer, byte[] Digest, byte[] Signature)[] signed = [.. Enumerable.Range(0, Signed).Select(i => Sign(curve, keys, i, random))];
        for (int batch = 0; batch < Batches; batch++)
        {
            var columns = new Columns(BatchSize);
            for (int i = 0; i < BatchSize; i++)
            {
                (int signer, byte[] digest, byte[] signature) = signed[random.Next(Signed)];
                digest.CopyTo(columns.Messages, 32 * i);
                signature.CopyTo(columns.Signatures, 64 * i);
                publicKeys[signer].CopyTo(columns.Keys, 64 * i);
                columns.Tables[i] = random.Next(3) == 0 ? null : tables[signer];
                Tamper(columns, i, random);
            }

            bool lowS = algorithm != SignatureAlgorithm.Sm2 && random.Next(2) == 0;
            Assert.Equal(Verify(scalar, algorithm, columns, lowS), Verify(backend, algorithm, columns, lowS));
        }
    }

    [Theory]
    [MemberData(nameof(Backends.Algorithms), MemberType = typeof(Backends))]
    public void Collections_during_verification_move_nothing_that_is_in_use(string name, SignatureAlgorithm algorithm)
    {
        Random random = Seeds.Create(output);
        IBackend backend = Backends.Get(name);
        var curve = Curve.Of(algorithm);
        BigInteger[] keys = [curve.RandomScalar(random)];
        byte[] key = Curve.Encode(curve.G.Multiply(keys[0]));
        (_, byte[] digest, byte[] signature) = Sign(curve, keys, 0, random);
        var columns = new Columns(64);
        SignerTable? table = backend.CreateSignerTable(algorithm, key);
        for (int i = 0; i < 64; i++)
        {
            digest.CopyTo(columns.Messages, 32 * i);
            signature.CopyTo(columns.Signatures, 64 * i);
            key.CopyTo(columns.Keys, 64 * i);
            columns.Tables[i] = i % 2 == 0 ? table : null;
        }

        using var collections = new ForcedCollections();
        for (int round = 0; round < 20; round++)
        {
            Assert.All(Verify(backend, algorithm, columns, lowS: false), code => Assert.Equal(SignatureCode.Valid, code));
        }
    }

    private static (int Signer, byte[] Digest, byte[] Signature) Sign(Curve curve, BigInteger[] keys, int index, Random random)
    {
        int signer = index % keys.Length;
        var digest = new byte[32];
        random.NextBytes(digest);
        (BigInteger r, BigInteger s) = curve.Sign(new BigInteger(1, digest), keys[signer], curve.RandomScalar(random));
        return (signer, digest, [.. Curve.Bytes(r), .. Curve.Bytes(s)]);
    }

    /// <summary>Leaves most items as they are; a key is touched only where no table claims it.</summary>
    private static void Tamper(Columns columns, int item, Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                columns.Messages[32 * item + random.Next(32)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                columns.Signatures[64 * item + random.Next(64)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                columns.Signatures.AsSpan(64 * item + 32 * random.Next(2), 32).Fill((byte)(random.Next(2) * 0xff));
                break;
            case 3:
                random.NextBytes(columns.Signatures.AsSpan(64 * item, 64));
                break;
            case 4 when columns.Tables[item] is null:
                columns.Keys[64 * item + random.Next(64)] ^= (byte)(1 << random.Next(8));
                break;
            case 5 when columns.Tables[item] is null:
                columns.Keys.AsSpan(64 * item + 32 * random.Next(2), 32).Fill((byte)(random.Next(2) * 0xff));
                break;
            default:
                break;
        }
    }

    private static SignatureCode[] Verify(IBackend backend, SignatureAlgorithm algorithm, Columns columns, bool lowS)
    {
        var codes = new SignatureCode[columns.Count];
        backend.Verify(
            algorithm,
            new SignatureBatch
            {
                Count = columns.Count,
                Messages = columns.Messages,
                MessageEnds = columns.Ends,
                Signatures = columns.Signatures,
                PublicKeys = columns.Keys,
                SignerTables = columns.Tables,
                Prehashed = true,
                RequireLowS = lowS,
            },
            codes);
        return codes;
    }

    private sealed class Columns(int count)
    {
        public int Count => count;

        public byte[] Messages { get; } = new byte[32 * count];

        public int[] Ends { get; } = [.. Enumerable.Range(1, count).Select(i => 32 * i)];

        public byte[] Signatures { get; } = new byte[64 * count];

        public byte[] Keys { get; } = new byte[64 * count];

        public SignerTable?[] Tables { get; } = new SignerTable?[count];
    }
}
