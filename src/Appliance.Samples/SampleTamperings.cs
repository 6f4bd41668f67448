using Appliance.Formats.Plans;

namespace Appliance.Samples;

/// <summary>What each kind of tampering leads to.</summary>
public static class SampleTamperings
{
    /// <summary>Code of <c>peer.TxValidationCode</c> for a transaction that the committing peer accepted.</summary>
    public const byte ValidCode = 0;

    private const byte BadCreatorSignature = 4;
    private const byte InvalidEndorserTransaction = 5;
    private const byte BadProposalTransactionId = 8;
    private const byte EndorsementPolicyFailure = 10;

    /// <summary>Every kind, in order.</summary>
    public static IReadOnlyList<SampleTampering> All { get; } = Enum.GetValues<SampleTampering>();

    /// <summary>The validation code that an honest Fabric 2.x peer stores.</summary>
    public static byte HonestCode(this SampleTampering tampering) => tampering switch
    {
        SampleTampering.CreatorSignatureFlipped
            or SampleTampering.CreatorSignatureHighS
            or SampleTampering.CreatorFromForeignAuthority
            or SampleTampering.CreatorOfUnknownOrganisation => BadCreatorSignature,
        SampleTampering.TransactionIdWrong => BadProposalTransactionId,
        SampleTampering.ProposalAlteredAfterEndorsing => InvalidEndorserTransaction,
        SampleTampering.ResponseAlteredAfterEndorsing
            or SampleTampering.EndorsementSignatureFlipped
            or SampleTampering.TooFewEndorsers
            or SampleTampering.EndorserRepeated
            or SampleTampering.EndorserFromForeignAuthority => EndorsementPolicyFailure,
        _ => throw new ArgumentOutOfRangeException(nameof(tampering), tampering, "not a kind of tampering"),
    };

    /// <summary>The rule of the format that decides against the transaction.</summary>
    public static CheckKind FailingCheck(this SampleTampering tampering) => tampering switch
    {
        SampleTampering.CreatorSignatureFlipped
            or SampleTampering.CreatorSignatureHighS
            or SampleTampering.CreatorFromForeignAuthority
            or SampleTampering.CreatorOfUnknownOrganisation => CheckKind.CreatorSignature,
        SampleTampering.TransactionIdWrong => CheckKind.TransactionId,
        SampleTampering.ProposalAlteredAfterEndorsing => CheckKind.ProposalHash,
        SampleTampering.ResponseAlteredAfterEndorsing
            or SampleTampering.EndorsementSignatureFlipped
            or SampleTampering.TooFewEndorsers
            or SampleTampering.EndorserRepeated
            or SampleTampering.EndorserFromForeignAuthority => CheckKind.EndorsementPolicy,
        _ => throw new ArgumentOutOfRangeException(nameof(tampering), tampering, "not a kind of tampering"),
    };
}
