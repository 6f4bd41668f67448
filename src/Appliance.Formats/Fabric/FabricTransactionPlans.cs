using Appliance.Formats.Plans;

namespace Appliance.Formats.Fabric;

/// <summary>Adds the checks of a block's transactions to its plan. One per plan; runs once per transaction, so it allocates little.</summary>
internal sealed class FabricTransactionPlans(PlanBuilder plan, FabricBlock block, FabricPlanContext context)
{
    private const int IdSize = 32;

    // What an endorser transaction is checked for after its structure, in the order of the report.
    private static readonly CheckKind[] EndorserChecks =
    [
        CheckKind.ChannelId,
        CheckKind.Epoch,
        CheckKind.ActionCount,
        CheckKind.TransactionId,
        CheckKind.CreatorSignature,
        CheckKind.ProposalHash,
        CheckKind.EndorsementPolicy,
    ];

    private readonly Dictionary<string, string> _policyNames = new(StringComparer.Ordinal);
    private readonly List<int> _endorsements = [];
    private readonly byte[] _ids = new byte[IdSize * block.TransactionArray.Length];
    private readonly Slot? _channel = context.ChannelId is { } id ? plan.Input(FabricPlans.Utf8(id)) : null;

    /// <summary>Adds the checks of all transactions.</summary>
    /// <param name="envelopes">Slots of their envelopes, in order.</param>
    public void Add(ReadOnlySpan<Slot> envelopes)
    {
        for (int i = 0; i < envelopes.Length; i++)
            Add(block.TransactionArray[i], envelopes[i]);
    }

    private void Add(FabricTransaction transaction, Slot envelope)
    {
        var subject = new CheckSubject(transaction.Index, 0);
        AddCanonical(transaction, subject, envelope);
        string? violated = Structure(transaction);
        plan.Found(CheckKind.Structure, subject, violated);
        if (violated is not null)
        {
            foreach (CheckKind kind in EndorserChecks)
                plan.NotChecked(kind, subject, mandatory: true, "the structure of the transaction is broken");
        }
        else if (transaction.Type == FabricHeaderType.Config)
        {
            AddHeader(transaction, subject);
            AddConfigCreator(transaction, subject);
            FabricConfigPlans.Add(plan, block, context, subject);
        }
        else
        {
            AddHeader(transaction, subject);
            AddEndorser(transaction, subject);
        }

        AddValidationCode(transaction, subject);
        plan.NotChecked(
            CheckKind.StateConsistency,
            subject,
            mandatory: false,
            "read and write conflicts and repeated ids are decided against the ledger's state, which the document does not hold");
    }

    private void AddCanonical(FabricTransaction transaction, CheckSubject subject, Slot envelope)
    {
        if (block.IsConfigBlock)
        {
            plan.NotChecked(CheckKind.CanonicalEnvelope, subject, mandatory: false, "configuration blocks are exempt: they hold one envelope");
            return;
        }

        // Where the bytes are canonical both operands are one slot: nothing is copied.
        bool same = transaction.CanonicalEnvelope.Equals(transaction.Envelope);
        plan.Equal(CheckKind.CanonicalEnvelope, subject, envelope, same ? envelope : plan.Input(transaction.CanonicalEnvelope));
    }

    private string? Structure(FabricTransaction transaction)
    {
        if (transaction.Fault is { } fault)
            return $"{fault.Detail} at offset {fault.Offset}";
        bool genesis = block.Number == 0 && block.IsConfigBlock;
        if (transaction.Signature.IsEmpty && !genesis)
            return "the envelope has no signature";
        if ((transaction.Creator.IsEmpty || transaction.Nonce.IsEmpty) && !genesis)
            return "the header lacks creator or nonce";
        return transaction.Type switch
        {
            FabricHeaderType.EndorserTransaction => null,
            FabricHeaderType.Config when block.IsConfigBlock => null,
            FabricHeaderType.Config => "a configuration must be alone in its block",
            _ => $"envelopes of type {(int)transaction.Type} do not belong into a channel's block",
        };
    }

    private void AddHeader(FabricTransaction transaction, CheckSubject subject)
    {
        if (_channel is { } channel)
        {
            // Name for name: the string is one of few and its bytes are not at hand any more.
            Slot claimed = transaction.ChannelId == context.ChannelId ? channel : plan.Input(FabricPlans.Utf8(transaction.ChannelId));
            plan.Equal(CheckKind.ChannelId, subject, claimed, channel);
        }
        else
        {
            plan.NotChecked(CheckKind.ChannelId, subject, mandatory: true, "the channel that the block must belong to is not known");
        }

        plan.Found(CheckKind.Epoch, subject, transaction.Epoch == 0 ? null : $"the epoch is {transaction.Epoch}");
    }

    private void AddConfigCreator(FabricTransaction transaction, CheckSubject subject)
    {
        if (transaction.Creator.IsEmpty || transaction.Signature.IsEmpty)
        {
            plan.NotChecked(
                CheckKind.CreatorSignature, subject, mandatory: false, "the first configuration is not signed: the anchor vouches for it");
            return;
        }

        AddCreatorSignature(transaction, subject);
    }

