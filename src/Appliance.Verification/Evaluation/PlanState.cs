using Appliance.Formats.Plans;
using Appliance.Kernels;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Evaluation;

/// <summary>
/// The values and verdicts of one plan while it is evaluated: the parts of evaluation that every verifier shares. Not safe for
/// concurrent use; the caller serialises.
/// </summary>
public sealed class PlanState
{
    /// <summary>Bytes of the digest that ECDSA on 256-bit curves signs.</summary>
    private const int DigestSize = 32;

    private readonly ReadOnlyMemory<byte>[] _computed;
    private readonly SlotState[] _slots;

    /// <summary>Starts with all inputs ready and no check decided.</summary>
    public PlanState(BoundPlan bound)
    {
        Bound = bound;
        Plan plan = bound.Plan;
        _computed = new ReadOnlyMemory<byte>[plan.SlotCount];
        _slots = new SlotState[plan.SlotCount];
        foreach (ref readonly PlanNode node in plan.Nodes)
        {
            if (node.Output >= 0)
                _slots[node.Output] = SlotState.Awaited;
        }

        Verdicts = new Verdict[plan.Checks.Count];
    }

    /// <summary>What is evaluated.</summary>
    public BoundPlan Bound { get; }

    /// <summary>Verdicts so far, one per check.</summary>
    public Verdict[] Verdicts { get; }

    /// <summary>Whether a slot still waits for the node that computes it.</summary>
    public bool IsAwaited(int slot) => _slots[slot] == SlotState.Awaited;

    /// <summary>Whether every slot that the node reads has its value.</summary>
    public bool IsReady(in PlanNode node)
    {
        foreach (int slot in Bound.Plan.Operands(node))
        {
            if (_slots[slot] == SlotState.Awaited)
                return false;
        }

        return true;
    }

    /// <summary>The bytes of a slot that is ready.</summary>
    public ReadOnlySpan<byte> Value(int slot)
    {
        return _slots[slot] switch
        {
            SlotState.Input => Bound.Plan.Input(slot).Span,
            SlotState.Computed => _computed[slot].Span,
            SlotState.Failed or SlotState.Refused => [],
            _ => throw new InvalidOperationException($"slot {slot} is read before it is computed: the plan is not in topological order"),
        };
    }

    /// <summary>Stores what a node computed.</summary>
    public void SetValue(int slot, ReadOnlyMemory<byte> value)
    {
        _computed[slot] = value;
        _slots[slot] = SlotState.Computed;
    }

    /// <summary>Records that a node has no result: whatever is compared with it is not equal, not even another missing result.</summary>
    public void SetFailed(int slot) => _slots[slot] = SlotState.Failed;

    /// <summary>Records that a node was not computed because its caller had used up what it may: checks that need it are <c>Overloaded</c>.</summary>
    public void SetRefused(int slot) => _slots[slot] = SlotState.Refused;

    /// <summary>Whether one of the node's operands has no result, for whatever reason.</summary>
    public bool HasFailedOperand(in PlanNode node) => HasOperand(node, SlotState.Failed) || HasOperand(node, SlotState.Refused);

    /// <summary>Records that a node whose operands have no result has none either, for the same reason.</summary>
    public void PassOnFailure(in PlanNode node) =>
        _slots[node.Output] = HasOperand(node, SlotState.Refused) ? SlotState.Refused : SlotState.Failed;

    /// <summary>Length in bytes of the concatenated operands from <paramref name="firstOperand"/> on.</summary>
    public int LengthFrom(in PlanNode node, int firstOperand)
    {
        int length = 0;
        foreach (int slot in Bound.Plan.Operands(node)[firstOperand..])
            length += Value(slot).Length;
        return length;
    }

    /// <summary>Concatenates operands from <paramref name="firstOperand"/> on into <paramref name="destination"/>.</summary>
    public void CopyFrom(in PlanNode node, int firstOperand, Span<byte> destination)
    {
        foreach (int slot in Bound.Plan.Operands(node)[firstOperand..])
        {
            ReadOnlySpan<byte> value = Value(slot);
            value.CopyTo(destination);
            destination = destination[value.Length..];
        }
    }

