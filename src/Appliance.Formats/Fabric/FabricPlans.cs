using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Appliance.Formats.Plans;

namespace Appliance.Formats.Fabric;

/// <summary>
/// Turns a block into a plan: every rule that <c>docs/reference/formats-fabric.md</c> lists, as a check that a node decides, that
/// the decoder found, or that is listed as not checked with its reason.
/// </summary>
public static class FabricPlans
{
    /// <summary>The policy that a block's orderer signatures must satisfy.</summary>
    public const string BlockValidationPolicy = "/Channel/Orderer/BlockValidation";

    /// <summary>The policy that transactions of the chaincode lifecycle must satisfy.</summary>
    public const string LifecyclePolicy = "/Channel/Application/LifecycleEndorsement";

    /// <summary>Name under which the trust state holds a chaincode's endorsement policy.</summary>
    public static string ChaincodePolicy(string chaincode) =>
        chaincode == FabricChaincodeDefinitions.Lifecycle ? LifecyclePolicy : $"chaincode:{chaincode}";

    /// <summary>Name under which the trust state holds the endorsement policy of a private data collection.</summary>
    public static string CollectionPolicy(string chaincode, string collection) => $"collection:{chaincode}/{collection}";

    /// <summary>Makes the plan of one block with all its transactions.</summary>
    /// <param name="block">The block; its memory must outlive the plan.</param>
    /// <param name="context">What is known before the block.</param>
    public static Plan ForBlock(FabricBlock block, FabricPlanContext context)
    {
        var plan = new PlanBuilder();
        CheckSubject document = CheckSubject.Document;
        AddPosition(plan, block, context);
        var envelopes = new Slot[block.TransactionArray.Length];
        for (int i = 0; i < envelopes.Length; i++)
            envelopes[i] = plan.Input(block.TransactionArray[i].Envelope);
        plan.Equal(CheckKind.DataHash, document, plan.Input(block.DataHash), plan.Hash(HashAlgorithm.Sha256, envelopes));
        plan.Found(CheckKind.Structure, document, BlockStructure(block));
        plan.Found(CheckKind.TransactionCount, document, CountMismatch(block));
        AddOrderer(plan, block);
        AddLastConfig(plan, block, context);
        plan.NotChecked(CheckKind.CommitHash, document, mandatory: false, "the commit hash covers the ledger's state, which the document does not hold");
        new FabricTransactionPlans(plan, block, context).Add(envelopes);
        return plan.Build();
    }

    private static void AddPosition(PlanBuilder plan, FabricBlock block, FabricPlanContext context)
    {
        CheckSubject document = CheckSubject.Document;
        if (context.Previous is { } previous)
        {
            plan.Equal(CheckKind.BlockNumber, document, plan.Input(BigEndian(block.Number)), plan.Input(BigEndian(checked(previous.Number + 1))));
            Slot hash = previous.HeaderHash.IsEmpty
                ? plan.Hash(HashAlgorithm.Sha256, plan.Input(previous.HeaderDer))
                : plan.Input(previous.HeaderHash);
            plan.Equal(CheckKind.PreviousHash, document, plan.Input(block.PreviousHash), hash);
        }
        else if (block.Number == 0)
        {
            plan.Equal(CheckKind.BlockNumber, document, plan.Input(BigEndian(block.Number)), plan.Input(BigEndian(0)));
            plan.Equal(CheckKind.PreviousHash, document, plan.Input(block.PreviousHash), plan.Input(ReadOnlyMemory<byte>.Empty));
        }
        else
        {
            const string Reason = "the block before it is not known";
            plan.NotChecked(CheckKind.BlockNumber, document, mandatory: false, Reason);
            plan.NotChecked(CheckKind.PreviousHash, document, mandatory: false, Reason);
        }
    }

    private static string? BlockStructure(FabricBlock block) =>
        block.TransactionArray.Length == 0 ? "the block carries no transaction"
        : block.DataHash.Length != 32 ? $"the data hash has {block.DataHash.Length} bytes"
        : block.MetadataFault is { } fault ? $"the metadata is malformed: {fault.Detail} at offset {fault.Offset}"
        : null;

    // No codes at all is a block that no peer has committed yet; that is reported with each transaction.
    private static string? CountMismatch(FabricBlock block) =>
        block.ValidationCodes.IsEmpty || block.ValidationCodes.Length == block.TransactionArray.Length
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{block.ValidationCodes.Length} validation codes for {block.TransactionArray.Length} transactions");

    private static void AddOrderer(PlanBuilder plan, FabricBlock block)
    {
        CheckSubject document = CheckSubject.Document;
        if (block.Number == 0 && block.OrdererSignatures.Count == 0)
        {
            plan.NotChecked(
                CheckKind.OrdererPolicy, document, mandatory: false, "orderers do not sign block 0: the anchor vouches for it");
            return;
        }

        var checks = new List<int>(block.OrdererSignatures.Count);
        Slot value = plan.Input(block.SignedMetadataValue);
        Slot header = plan.Input(block.HeaderDer);
        bool bft = false;
        for (int i = 0; i < block.OrdererSignatures.Count; i++)
        {
            FabricOrdererSignature signature = block.OrdererSignatures[i];
            var subject = new CheckSubject(-1, i);
            if (signature.IsBft)
            {
                bft = true;
                plan.NotChecked(CheckKind.OrdererSignature, subject, mandatory: true, "BFT signatures are not supported yet");
                continue;
            }

            checks.Add(plan.Verify(
                CheckKind.OrdererSignature,
                subject,
                new SignerReference(SignerForm.FabricIdentity, signature.Creator),
                SignatureEncoding.Der,
                plan.Input(signature.Signature),
                [value, plan.Input(signature.SignatureHeader), header],
                mandatory: false));
        }

        if (bft)
            plan.NotChecked(CheckKind.OrdererPolicy, document, mandatory: true, "BFT signatures are not supported yet");
        else
            plan.Policy(CheckKind.OrdererPolicy, document, BlockValidationPolicy, [.. checks]);
    }

    private static void AddLastConfig(PlanBuilder plan, FabricBlock block, FabricPlanContext context)
    {
        CheckSubject document = CheckSubject.Document;
        long? expected = block.IsConfigBlock ? block.Number : context.LastConfigIndex;
        if (block.LastConfigIndex is not { } claimed)
            plan.NotChecked(CheckKind.LastConfig, document, mandatory: false, "the block does not name the last configuration");
        else if (expected is not { } known)
            plan.NotChecked(CheckKind.LastConfig, document, mandatory: false, "the height of the configuration in force is not known");
        else
            plan.Equal(CheckKind.LastConfig, document, plan.Input(BigEndian(claimed)), plan.Input(BigEndian(known)));
    }

    internal static ReadOnlyMemory<byte> BigEndian(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }

    internal static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