    private void AddCreatorSignature(FabricTransaction transaction, CheckSubject subject) =>
        plan.Verify(
            CheckKind.CreatorSignature,
            subject,
            new SignerReference(SignerForm.FabricIdentity, transaction.Creator),
            SignatureEncoding.Der,
            plan.Input(transaction.Signature),
            [plan.Input(transaction.Payload)]);

    private void AddEndorser(FabricTransaction transaction, CheckSubject subject)
    {
        plan.Found(
            CheckKind.ActionCount, subject, transaction.ActionCount == 1 ? null : $"the transaction has {transaction.ActionCount} actions");
        Slot id = plan.Hash(HashAlgorithm.Sha256, plan.Input(transaction.Nonce), plan.Input(transaction.Creator));
        plan.Equal(CheckKind.TransactionId, subject, plan.Input(ClaimedId(transaction)), id);
        AddCreatorSignature(transaction, subject);
        if (transaction.Action is not { } action)
        {
            const string Reason = "there is not exactly one action";
            plan.NotChecked(CheckKind.ProposalHash, subject, mandatory: true, Reason);
            plan.NotChecked(CheckKind.EndorsementPolicy, subject, mandatory: true, Reason);
            return;
        }

        Slot proposal = plan.Hash(
            HashAlgorithm.Sha256, plan.Input(transaction.ChannelHeader), plan.Input(action.Header), plan.Input(action.ProposalPayload));
        plan.Equal(CheckKind.ProposalHash, subject, plan.Input(action.ProposalHash), proposal);
        AddEndorsements(transaction.Index, action);
    }

    private void AddEndorsements(int transaction, FabricAction action)
    {
        _endorsements.Clear();
        Slot response = plan.Input(action.ProposalResponsePayload);
        FabricEndorsement[] endorsements = action.EndorsementArray;
        for (int i = 0; i < endorsements.Length; i++)
        {
            _endorsements.Add(plan.Verify(
                CheckKind.EndorsementSignature,
                new CheckSubject(transaction, i),
                new SignerReference(SignerForm.FabricIdentity, endorsements[i].Endorser),
                SignatureEncoding.Der,
                plan.Input(endorsements[i].Signature),
                [response, plan.Input(endorsements[i].Endorser)],
                mandatory: false));
        }

        AddEndorsementPolicies(transaction, action, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_endorsements));
    }

    // Fabric's own rule: the policy of every chaincode whose public state is written, of every collection that is written, and of
    // the invoked chaincode where it writes nothing at all.
    private void AddEndorsementPolicies(int transaction, FabricAction action, ReadOnlySpan<int> checks)
    {
        int ordinal = 0;
        bool invokedWrites = false;
        foreach (FabricNamespace space in action.NamespaceArray)
        {
            invokedWrites |= space.Writes && space.Name == action.ChaincodeName;
            if (space.WritesPublic)
                plan.Policy(CheckKind.EndorsementPolicy, new CheckSubject(transaction, ordinal++), PolicyName(space.Name), checks);
            foreach (string collection in space.WrittenCollections)
            {
                plan.Policy(
                    CheckKind.EndorsementPolicy,
                    new CheckSubject(transaction, ordinal++),
                    FabricPlans.CollectionPolicy(space.Name, collection),
                    checks);
            }
        }

        if (!invokedWrites)
            plan.Policy(CheckKind.EndorsementPolicy, new CheckSubject(transaction, ordinal), PolicyName(action.ChaincodeName), checks);
    }

    private void AddValidationCode(FabricTransaction transaction, CheckSubject subject)
    {
        ReadOnlySpan<byte> codes = block.ValidationCodes.Span;
        if (transaction.Index < codes.Length)
        {
            byte code = codes[transaction.Index];
            plan.Found(
                CheckKind.ValidationCode,
                subject,
                code == FabricValidationCode.Valid ? null : $"validation code {code} ({FabricValidationCode.Name(code)})");
            return;
        }

        bool genesis = block.Number == 0 && block.IsConfigBlock;
        plan.NotChecked(CheckKind.ValidationCode, subject, mandatory: !genesis, "the block carries no validation code: no peer has committed it");
    }

    /// <summary>The 32 bytes that the claimed id spells in lower-case hexadecimal; empty, hence no hash, where it spells none.</summary>
    private ReadOnlyMemory<byte> ClaimedId(FabricTransaction transaction)
    {
        ReadOnlySpan<byte> text = transaction.IdUtf8.Span;
        if (text.Length != 2 * IdSize || text.ContainsAnyInRange((byte)'A', (byte)'F'))
            return default;
        Memory<byte> id = _ids.AsMemory(transaction.Index * IdSize, IdSize);
        return Convert.FromHexString(text, id.Span, out _, out _) == System.Buffers.OperationStatus.Done ? id : default;
    }

    private string PolicyName(string chaincode)
    {
        if (!_policyNames.TryGetValue(chaincode, out string? name))
        {
            name = FabricPlans.ChaincodePolicy(chaincode);
            _policyNames.Add(chaincode, name);
        }

        return name;
    }
}
