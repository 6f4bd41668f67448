using Appliance.Kernels;
using BenchmarkDotNet.Attributes;

namespace Appliance.Bench.Backends;

/// <summary>Messages, hashed one batch at a time.</summary>
[Config(typeof(InstructionSets))]
public class HashBenchmarks
{
    private readonly HashWorkload _workload = new();
    private IBackend? _backend;

    [ParamsAllValues]
    public HashFunction Function { get; set; }

    [Params(HashWorkload.NodeBytes, HashWorkload.StreamBytes)]
    public int MessageBytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _backend = InstructionSets.Backend();
        _workload.Fill(MessageBytes);
    }

    [Benchmark(OperationsPerInvoke = HashWorkload.Count)]
    public void Hash() => _backend!.Hash(Function, _workload.Messages, _workload.Ends, _workload.Digests);
}
