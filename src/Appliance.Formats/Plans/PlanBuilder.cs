using System.Runtime.InteropServices;

namespace Appliance.Formats.Plans;

/// <summary>Builds a <see cref="Plan"/> in one pass over a document. Not safe for concurrent use.</summary>
public sealed class PlanBuilder
{
    private readonly List<ReadOnlyMemory<byte>> _inputs = [];
    private readonly List<PlanNode> _nodes = [];
    private readonly List<int> _operands = [];
    private readonly List<PlanCheck> _checks = [];
    private readonly List<SignerReference> _signers = [];
    private readonly Dictionary<SignerReference, int> _signerIndex = new(SignerReferenceComparer.Instance);
    private readonly List<string> _policies = [];
    private readonly Dictionary<string, int> _policyIndex = new(StringComparer.Ordinal);
    private int _policyOperands;
    private int _policyOperandCount = -1;

    /// <summary>Adds bytes of the document, or a constant, as a value.</summary>
    public Slot Input(ReadOnlyMemory<byte> bytes)
    {
        _inputs.Add(bytes);
        return new Slot(_inputs.Count - 1);
    }

    /// <summary>Hashes the concatenation of <paramref name="parts"/>.</summary>
    public Slot Hash(HashAlgorithm algorithm, params ReadOnlySpan<Slot> parts) => HashTail(algorithm, 0, parts);

    /// <summary>Hashes the concatenation of <paramref name="parts"/> and keeps the digest without its first <paramref name="dropped"/> bytes.</summary>
    public Slot HashTail(HashAlgorithm algorithm, int dropped, params ReadOnlySpan<Slot> parts)
    {
        int first = AddOperands(parts);
        Slot output = Input(default);
        _nodes.Add(new PlanNode
        {
            Kind = NodeKind.Hash,
            Hash = algorithm,
            FirstOperand = first,
            OperandCount = parts.Length,
            Output = output.Index,
            Check = -1,
            Argument = dropped,
        });
        return output;
    }

    /// <summary>Recovers the secp256k1 key (X || Y) that made a signature r || s || v over a digest of 32 bytes.</summary>
    public Slot RecoverKey(Slot digest, Slot signature)
    {
        int first = AddOperands([digest, signature]);
        Slot output = Input(default);
        _nodes.Add(new PlanNode
        {
            Kind = NodeKind.RecoverKey,
            FirstOperand = first,
            OperandCount = 2,
            Output = output.Index,
            Check = -1,
        });
        return output;
    }

    /// <summary>Recomputes a Merkle root from a leaf hash and its inclusion path (RFC 9162 section 2.1.3.2).</summary>
    public Slot FoldProof(HashAlgorithm algorithm, Slot leafHash, long leafIndex, long treeSize, params ReadOnlySpan<Slot> path) =>
        AddFold(NodeKind.FoldProof, algorithm, leafHash, leafIndex, treeSize, path, argument: 0);

    /// <summary>
    /// Recomputes one of the two Merkle roots that a consistency proof leads to (RFC 9162 section 2.1.4.2); a proof holds when both
    /// are those that are claimed. <paramref name="firstRoot"/> is the claimed root of the earlier tree.
    /// </summary>
    public Slot FoldConsistency(
        HashAlgorithm algorithm, ConsistencyRoot wanted, Slot firstRoot, long firstSize, long secondSize, params ReadOnlySpan<Slot> path) =>
        AddFold(NodeKind.FoldConsistency, algorithm, firstRoot, firstSize, secondSize, path, (int)wanted);

    /// <summary>Adds a check that holds when both values are the same bytes. Returns the index of the check.</summary>
    public int Equal(CheckKind kind, CheckSubject subject, Slot claimed, Slot computed, bool mandatory = true)
    {
        int check = AddCheck(new PlanCheck(kind, subject, mandatory));
        AddDeciding(NodeKind.Equal, check, AddOperands([claimed, computed]), 2, argument: 0);
        return check;
    }

    /// <summary>Adds a check that holds when <paramref name="value"/> is one of <paramref name="others"/>. Returns the index of the check.</summary>
    public int Member(CheckKind kind, CheckSubject subject, Slot value, ReadOnlySpan<Slot> others, bool mandatory = true)
    {
        int check = AddCheck(new PlanCheck(kind, subject, mandatory));
        int first = AddOperands([value]);
        AddOperands(others);
        AddDeciding(NodeKind.Member, check, first, others.Length + 1, argument: 0);
        return check;
    }

