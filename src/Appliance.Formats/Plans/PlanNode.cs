namespace Appliance.Formats.Plans;

/// <summary>
/// One operation of a plan. Nodes are stored in topological order; operands live in one shared array, so a plan of ten thousand
/// nodes is a handful of arrays. Read operands through <see cref="Plan.Operands"/>.
/// </summary>
public readonly record struct PlanNode
{
    /// <summary>What to do.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>Nodes that hash: the function.</summary>
    public HashAlgorithm Hash { get; init; }

    /// <summary>Verify nodes: how the signature is encoded.</summary>
    public SignatureEncoding Encoding { get; init; }

    /// <summary>Verify nodes of ECDSA: the message is the 32-byte digest itself, made by whatever function the chain uses.</summary>
    public bool MessageIsDigest { get; init; }

    /// <summary>First operand in the plan's operand array.</summary>
    public required int FirstOperand { get; init; }

    /// <summary>Number of operands.</summary>
    public required int OperandCount { get; init; }

    /// <summary>Nodes that compute: the slot that receives the result; otherwise -1.</summary>
    public int Output { get; init; }

    /// <summary>Index of the check that this node decides, or -1 for a node that only computes.</summary>
    public int Check { get; init; }

    /// <summary>
    /// Verify: index into <see cref="Plan.Signers"/>. Quorum: the required number. Policy: index into <see cref="Plan.Policies"/>.
    /// Fold-consistency: a <see cref="ConsistencyRoot"/>.
    /// Hash: how many bytes of the digest are dropped from its front, as addresses of accounts do.
    /// </summary>
    public int Argument { get; init; }

    /// <summary>Fold-proof: leaf index. Fold-consistency: size of the earlier tree.</summary>
    public long LeafIndex { get; init; }

    /// <summary>Fold-proof: tree size. Fold-consistency: size of the later tree.</summary>
    public long TreeSize { get; init; }
}
