using BenchmarkDotNet.Attributes;
using NSec.Cryptography;
using SignatureAlgorithm = NSec.Cryptography.SignatureAlgorithm;

namespace Appliance.Bench.Libraries;

/// <summary>NSec (libsodium) on the same Ed25519 signatures: keys imported once.</summary>
[MemoryDiagnoser]
public class NSecSignatureBenchmarks
{
    private SignatureWorkload? _workload;
    private PublicKey[] _keys = [];

    [GlobalSetup]
    public void Setup()
    {
        _workload = new SignatureWorkload(Kernels.SignatureAlgorithm.Ed25519);
        _keys = [.. _workload.Samples.Keys.Select(key => PublicKey.Import(SignatureAlgorithm.Ed25519, key, KeyBlobFormat.RawPublicKey))];
    }

    [Benchmark(OperationsPerInvoke = SignatureWorkload.Count)]
    public void Verify()
    {
        for (int i = 0; i < SignatureWorkload.Count; i++)
        {
            SignatureWorkload.Require(SignatureAlgorithm.Ed25519.Verify(
                _keys[_workload!.Samples.SignerOf(i)], _workload.Message(i), _workload.Signature(i)));
        }
    }
}
