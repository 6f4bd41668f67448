namespace Appliance.Samples;

/// <summary>
/// What can be wrong with one transaction of a sample: a closed list. Each breaks one rule and leaves everything that can be left
/// intact, signatures over the changed bytes included, so that a verifier has to find the rule and not an accident. The names of
/// checks and verdicts are those of the appliance's reports.
/// </summary>
public enum SampleTampering : byte
{
    /// <summary>One bit of the creator's signature is flipped. Verifier: <c>CreatorSignature</c> is <c>SignatureMismatch</c>.</summary>
    CreatorSignatureFlipped = 1,

    /// <summary>
    /// The creator's signature is replaced by its twin with s above n/2, valid elsewhere. Verifier: <c>CreatorSignature</c> is
    /// <c>SignatureHighS</c>.
    /// </summary>
    CreatorSignatureHighS,

    /// <summary>
    /// The creator presents a certificate that names the agency and its root, key identifier included, but was signed by another
    /// key. Verifier: <c>CreatorSignature</c> is <c>CertificateUntrusted</c>; the bytes of the signature would hold.
    /// </summary>
    CreatorFromForeignAuthority,

    /// <summary>
    /// The creator belongs to an organisation that the channel does not know. Verifier: <c>CreatorSignature</c> is
    /// <c>IdentityUnknown</c>; the bytes of the signature would hold.
    /// </summary>
    CreatorOfUnknownOrganisation,

    /// <summary>
    /// The transaction id is not the hash of nonce and creator; everything else was made for that wrong id. Verifier:
    /// <c>TransactionId</c> is <c>ValueMismatch</c>.
    /// </summary>
    TransactionIdWrong,

    /// <summary>
    /// The arguments of the call were changed after endorsing. Verifier: <c>ProposalHash</c> is <c>ValueMismatch</c>; the
    /// endorsements still hold, over another proposal.
    /// </summary>
    ProposalAlteredAfterEndorsing,

    /// <summary>
    /// The written value was changed after endorsing. Verifier: every <c>EndorsementSignature</c> is <c>SignatureMismatch</c> and
    /// <c>EndorsementPolicy</c> is <c>PolicyUnsatisfied</c>.
    /// </summary>
    ResponseAlteredAfterEndorsing,

    /// <summary>
    /// One bit of one endorsement is flipped, of as many as the policy needs. Verifier: that <c>EndorsementSignature</c> is
    /// <c>SignatureMismatch</c> and <c>EndorsementPolicy</c> is <c>PolicyUnsatisfied</c>.
    /// </summary>
    EndorsementSignatureFlipped,

    /// <summary>One endorsement fewer than a majority. Verifier: <c>EndorsementPolicy</c> is <c>PolicyUnsatisfied</c>.</summary>
    TooFewEndorsers,

    /// <summary>
    /// As many endorsements as a majority needs, all by one peer. Verifier: each holds, and <c>EndorsementPolicy</c> is
    /// <c>PolicyUnsatisfied</c>, because an endorser counts once.
    /// </summary>
    EndorserRepeated,

    /// <summary>
    /// One endorser presents a certificate of the kind in <see cref="CreatorFromForeignAuthority"/>. Verifier: its signature
    /// holds, its identity does not, and <c>EndorsementPolicy</c> is <c>PolicyUnsatisfied</c>.
    /// </summary>
    EndorserFromForeignAuthority,
}
