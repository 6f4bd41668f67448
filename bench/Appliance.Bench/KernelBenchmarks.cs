using Appliance.Kernels;
using BenchmarkDotNet.Attributes;

namespace Appliance.Bench;

/// <summary>Merkle-sized messages, hashed one batch at a time.</summary>
public class HashBenchmarks
{
    private const int Count = 1024;

    private readonly ScalarBackend _backend = new();
    private readonly byte[] _digests = new byte[Count * 32];
    private byte[] _messages = [];
    private int[] _ends = [];

    [Params(HashFunction.Sha256, HashFunction.Sm3)]
    public HashFunction Function { get; set; }

    [Params(64, 65)]
    public int MessageSize { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _messages = new byte[Count * MessageSize];
        new Random(1).NextBytes(_messages);
        _ends = [.. Enumerable.Range(1, Count).Select(i => i * MessageSize)];
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Hash() => _backend.Hash(Function, _messages, _ends, _digests);
}

/// <summary>Verification of valid signatures by eight signers.</summary>
public class SignatureBenchmarks
{
    private const int Count = 512;

    private readonly ScalarBackend _backend = new();
    private SignatureWorkload? _workload;
    private SignerTable?[] _tables = [];

    [Params(SignatureAlgorithm.EcdsaP256, SignatureAlgorithm.Sm2)]
    public SignatureAlgorithm Algorithm { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _workload = new SignatureWorkload(Algorithm, Count, signers: 8);
        _tables = _workload.CreateTables(_backend);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void VerifyKnown() => _workload!.Verify(_backend, _tables);

    [Benchmark(OperationsPerInvoke = Count)]
    public void VerifyUnknown() => _workload!.Verify(_backend, []);

    [Benchmark]
    public SignerTable? CreateSignerTable() => _backend.CreateSignerTable(Algorithm, _workload!.SignerKeys[0]);
}
