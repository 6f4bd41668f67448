using System.Security.Cryptography;
using Appliance.Kernels;
using BenchmarkDotNet.Attributes;

namespace Appliance.Bench.Libraries;

/// <summary>System.Security.Cryptography on the same signatures: keys imported once.</summary>
[MemoryDiagnoser]
public class PlatformSignatureBenchmarks
{
    private SignatureWorkload? _workload;
    private ECDsa[] _keys = [];

    [Params(SignatureAlgorithm.EcdsaP256, SignatureAlgorithm.EcdsaSecp256k1)]
    public SignatureAlgorithm Algorithm { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        ECCurve curve = Algorithm == SignatureAlgorithm.EcdsaP256 ? ECCurve.NamedCurves.nistP256 : ECCurve.CreateFromFriendlyName("secp256k1");
        _workload = new SignatureWorkload(Algorithm);
        _keys = [.. _workload.Samples.Keys.Select(key => ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = key[..32], Y = key[32..] } }))];
    }

    [Benchmark(OperationsPerInvoke = SignatureWorkload.Count)]
    public void Verify()
    {
        for (int i = 0; i < SignatureWorkload.Count; i++)
            SignatureWorkload.Require(_keys[_workload!.Samples.SignerOf(i)].VerifyData(_workload.Message(i), _workload.Signature(i), HashAlgorithmName.SHA256));
    }
}

/// <summary>System.Security.Cryptography on the same messages: the one-shot calls.</summary>
[MemoryDiagnoser]
public class PlatformHashBenchmarks
{
    private readonly HashWorkload _workload = new();

    [Params(HashFunction.Sha256, HashFunction.Sha512)]
    public HashFunction Function { get; set; }

    [Params(HashWorkload.NodeBytes, HashWorkload.StreamBytes)]
    public int MessageBytes { get; set; }

    [GlobalSetup]
    public void Setup() => _workload.Fill(MessageBytes);

    [Benchmark(OperationsPerInvoke = HashWorkload.Count)]
    public void Hash()
    {
        for (int i = 0; i < HashWorkload.Count; i++)
        {
            if (Function == HashFunction.Sha256)
                SHA256.HashData(_workload.Message(i), _workload.Digests);
            else
                SHA512.HashData(_workload.Message(i), _workload.Digests);
        }
    }
}
