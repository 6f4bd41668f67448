using Appliance.Formats.Plans;

namespace Appliance.Formats.FiscoBcos;

/// <summary>The checks of a block header.</summary>
internal static class FiscoHeaderPlan
{
    private const int Sm2WithKeySize = 128;

    // A block without transactions has a root of zeros.
    private static readonly byte[] EmptyRoot = new byte[32];

    public static void AddHash(PlanBuilder plan, FiscoHeader header, HashAlgorithm hash) =>
        plan.Equal(
            CheckKind.HeaderHash,
            CheckSubject.Document,
            plan.Input(header.Hash),
            plan.Hash(hash, plan.Input(FiscoPreimages.Header(header))));

    public static void Add(PlanBuilder plan, FiscoHeader header, FiscoPlanContext context)
    {
        AddHash(plan, header, context.Suite.Hash());
        plan.Found(CheckKind.Structure, CheckSubject.Document, Violation(header));
        AddLink(plan, header, context);
        AddSignatures(plan, header, context);
        AddRoot(plan, header, context.Suite.Hash());
    }

    private static string? Violation(FiscoHeader header)
    {
        if (header.Weights.Count != header.Sealers.Count)
            return $"{header.Sealers.Count} sealers have {header.Weights.Count} weights";
        if (header.Sealers.Select(key => Convert.ToHexString(key.Span)).Distinct(StringComparer.Ordinal).Count() != header.Sealers.Count)
            return "a sealer is listed twice";
        if (header.Signatures.Any(one => one.Sealer >= header.Sealers.Count))
            return "a signature names a sealer that is not listed";
        if (header.Signatures.DistinctBy(one => one.Sealer).Count() != header.Signatures.Count)
            return "two signatures name one sealer";
        if (header.Number == 0)
            return null;
        if (header.Parents.Count != 1)
            return $"the block has {header.Parents.Count} parents, not one";
        return header.Sealer >= header.Sealers.Count ? "the block's proposer is not a listed sealer" : null;
    }

    private static void AddLink(PlanBuilder plan, FiscoHeader header, FiscoPlanContext context)
    {
        CheckSubject subject = CheckSubject.Document;
        if (header.Number == 0 || header.Parents.Count != 1)
            return;
        FiscoParent parent = header.Parents[0];
        plan.Found(
            CheckKind.BlockNumber,
            subject,
            parent.Number == header.Number - 1 ? null : $"block {header.Number} names block {parent.Number} as the one before");
        FiscoHeader? before = context.Headers.FirstOrDefault(other => other.Number == parent.Number);
        if (before is null)
            plan.NotChecked(CheckKind.PreviousHash, subject, mandatory: false, "the document does not hold the block before");
        else
            plan.Equal(CheckKind.PreviousHash, subject, plan.Input(parent.Hash), plan.Input(before.Hash));
    }

    private static void AddSignatures(PlanBuilder plan, FiscoHeader header, FiscoPlanContext context)
    {
        Slot hash = plan.Input(header.Hash);
        var checks = new List<int>();
        for (int i = 0; i < header.Signatures.Count; i++)
        {
            FiscoSealerSignature one = header.Signatures[i];
            if (one.Sealer >= header.Sealers.Count)
                continue;
            ReadOnlyMemory<byte> key = header.Sealers[(int)one.Sealer];
            var subject = new CheckSubject(-1, i);
            Slot signature = plan.Input(one.Signature);
            bool recoverable = context.Suite == FiscoSuite.KeccakSecp256k1;
            checks.Add(plan.Verify(
                CheckKind.SealerSignature,
                subject,
                new SignerReference(SignerForm.FiscoKey, key),
                recoverable ? SignatureEncoding.Recoverable
                    : one.Signature.Length == Sm2WithKeySize ? SignatureEncoding.WithPublicKey : SignatureEncoding.P1363,
                signature,
                [hash],
                messageIsDigest: recoverable));

            // A node recovers the key and compares: v must be the one that leads there.
            if (recoverable)
                plan.Equal(CheckKind.RecoveryId, subject, plan.Input(key), plan.RecoverKey(hash, signature));
        }

        if (header.Number == 0 && checks.Count == 0)
            plan.NotChecked(CheckKind.SealerQuorum, CheckSubject.Document, mandatory: false, "block 0 is signed by nobody: the anchor vouches for it");
        else
            plan.Policy(CheckKind.SealerQuorum, CheckSubject.Document, FiscoPlans.SealerPolicy, [.. checks]);
    }

    private static void AddRoot(PlanBuilder plan, FiscoHeader header, HashAlgorithm hash)
    {
        if (header.TransactionHashes is not { } hashes)
        {
            plan.NotChecked(CheckKind.TransactionsRoot, CheckSubject.Document, mandatory: false, "the document holds the header only");
            return;
        }

        Slot root = hashes.Count == 0 ? plan.Input(EmptyRoot) : FiscoTree.Root(plan, hash, hashes);
        plan.Equal(CheckKind.TransactionsRoot, CheckSubject.Document, plan.Input(header.TransactionsRoot), root);
    }
}
