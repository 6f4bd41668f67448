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
    /// Operands: root of the earlier tree, then the path. Argument: which root, size of the earlier tree, size of the later. Output:
    /// that root (RFC 9162 section 2.1.4.2).
    /// </summary>
    FoldConsistency = 8,
}
