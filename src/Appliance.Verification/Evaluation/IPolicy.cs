namespace Appliance.Verification.Evaluation;

/// <summary>A rule over who signed. Implementations are immutable.</summary>
public interface IPolicy
{
    /// <summary>
    /// Whether the given signers, each of whom made a valid signature, satisfy the rule. The list holds no signer twice.
    /// </summary>
    bool IsSatisfiedBy(IReadOnlyList<ResolvedSigner> signers);

    /// <summary>The rule in words, for the report.</summary>
    string Description { get; }
}
