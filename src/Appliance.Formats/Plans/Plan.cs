namespace Appliance.Formats.Plans;

/// <summary>
/// What has to be computed to judge one document (for a ledger: one block). Made by a decoder, which computes nothing itself;
/// bound to a trust state and evaluated in Verification. Immutable and safe to share between threads. The slots refer to the
/// decoded document's memory, which must outlive the plan.
/// </summary>
public sealed class Plan
{
    private readonly ReadOnlyMemory<byte>[] _inputs;
    private readonly PlanNode[] _nodes;
    private readonly int[] _operands;
    private readonly int[] _signerOfCheck;

    internal Plan(
        ReadOnlyMemory<byte>[] inputs,
        PlanNode[] nodes,
        int[] operands,
        PlanCheck[] checks,
        SignerReference[] signers,
        string[] policies)
    {
        _inputs = inputs;
        _nodes = nodes;
        _operands = operands;
        Checks = checks;
        Signers = signers;
        Policies = policies;
        _signerOfCheck = new int[checks.Length];
        Array.Fill(_signerOfCheck, -1);
        foreach (PlanNode node in nodes)
        {
            if (node.Kind == NodeKind.Verify)
                _signerOfCheck[node.Check] = node.Argument;
        }
    }

    /// <summary>Number of slots: inputs and results together.</summary>
    public int SlotCount => _inputs.Length;

    /// <summary>The nodes in topological order: a node reads only inputs and outputs of earlier nodes.</summary>
    public ReadOnlySpan<PlanNode> Nodes => _nodes;

    /// <summary>The checks, in the order in which the report lists them.</summary>
    public IReadOnlyList<PlanCheck> Checks { get; }

    /// <summary>Distinct signers that verify nodes name.</summary>
    public IReadOnlyList<SignerReference> Signers { get; }

    /// <summary>Names of policies that policy nodes ask the trust state for.</summary>
    public IReadOnlyList<string> Policies { get; }

    /// <summary>Slot indices (or, for quorum and policy nodes, check indices) that a node reads.</summary>
    public ReadOnlySpan<int> Operands(in PlanNode node) => _operands.AsSpan(node.FirstOperand, node.OperandCount);

    /// <summary>Index into <see cref="Signers"/> of the signer that a check is about, or -1 where it is not a signature.</summary>
    public int SignerOf(int check) => _signerOfCheck[check];

    /// <summary>The bytes of an input slot; empty for a slot that a node computes.</summary>
    public ReadOnlyMemory<byte> Input(int slot) => _inputs[slot];
}
