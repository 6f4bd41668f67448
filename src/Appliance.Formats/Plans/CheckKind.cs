namespace Appliance.Formats.Plans;

/// <summary>
/// Rules that formats define: a closed list, named in reports and in <c>docs/reference/checks.md</c>. Each format's folder says in
/// its documentation which of them it uses and which are mandatory.
/// </summary>
public enum CheckKind : byte
{
    /// <summary>The block's number follows its predecessor's.</summary>
    BlockNumber = 1,

    /// <summary>The header names the hash of the block before it.</summary>
    PreviousHash,

    /// <summary>The header's data hash is the hash of the block's data.</summary>
    DataHash,

    /// <summary>The block carries the number of transactions that its metadata speaks of.</summary>
    TransactionCount,

    /// <summary>A signature of the ordering service over the block.</summary>
    OrdererSignature,

    /// <summary>Enough orderers, allowed to by the channel's policy, signed the block.</summary>
    OrdererPolicy,

    /// <summary>The last-config index stored with the block is the height of the configuration in force.</summary>
    LastConfig,

    /// <summary>The commit hash over state updates, chained from block to block.</summary>
    CommitHash,

    /// <summary>The bytes of an envelope are the one encoding of its meaning: rules out glued transactions.</summary>
    CanonicalEnvelope,

    /// <summary>The envelope has the structure that its type demands (header, epoch, one action).</summary>
    Structure,

    /// <summary>The transaction belongs to this channel.</summary>
    ChannelId,

    /// <summary>The epoch is 0.</summary>
    Epoch,

    /// <summary>Exactly one action.</summary>
    ActionCount,

    /// <summary>The transaction id is the hash of nonce and creator.</summary>
    TransactionId,

    /// <summary>The creator's signature over the payload, by an identity of an organisation of the channel.</summary>
    CreatorSignature,

    /// <summary>The response endorses this very proposal.</summary>
    ProposalHash,

    /// <summary>An endorser's signature over the response.</summary>
    EndorsementSignature,

    /// <summary>The valid endorsers satisfy the policy of the chaincode.</summary>
    EndorsementPolicy,

    /// <summary>The validation code that the committing peer stored for the transaction.</summary>
    ValidationCode,

    /// <summary>A configuration update was signed by those whom the configuration before it allows.</summary>
    ConfigUpdatePolicy,

    /// <summary>Read and write sets are consistent with the ledger state (MVCC, phantom reads, duplicate id).</summary>
    StateConsistency,

    /// <summary>A signature over a configuration update.</summary>
    ConfigUpdateSignature,

    /// <summary>The configuration is the one before it with the update applied, and nothing else.</summary>
    ConfigUpdateContent,

    /// <summary>A signature over a single document.</summary>
    DocumentSignature,

    /// <summary>At least one of the keys that may have made the document's signature did.</summary>
    SignedByOneOf,

    /// <summary>The data that the caller brought along has the hash that the document names, or is the payload that it holds.</summary>
    ReferencedData,

    /// <summary>A leaf is in the tree whose root is signed.</summary>
    InclusionProof,

    /// <summary>A tree only grew since an earlier root.</summary>
    ConsistencyProof,

    /// <summary>The certificate chains to a trusted root.</summary>
    CertificatePath,

    /// <summary>A receipt that the document carries.</summary>
    EmbeddedReceipt,

    /// <summary>A signature line of a note, by a key that the verifier was given.</summary>
    NoteSignature,

    /// <summary>A signature line of a checkpoint, by a pinned key of its log.</summary>
    LogSignature,

    /// <summary>A signature line of a checkpoint, by a pinned witness.</summary>
    WitnessCosignature,

    /// <summary>The log itself signed its checkpoint.</summary>
    LogSigned,

    /// <summary>As many of the pinned witnesses as the operator demands cosigned the checkpoint.</summary>
    WitnessQuorum,

    /// <summary>The root of a checkpoint over no leaves is the hash of nothing.</summary>
    EmptyTree,

    /// <summary>Indices, sizes and number of hashes of a Merkle proof fit together.</summary>
    ProofShape,

    /// <summary>The root is the one that the caller expects.</summary>
    ExpectedRoot,

    /// <summary>The header has the hash that the document claims.</summary>
    HeaderHash,

    /// <summary>A signature of a sealer over the header's hash.</summary>
    SealerSignature,

    /// <summary>The recovery id of a sealer's signature leads to that sealer's key.</summary>
    RecoveryId,

    /// <summary>The sealers with valid signatures have the weight that the chain requires.</summary>
    SealerQuorum,

    /// <summary>The header's root is the root over the transactions that the block carries.</summary>
    TransactionsRoot,

    /// <summary>The transaction has the hash that the document claims.</summary>
    TransactionHash,

    /// <summary>The fields could not be divided otherwise: the hash covers them without lengths, so moved bytes keep hash and signature.</summary>
    FieldBoundaries,

    /// <summary>The signature over the transaction's hash is of the key that comes with it.</summary>
    SenderSignature,

    /// <summary>The address of the key that signed the transaction is the sender's.</summary>
    SenderAddress,

    /// <summary>The transaction lies in a block of the document, by its proof or by the block's list.</summary>
    TransactionInclusion,

    /// <summary>The certificate is not on a revocation list.</summary>
    CertificateRevocation,
}
