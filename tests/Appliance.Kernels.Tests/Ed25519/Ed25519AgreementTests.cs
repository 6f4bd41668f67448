using Org.BouncyCastle.Crypto.Parameters;

namespace Appliance.Kernels.Tests;

/// <summary>
/// Ed25519 of backends against the definition on many more cases than an independent judge has time for: what <see cref="BackendAgreementTests"/> does
/// for the other schemes, under every rule, with encodings of small order and ones that are not canonical among them.
/// </summary>
public sealed class Ed25519AgreementTests(ITestOutputHelper output)
{
    private const int BatchSize = 1_237;
    private const int Signed = 96;
    private const int MessageSize = 48;

    /// <summary>The encodings 0, 1, p - 1, p, p + 1 and 2^255 - 1, each also with the sign bit.</summary>
    private static readonly byte[][] Edges =
    [
        .. ((string[])["0000", "0100", "ecff", "edff", "eeff", "ffff"]).SelectMany(low => (byte[][])
        [
            Edge(low, sign: 0), Edge(low, sign: 0x80),
        ]),
    ];

    private static int Batches => Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 200 : 2;

    public static TheoryData<string> Names =>
        [.. Backends.All.Where(backend => backend.Supports(SignatureAlgorithm.Ed25519)).Select(backend => backend.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_the_scalar_backend(string name)
    {
        Random random = Seeds.Create(output);
        IBackend backend = Backends.Get(name);
        var scalar = new ScalarBackend();
        Ed25519PrivateKeyParameters[] signers = [.. Enumerable.Range(0, 7).Select(_ => new Ed25519PrivateKeyParameters(Ed25519Edges.RandomBytes(random, 32)))];
        byte[][] keys = [.. signers.Select(signer => signer.GeneratePublicKey().GetEncoded())];
        SignerTable?[] tables = [.. keys.Select(key => backend.CreateSignerTable(SignatureAlgorithm.Ed25519, key))];
        (int Signer, byte[] Message, byte[] Signature)[] signed = [.. Enumerable.Range(0, Signed).Select(i => Sign(signers, i % signers.Length, random))];
        for (int batch = 0; batch < Batches; batch++)
        {
            var columns = new Columns();
            for (int i = 0; i < BatchSize; i++)
            {
                (int signer, byte[] message, byte[] signature) = signed[random.Next(Signed)];
                message.CopyTo(columns.Messages, MessageSize * i);
                signature.CopyTo(columns.Signatures, 64 * i);
                keys[signer].CopyTo(columns.Keys, 32 * i);
                columns.Tables[i] = random.Next(3) == 0 ? null : tables[signer];
                Tamper(columns, i, random);
            }

            var profile = (Ed25519Profile)random.Next((int)Ed25519Profile.Zip215 + 1);
            Assert.Equal(Verify(scalar, columns, profile), Verify(backend, columns, profile));
        }
    }

    private static byte[] Edge(string low, byte sign)
    {
        byte[] ends = Convert.FromHexString(low);
        byte[] encoding = [.. Enumerable.Repeat(ends[1], 32)];
        encoding[0] = ends[0];
        encoding[31] = (byte)((encoding[31] & 0x7f) | sign);
        return encoding;
    }

    private static (int Signer, byte[] Message, byte[] Signature) Sign(Ed25519PrivateKeyParameters[] signers, int signer, Random random)
    {
        byte[] message = Ed25519Edges.RandomBytes(random, MessageSize);
        var signature = new byte[64];
        signers[signer].Sign(Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Algorithm.Ed25519, null, message, 0, message.Length, signature, 0);
        return (signer, message, signature);
    }

    /// <summary>Leaves most items as they are; a key is touched only where no table claims it.</summary>
    private static void Tamper(Columns columns, int item, Random random)
    {
        switch (random.Next(14))
        {
            case 0:
                columns.Messages[MessageSize * item + random.Next(MessageSize)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                columns.Signatures[64 * item + random.Next(64)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                Edges[random.Next(Edges.Length)].CopyTo(columns.Signatures, 64 * item);
                break;
            case 3:
                columns.Signatures.AsSpan(64 * item + 32, 32).Fill((byte)(random.Next(2) * 0x0f));
                break;
            case 4:
                random.NextBytes(columns.Signatures.AsSpan(64 * item, 64));
                break;
            case 5 when columns.Tables[item] is null:
                columns.Keys[32 * item + random.Next(32)] ^= (byte)(1 << random.Next(8));
                break;
            case 6 when columns.Tables[item] is null:
                // With S = 0 and R of small order too, lenient rules accept.
                Edges[random.Next(Edges.Length)].CopyTo(columns.Keys, 32 * item);
                Edges[random.Next(Edges.Length)].CopyTo(columns.Signatures, 64 * item);
                columns.Signatures.AsSpan(64 * item + 32, 32).Clear();
                break;
            default:
                break;
        }
    }

    private static SignatureCode[] Verify(IBackend backend, Columns columns, Ed25519Profile profile)
    {
        var codes = new SignatureCode[BatchSize];
        backend.Verify(
            SignatureAlgorithm.Ed25519,
            new SignatureBatch
            {
                Count = BatchSize,
                Messages = columns.Messages,
                MessageEnds = columns.Ends,
                Signatures = columns.Signatures,
                PublicKeys = columns.Keys,
                SignerTables = columns.Tables,
                Ed25519Profile = profile,
            },
            codes);
        return codes;
    }

    private sealed class Columns
    {
        public byte[] Messages { get; } = new byte[MessageSize * BatchSize];

        public int[] Ends { get; } = [.. Enumerable.Range(1, BatchSize).Select(i => MessageSize * i)];

        public byte[] Signatures { get; } = new byte[64 * BatchSize];

        public byte[] Keys { get; } = new byte[32 * BatchSize];

        public SignerTable?[] Tables { get; } = new SignerTable?[BatchSize];
    }
}
