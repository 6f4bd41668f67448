using Appliance.Kernels;
using BenchmarkDotNet.Attributes;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Appliance.Bench.Libraries;

/// <summary>BouncyCastle on the same signatures: keys decoded once, on its fastest curves.</summary>
[MemoryDiagnoser]
public class BouncyCastleSignatureBenchmarks
{
    private SignatureWorkload? _workload;
    private ISigner[] _verifiers = [];

    [ParamsAllValues]
    public SignatureAlgorithm Algorithm { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _workload = new SignatureWorkload(Algorithm);
        _verifiers = [.. _workload.Samples.Keys.Select(Verifier)];
    }

    [Benchmark(OperationsPerInvoke = SignatureWorkload.Count)]
    public void Verify()
    {
        for (int i = 0; i < SignatureWorkload.Count; i++)
        {
            ISigner verifier = _verifiers[_workload!.Samples.SignerOf(i)];
            verifier.BlockUpdate(_workload.Message(i));
            SignatureWorkload.Require(verifier.VerifySignature(_workload.Signature(i).ToArray()));
        }
    }

    private ISigner Verifier(byte[] key)
    {
        ISigner verifier = Algorithm switch
        {
            SignatureAlgorithm.Ed25519 => new Ed25519Signer(),
            SignatureAlgorithm.Sm2 => new SM2Signer(PlainDsaEncoding.Instance),
            _ => new DsaDigestSigner(new ECDsaSigner(), new Sha256Digest(), PlainDsaEncoding.Instance),
        };
        verifier.Init(forSigning: false, Algorithm == SignatureAlgorithm.Ed25519 ? new Ed25519PublicKeyParameters(key) : Point(key));
        return verifier;
    }

    private ECPublicKeyParameters Point(byte[] key)
    {
        string curve = Algorithm switch { SignatureAlgorithm.EcdsaP256 => "P-256", SignatureAlgorithm.Sm2 => "sm2p256v1", _ => "secp256k1" };
        var domain = new ECDomainParameters(CustomNamedCurves.GetByName(curve));
        return new ECPublicKeyParameters(domain.Curve.DecodePoint([4, .. key]), domain);
    }
}

/// <summary>BouncyCastle on the same messages: one digest, reused.</summary>
[MemoryDiagnoser]
public class BouncyCastleHashBenchmarks
{
    private readonly HashWorkload _workload = new();
    private IDigest? _digest;

    [ParamsAllValues]
    public HashFunction Function { get; set; }

    [Params(HashWorkload.NodeBytes, HashWorkload.StreamBytes)]
    public int MessageBytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _workload.Fill(MessageBytes);
        _digest = Function switch
        {
            HashFunction.Sha256 => new Sha256Digest(),
            HashFunction.Sm3 => new SM3Digest(),
            HashFunction.Sha512 => new Sha512Digest(),
            _ => new KeccakDigest(256),
        };
    }

    [Benchmark(OperationsPerInvoke = HashWorkload.Count)]
    public void Hash()
    {
        for (int i = 0; i < HashWorkload.Count; i++)
        {
            _digest!.BlockUpdate(_workload.Message(i));
            _digest.DoFinal(_workload.Digests);
        }
    }
}
