namespace Appliance.Kernels.Tests;

/// <summary>Signature checks where wider instruction sets are missing, so that narrower backends compute.</summary>
public sealed class SignatureInstructionSetTests
{
    [Theory]
    [MemberData(nameof(InstructionSets.Names), MemberType = typeof(InstructionSets))]
    public Task Signatures_without(string instructionSet) =>
        InstructionSets.RunWithoutAsync(instructionSet, typeof(KnownAnswersTests), typeof(BackendAgreementTests));
}