    /// <summary>
    /// Adds a check that holds when <paramref name="signature"/> over the concatenation of <paramref name="message"/> was made by
    /// <paramref name="signer"/> and that signer may sign here. With <paramref name="messageIsDigest"/> the message is the digest that ECDSA
    /// signs, 32 bytes. Returns the index of the check.
    /// </summary>
    public int Verify(
        CheckKind kind,
        CheckSubject subject,
        SignerReference signer,
        SignatureEncoding encoding,
        Slot signature,
        ReadOnlySpan<Slot> message,
        bool mandatory = true,
        bool messageIsDigest = false)
    {
        if (!_signerIndex.TryGetValue(signer, out int signerIndex))
        {
            signerIndex = _signers.Count;
            _signers.Add(signer);
            _signerIndex.Add(signer, signerIndex);
        }

        int check = AddCheck(new PlanCheck(kind, subject, mandatory));
        int first = AddOperands([signature]);
        AddOperands(message);
        AddDeciding(NodeKind.Verify, check, first, message.Length + 1, signerIndex, encoding, messageIsDigest);
        return check;
    }

    /// <summary>Adds a check that at least <paramref name="required"/> distinct signers of valid checks exist among <paramref name="checks"/>.</summary>
    public int Quorum(CheckKind kind, CheckSubject subject, int required, ReadOnlySpan<int> checks, bool mandatory = true)
    {
        int check = AddCheck(new PlanCheck(kind, subject, mandatory));
        AddDeciding(NodeKind.Quorum, check, AddOperands(checks), checks.Length, required);
        return check;
    }

    /// <summary>
    /// Adds a check that the distinct signers of the valid checks among <paramref name="checks"/> satisfy the policy that the trust
    /// state holds under <paramref name="policy"/>. Returns the index of the check.
    /// </summary>
    public int Policy(CheckKind kind, CheckSubject subject, string policy, ReadOnlySpan<int> checks, bool mandatory = true)
    {
        if (!_policyIndex.TryGetValue(policy, out int index))
        {
            index = _policies.Count;
            _policies.Add(policy);
            _policyIndex.Add(policy, index);
        }

        int check = AddCheck(new PlanCheck(kind, subject, mandatory));
        AddDeciding(NodeKind.Policy, check, AddPolicyOperands(checks), checks.Length, index);
        return check;
    }

    /// <summary>
    /// Records what the decoder found about a rule that speaks of the bytes alone: <paramref name="violatedBecause"/> in words, or
    /// null where the rule holds. Returns the index of the check.
    /// </summary>
    public int Found(CheckKind kind, CheckSubject subject, string? violatedBecause, bool mandatory = true) =>
        AddCheck(new PlanCheck(
            kind,
            subject,
            mandatory,
            Finding: violatedBecause is null ? DecoderFinding.Holds : DecoderFinding.Violated,
            ViolatedBecause: violatedBecause));

    /// <summary>Lists a rule of the format that this document gives no means to check.</summary>
    public int NotChecked(CheckKind kind, CheckSubject subject, bool mandatory, string because) =>
        AddCheck(new PlanCheck(kind, subject, mandatory, because));

    /// <summary>Finishes the plan; the builder must not be used afterwards.</summary>
    public Plan Build() =>
        new([.. _inputs], [.. _nodes], [.. _operands], [.. _checks], [.. _signers], [.. _policies]);

    private Slot AddFold(
        NodeKind kind, HashAlgorithm algorithm, Slot start, long leafIndex, long treeSize, ReadOnlySpan<Slot> path, int argument)
    {
        int first = AddOperands([start]);
        AddOperands(path);
        Slot output = Input(default);
        _nodes.Add(new PlanNode
        {
            Kind = kind,
            Hash = algorithm,
            FirstOperand = first,
            OperandCount = path.Length + 1,
            Output = output.Index,
            Check = -1,
            Argument = argument,
            LeafIndex = leafIndex,
            TreeSize = treeSize,
        });
        return output;
    }

    private int AddCheck(PlanCheck check)
    {
        _checks.Add(check);
        return _checks.Count - 1;
    }

    private void AddDeciding(
        NodeKind kind, int check, int first, int count, int argument, SignatureEncoding encoding = default, bool messageIsDigest = false) =>
        _nodes.Add(new PlanNode
        {
            Kind = kind,
            Encoding = encoding,
            MessageIsDigest = messageIsDigest,
            FirstOperand = first,
            OperandCount = count,
            Output = -1,
            Check = check,
            Argument = argument,
        });

    // Several policies over the same signatures share their operands: otherwise a transaction that writes many namespaces under
    // many endorsements would make the plan grow with their product.
    private int AddPolicyOperands(ReadOnlySpan<int> checks)
    {
        if (_policyOperandCount == checks.Length
            && CollectionsMarshal.AsSpan(_operands).Slice(_policyOperands, _policyOperandCount).SequenceEqual(checks))
        {
            return _policyOperands;
        }

        _policyOperands = AddOperands(checks);
        _policyOperandCount = checks.Length;
        return _policyOperands;
    }

    private int AddOperands(ReadOnlySpan<Slot> slots) => AddOperands(MemoryMarshal.Cast<Slot, int>(slots));

    private int AddOperands(ReadOnlySpan<int> operands)
    {
        int first = _operands.Count;
        foreach (int operand in operands)
            _operands.Add(operand);
        return first;
    }
}
