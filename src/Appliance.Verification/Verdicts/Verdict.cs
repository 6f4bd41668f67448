namespace Appliance.Verification.Verdicts;

/// <summary>
/// The one vocabulary of results, for checks, transactions, blocks and documents, for every chain, scheme and backend. A closed
/// list: it labels metrics and generates <c>docs/reference/verdicts.md</c>. Zero is "not checked", so that a result nobody wrote
/// is never genuine. <see cref="VerdictCatalogue"/> tells the outcome of each.
/// </summary>
public enum Verdict : byte
{
    /// <summary>Not verified: nobody decided. Carries a reason in words.</summary>
    NotChecked = 0,

    /// <summary>Genuine: a single check holds.</summary>
    Valid = 1,

    /// <summary>Genuine: every mandatory check holds and the signers are vouched for by the named anchor.</summary>
    Genuine = 2,

    /// <summary>The signature is that of the raw key which the caller supplied; nobody says whose key it is. Never <see cref="Genuine"/>.</summary>
    SignatureValid = 3,

    /// <summary>Not genuine: the signature was not made by this key over these bytes.</summary>
    SignatureMismatch = 16,

    /// <summary>Not genuine: the signature is not in the encoding that the protocol demands.</summary>
    SignatureMalformed,

    /// <summary>Not genuine: one of the components r and s is out of range.</summary>
    SignatureOutOfRange,

    /// <summary>Not genuine: the component s is in the upper half, which the profile forbids.</summary>
    SignatureHighS,

    /// <summary>Not genuine: the public key is not a point of its curve.</summary>
    KeyInvalid,

    /// <summary>Not genuine: a value in the document is not the value computed from it.</summary>
    ValueMismatch,

    /// <summary>Not genuine: the document lacks what its format demands, or carries more than it allows.</summary>
    StructureInvalid,

    /// <summary>Not genuine: the identity is malformed, or not one of the organisations' in force.</summary>
    IdentityUnknown,

    /// <summary>Not genuine: the certificate does not chain to a root of its organisation.</summary>
    CertificateUntrusted,

    /// <summary>Not genuine: the certificate is revoked.</summary>
    CertificateRevoked,

    /// <summary>Not genuine: the certificate was not valid at the time that the protocol's rule takes.</summary>
    CertificateExpired,

    /// <summary>Not genuine: the valid signers do not satisfy the policy.</summary>
    PolicyUnsatisfied,

    /// <summary>Not genuine as a record: the chain itself marked the transaction invalid, and it has no effect.</summary>
    RejectedByChain,

    /// <summary>Not genuine: the document contradicts the pinned anchor or the chain that is already indexed.</summary>
    AnchorMismatch,

    /// <summary>Not genuine: the bytes are not what their format says.</summary>
    Malformed,

    /// <summary>Not genuine: parts of the document are not genuine; they are listed.</summary>
    PartsNotGenuine,

    /// <summary>Not verified: no trust in this chain or key is configured, or it does not reach this height.</summary>
    Unanchored = 64,

    /// <summary>Not verified: the scheme, version or variant is not supported.</summary>
    Unsupported,

    /// <summary>Not verified: the policy that would decide is not known.</summary>
    PolicyUnknown,

    /// <summary>Not verified: queues were full, or the caller had brought too many signatures that take a hundred times as long as others.</summary>
    Overloaded,

    /// <summary>Not verified: the deadline passed or the caller went away.</summary>
    TimedOut,

    /// <summary>Not verified: a backend failed.</summary>
    BackendFault,

    /// <summary>Not verified: parts of the document were not verified; they are listed.</summary>
    PartsNotVerified,
}
