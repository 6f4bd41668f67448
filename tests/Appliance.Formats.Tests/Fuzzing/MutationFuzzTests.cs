using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Appliance.Formats.Asn1;
using Appliance.Formats.Fabric;
using Appliance.Formats.Tests.Cose;
using Appliance.Formats.Tests.Fabric;
using Appliance.Formats.Tests.FiscoBcos;
using Appliance.Formats.Tests.Keys;
using Appliance.Formats.Tests.Transparency;
using Appliance.Formats.Tests.Wycheproof;
using Appliance.Formats.Tests.X509;
using Appliance.Formats.X509;
using Appliance.Fuzz;

namespace Appliance.Formats.Tests.Fuzzing;

/// <summary>
/// A short seeded run of every fuzz target over damaged well-formed input; APPLIANCE_LONG=1 runs it a hundred times longer. The
/// seed is printed; APPLIANCE_FUZZ_SEED repeats a run.
/// </summary>
public sealed class MutationFuzzTests
{
    private const int ShortRounds = 2_000;
    private const int LongRounds = 200_000;

    // Generous: a decoder that allocates by what the input claims goes beyond it at once.
    private const long MaxBytesPerInput = 16 * 1024 * 1024;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Damaged_input_is_refused_or_read_and_nothing_else(string name)
    {
        FuzzTarget target = FuzzTargets.All.Single(candidate => candidate.Name == name);
        byte[][] seeds = Seeds(name);
        foreach (byte[] seed in seeds)
            target.Run(seed);
        int seedNumber = int.TryParse(Environment.GetEnvironmentVariable("APPLIANCE_FUZZ_SEED"), out int wanted)
            ? wanted
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seedNumber}");
        var random = new Random(seedNumber);
        int rounds = Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? LongRounds : ShortRounds;
        for (int round = 0; round < rounds; round++)
        {
            byte[] input = Mutation.Apply(seeds[random.Next(seeds.Length)], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                target.Run(input);
            }
            catch (Exception unexpected)
            {
                Assert.Fail($"seed {seedNumber}, round {round}, input {Convert.ToHexString(input)}: {unexpected}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MaxBytesPerInput, $"seed {seedNumber}, round {round}: {allocated} bytes for {Convert.ToHexString(input)}");
        }
    }

    private static byte[][] Seeds(string target)
    {
        byte[] envelope = FabricSample.Endorsed(1);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = CertificateTests.Make(key);
        switch (target)
        {
            case "fabric-ledger":
                return [FabricSample.Ledger(2, 2), FabricWriter.LedgerFile([FabricSample.Record(0, [], FabricSample.Configuration(FabricConfigTests.Changed()))])];
            case "fabric-record":
                return [FabricSample.Record(1, new byte[32], envelope, envelope)];
            case "fabric-block":
                return [FabricWriter.Block(1, new byte[32], new byte[32], [envelope], FabricSample.Metadata(0, 1))];
            case "fabric-config":
                return [FabricConfigTests.Changed()];
            case "fabric-policy":
                return [FabricWriter.ApplicationPolicy(new FabricApplicationPolicy(FabricConfigTests.AnyMember, null))];
            case "fabric-identity":
                return [FabricSample.Creator];
            case "fisco-sealers":
                return [FiscoSample.Bytes(FiscoSample.Answer(FiscoSample.SealerList()))];
            case "fisco":
                return FiscoSample.All();
            case "ecdsa-der":
                return [EcdsaSignatureDer.Encode(RandomNumberGenerator.GetBytes(64))];
            case "certificate":
                return [certificate.RawData];
            case "certificate-pem":
                return [Pem.Encode("CERTIFICATE", certificate.RawData)];
            case "public-key":
                return [certificate.PublicKey.ExportSubjectPublicKeyInfo()];
            case "key-file":
                return KeyFiles.All;
            case "crl":
                return [RevocationList(certificate)];
            case "crl-pem":
                return [Pem.Encode("X509 CRL", RevocationList(certificate))];
            case "wycheproof":
                return [WycheproofFileTests.Json("ecdsa_verify_schema_v1.json", "EcdsaVerify", "secp256r1", "SHA-256")];
            case "fabric-envelope":
                return [envelope, FabricSample.Configuration(FabricConfigTests.Changed())];
            case "cose-sign1":
                return CoseSamples.All(certificate.RawData);
            case "merkle-proof":
                return [Encoding.UTF8.GetBytes(MerkleProofTests.Inclusion), Encoding.UTF8.GetBytes(MerkleProofTests.Consistency)];
            case "signed-note":
                return [Encoding.UTF8.GetBytes(SignedNoteTests.Example), Encoding.UTF8.GetBytes(CheckpointTests.Example)];
            case "tlog-checkpoint":
                return [Encoding.UTF8.GetBytes(CheckpointTests.Example)];
            case "tlog-proof":
                return [Encoding.UTF8.GetBytes(TlogProofTests.Example)];
            default:
                return [.. FuzzTargets.All.Where(other => other.Name != target).SelectMany(other => Seeds(other.Name))];
        }
    }

    private static byte[] RevocationList(X509Certificate2 issuer)
    {
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry([0x01, 0x02]);
        DateTimeOffset now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return builder.Build(issuer, 1, now.AddDays(1), HashAlgorithmName.SHA256, thisUpdate: now);
    }
}
