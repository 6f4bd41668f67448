namespace Appliance.Kernels.Tests;

/// <summary>The contract of hashing where wider instruction sets are missing, so that narrower backends and fallbacks compute.</summary>
public sealed class HashInstructionSetTests
{
    [Theory]
    [MemberData(nameof(InstructionSets.Names), MemberType = typeof(InstructionSets))]
    public Task Hashes_without(string instructionSet) => InstructionSets.RunWithoutAsync(
        instructionSet, typeof(HashContractTests), typeof(MerkleTreeTests), typeof(PrefixColumnTests));
}
