using Appliance.Kernels;
using BenchmarkDotNet.Attributes;

namespace Appliance.Bench.Backends;

/// <summary>Verification of valid signatures by eight signers.</summary>
[Config(typeof(InstructionSets))]
public class SignatureBenchmarks
{
    private SignatureWorkload? _workload;
    private IBackend? _backend;
    private SignerTable?[] _tables = [];

    [ParamsAllValues]
    public SignatureAlgorithm Algorithm { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _backend = InstructionSets.Backend();
        _workload = new SignatureWorkload(Algorithm);
        _tables = _workload.CreateTables(_backend);
    }

    [Benchmark(OperationsPerInvoke = SignatureWorkload.Count)]
    public void VerifyKnown() => _workload!.Verify(_backend!, _tables);

    [Benchmark(OperationsPerInvoke = SignatureWorkload.Count)]
    public void VerifyUnknown() => _workload!.Verify(_backend!, []);

    [Benchmark]
    public SignerTable? CreateSignerTable() => _backend!.CreateSignerTable(Algorithm, _workload!.Samples.Keys[0]);
}
