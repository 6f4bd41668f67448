namespace Appliance.Formats.Plans;

/// <summary>The operations of a plan. A new chain needs no new kind; a new kind needs scalar meaning first.</summary>
public enum NodeKind : byte
{
    /// <summary>Operands: the parts, concatenated. Output: the digest.</summary>
    Hash = 1,

    /// <summary>Operands: leaf hash, then the path. Argument: leaf index, tree size. Output: the root (RFC 9162 section 2.1.3.2).</summary>
    FoldProof = 2,

    /// <summary>Operands: two slots. The check holds when their bytes are equal.</summary>
    Equal = 3,

    /// <summary>Operands: signature, then the message parts, concatenated. Signer: index into the plan's signers.</summary>
    Verify = 4,

    /// <summary>Operands are checks: at least the required number of distinct signers among them must be valid.</summary>
    Quorum = 5,

    /// <summary>Operands are checks: their valid, distinct signers must satisfy the policy that the trust state holds under a name.</summary>
    Policy = 6,

    /// <summary>
    /// Operands: a digest of 32 bytes, then a secp256k1 signature r || s || v of 65 bytes, any s. Output: the key that made it, X || Y,
    /// or nothing. The key says nothing by itself: compare it, or its address, with a claim.
    /// </summary>
    RecoverKey = 7,

    /// <summary>
    /// Operands: root of the earlier tree, then the path. Argument: which root, size of the earlier tree, size of the later. Output:
    /// that root (RFC 9162 section 2.1.4.2).
    /// </summary>
    FoldConsistency = 8,

    /// <summary>Operands: a value, then others. The check holds when the value equals one of the others.</summary>
    Member = 9,
}
