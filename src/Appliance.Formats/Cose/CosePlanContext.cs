using Appliance.Formats.Plans;

namespace Appliance.Formats.Cose;

/// <summary>What a plan for a message needs besides the message.</summary>
public sealed record CosePlanContext
{
    /// <summary>Who may have signed the message, at least one; where there are several, one of them must have.</summary>
    public required IReadOnlyList<SignerReference> Signers { get; init; }

    /// <summary>The same for each receipt that the message carries, in their order.</summary>
    public IReadOnlyList<IReadOnlyList<SignerReference>> ReceiptSigners { get; init; } = [];

    /// <summary>A detached payload, what a hash envelope is about, or the leaf of a receipt; null where it is not at hand.</summary>
    public ReadOnlyMemory<byte>? Detached { get; init; }

    /// <summary>The root, from elsewhere, that a receipt's proofs must lead to; of consistency proofs the earlier one. Null where it is not known.</summary>
    public ReadOnlyMemory<byte>? Root { get; init; }
}
