using Appliance.Kernels;
using BenchmarkDotNet.Attributes;

namespace Appliance.Bench.Backends;

/// <summary>One level of a Merkle tree.</summary>
[Config(typeof(InstructionSets))]
public class NodeBenchmarks
{
    private const int Count = 1_024;
    private const int DigestBytes = 32;

    private readonly byte[] _children = new byte[2 * Count * DigestBytes];
    private readonly byte[] _parents = new byte[Count * DigestBytes];
    private IBackend? _backend;

    [Params(HashFunction.Sha256, HashFunction.Sm3, HashFunction.Keccak256)]
    public HashFunction Function { get; set; }

    [ParamsAllValues]
    public MerkleNode Node { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _backend = InstructionSets.Backend();
        new Random(1).NextBytes(_children);
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void HashNodes() => _backend!.HashNodes(Function, Node, _children, _parents);
}