    /// <summary>
    /// Prepares a verify node: writes r || s to <paramref name="signature"/> (64 bytes) and returns true when a kernel must decide;
    /// otherwise stores the verdict and returns false.
    /// </summary>
    public bool TryPrepareVerify(in PlanNode node, Span<byte> signature)
    {
        ResolvedSigner signer = Bound.Signers[node.Argument];
        Verdict? verdict = signer.Verdict != Verdict.Valid
            ? signer.Verdict
            : HasOperand(node, SlotState.Refused) ? Verdict.Overloaded
            : HasFailedOperand(node) ? Verdict.ValueMismatch
            : node.MessageIsDigest && !IsEcdsa(signer.Algorithm) ? Verdict.Unsupported
            : node.MessageIsDigest && LengthFrom(node, 1) != DigestSize ? Verdict.StructureInvalid
            : SignatureInput.Read(EncodingOf(node, signer.Algorithm), Value(Bound.Plan.Operands(node)[0]), signer.PublicKey, signature);
        if (verdict is null)
            return true;
        Verdicts[node.Check] = verdict.Value;
        return false;
    }

    /// <summary>Decides an equal node.</summary>
    public void DecideEqual(in PlanNode node)
    {
        ReadOnlySpan<int> operands = Bound.Plan.Operands(node);
        bool equal = !HasFailedOperand(node) && Value(operands[0]).SequenceEqual(Value(operands[1]));
        Verdicts[node.Check] = equal ? Verdict.Valid : WithoutMatch(node);
    }

    /// <summary>Decides a member node: an operand without a result is no member and has none.</summary>
    public void DecideMember(in PlanNode node)
    {
        ReadOnlySpan<int> operands = Bound.Plan.Operands(node);
        bool member = false;
        if (HasValue(operands[0]))
        {
            ReadOnlySpan<byte> value = Value(operands[0]);
            foreach (int slot in operands[1..])
                member |= HasValue(slot) && Value(slot).SequenceEqual(value);
        }

        Verdicts[node.Check] = member ? Verdict.Valid : WithoutMatch(node);
    }

    /// <summary>Decides quorum and policy nodes, once the checks they count are decided.</summary>
    public void DecideRules()
    {
        foreach (ref readonly PlanNode node in Bound.Plan.Nodes)
        {
            if (node.Kind == NodeKind.Quorum)
                Verdicts[node.Check] = DecideQuorum(node);
            else if (node.Kind == NodeKind.Policy)
                Verdicts[node.Check] = DecidePolicy(node);
        }
    }

    private bool HasValue(int slot) => _slots[slot] is not (SlotState.Failed or SlotState.Refused);

    private bool HasOperand(in PlanNode node, SlotState state)
    {
        foreach (int slot in Bound.Plan.Operands(node))
        {
            if (_slots[slot] == state)
                return true;
        }

        return false;
    }

    // What was refused might have matched: that is no proof of the contrary.
    private Verdict WithoutMatch(in PlanNode node) => HasOperand(node, SlotState.Refused) ? Verdict.Overloaded : Verdict.ValueMismatch;

    private static SignatureEncoding EncodingOf(in PlanNode node, SignatureAlgorithm algorithm) =>
        algorithm == SignatureAlgorithm.Ed25519 ? SignatureEncoding.P1363 : node.Encoding;

    private static bool IsEcdsa(SignatureAlgorithm algorithm) =>
        algorithm is SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.EcdsaSecp256k1;

    private Verdict DecideQuorum(in PlanNode node)
    {
        List<ResolvedSigner> signers = ValidSigners(node, out bool undecided);
        if (signers.Count >= node.Argument)
            return Verdict.Valid;
        return undecided ? Verdict.PartsNotVerified : Verdict.PolicyUnsatisfied;
    }

    private Verdict DecidePolicy(in PlanNode node)
    {
        if (Bound.Policies[node.Argument] is not { } policy)
            return Verdict.PolicyUnknown;
        List<ResolvedSigner> signers = ValidSigners(node, out bool undecided);
        if (policy.IsSatisfiedBy(signers))
            return Verdict.Valid;

        // A signature that nobody could check might have satisfied the policy: that is no proof of the contrary.
        return undecided ? Verdict.PartsNotVerified : Verdict.PolicyUnsatisfied;
    }

    private List<ResolvedSigner> ValidSigners(in PlanNode node, out bool undecided)
    {
        undecided = false;
        var signers = new List<ResolvedSigner>();
        ReadOnlySpan<int> checks = Bound.Plan.Operands(node);
        foreach (int check in checks)
        {
            Verdict verdict = Verdicts[check];
            if (verdict == Verdict.Valid)
            {
                ResolvedSigner signer = Bound.Signers[Bound.Plan.SignerOf(check)];
                if (!signers.Exists(other => other.IsSameParty(signer)))
                    signers.Add(signer);
            }
            else if (verdict.Outcome() == Outcome.NotVerified)
            {
                undecided = true;
            }
        }

        return signers;
    }

    private enum SlotState : byte
    {
        Input = 0,
        Awaited,
        Computed,
        Failed,
        Refused,
    }
}
