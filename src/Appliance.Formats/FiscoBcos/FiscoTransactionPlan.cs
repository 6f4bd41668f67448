using System.Text;
using Appliance.Formats.Plans;

namespace Appliance.Formats.FiscoBcos;

/// <summary>The checks of a transaction.</summary>
internal static class FiscoTransactionPlan
{
    private const int RecoverableSize = 65;
    private const int SignatureSize = 64;
    private const int WithKeySize = 128;

    // An address is the last 20 bytes of the key's hash.
    private const int AddressDropped = 12;

    public static int AddHash(PlanBuilder plan, FiscoTransaction transaction, CheckSubject subject, HashAlgorithm hash)
    {
        if (FiscoPreimages.Transaction(plan, transaction) is not { } candidates)
        {
            return plan.NotChecked(
                CheckKind.TransactionHash,
                subject,
                mandatory: true,
                $"the hash of a transaction of version {transaction.Version} with these fields is not known (Web3 transactions hash other bytes)");
        }

        var hashes = new Slot[candidates.Count];
        for (int i = 0; i < hashes.Length; i++)
            hashes[i] = plan.Hash(hash, candidates[i]);
        return plan.Member(CheckKind.TransactionHash, subject, plan.Input(transaction.Hash), hashes);
    }

    public static void Add(PlanBuilder plan, FiscoTransaction transaction, int index, FiscoPlanContext context)
    {
        var subject = new CheckSubject(index, 0);
        AddHash(plan, transaction, subject, context.Suite.Hash());
        plan.Found(CheckKind.FieldBoundaries, subject, FiscoFieldBoundaries.Doubt(transaction));
        if (context.Group is { } group)
        {
            bool ours = transaction.GroupId.Span.SequenceEqual(Encoding.UTF8.GetBytes(group));
            plan.Found(CheckKind.ChannelId, subject, ours ? null : $"the transaction belongs to another group than {group}");
        }

        AddSender(plan, transaction, subject, context.Suite);
        plan.NotChecked(CheckKind.StateConsistency, subject, mandatory: false, "whether it was executed with success stands in the receipt");
    }

    private static void AddSender(PlanBuilder plan, FiscoTransaction transaction, CheckSubject subject, FiscoSuite suite)
    {
        Slot digest = plan.Input(transaction.Hash);
        Slot signature = plan.Input(transaction.Signature);
        Slot key;
        switch (suite)
        {
            case FiscoSuite.KeccakSecp256k1 when transaction.Signature.Length == RecoverableSize:
                key = plan.RecoverKey(digest, signature);
                break;
            case FiscoSuite.Sm3Sm2 when transaction.Signature.Length == WithKeySize:
                ReadOnlyMemory<byte> embedded = transaction.Signature[SignatureSize..];
                key = plan.Input(embedded);
                plan.Verify(
                    CheckKind.SenderSignature,
                    subject,
                    new SignerReference(SignerForm.FiscoKey, embedded),
                    SignatureEncoding.WithPublicKey,
                    signature,
                    [digest]);
                break;
            default:
                plan.Found(CheckKind.SenderSignature, subject, $"a signature of {transaction.Signature.Length} bytes is not one of this chain's suite");
                return;
        }

        if (transaction.From.IsEmpty)
        {
            plan.NotChecked(CheckKind.SenderAddress, subject, mandatory: true, "the document names no sender");
            return;
        }

        plan.Equal(CheckKind.SenderAddress, subject, plan.Input(transaction.From), plan.HashTail(suite.Hash(), AddressDropped, key));
    }
}
