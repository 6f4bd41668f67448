using Appliance.Formats.Plans;

namespace Appliance.Formats.Cose;

/// <summary>
/// What has to be computed to judge a COSE_Sign1: the signature over its Sig_structure, the hash of what an envelope is about, the proofs of a
/// receipt. <c>docs/reference/formats-cose.md</c> lists the checks.
/// </summary>
public static class CosePlans
{
    /// <summary>Prefix of what a leaf hashes (RFC 9162 section 2.1.1).</summary>
    private static readonly byte[] LeafPrefix = [0x00];

    /// <summary>The plan of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="receipt">The same message as a receipt, or null where it is none.</param>
    /// <param name="envelope">Its hash envelope, or null where it is none.</param>
    /// <param name="carried">The receipts that it carries.</param>
    /// <param name="context">What else is known.</param>
    public static Plan For(
        CoseSign1 message, CoseReceipt? receipt, CoseHashEnvelope? envelope, IReadOnlyList<CoseReceipt> carried, CosePlanContext context)
    {
        var builder = new PlanBuilder();
        builder.Found(CheckKind.Structure, CheckSubject.Document, Misuse(message, receipt));
        AddUnanswered(builder, receipt, context);
        (Slot Slot, int Length)? payload = receipt is not null
            ? ReceiptPayload(builder, receipt, context)
            : Payload(builder, message, envelope, context.Detached);
        if (payload is { } known)
            AddSignature(builder, message, known, context.Signers);
        else
            builder.NotChecked(CheckKind.DocumentSignature, CheckSubject.Document, mandatory: true, NoPayload(receipt));
        for (int i = 0; i < carried.Count; i++)
            AddCarried(builder, message, carried[i], i, context.ReceiptSigners[i]);
        return builder.Build();
    }

    private static string NoPayload(CoseReceipt? receipt) => receipt switch
    {
        null => "the payload is detached: bring it along",
        { IsSupported: false } => $"proofs of the verifiable data structure {receipt.Structure} are not supported",
        { Consistency.Count: > 0 } => "the root is detached: bring along the earlier root that the receipt is about",
        _ => "the root is detached: bring along the leaf that the receipt is about, or the root",
    };

    /// <summary>A caller who brings something along asks about it: where the message has no answer, its signature alone is none either.</summary>
    private static void AddUnanswered(PlanBuilder builder, CoseReceipt? receipt, CosePlanContext context)
    {
        if (receipt is { IsSupported: true } && context.Detached is not null && receipt.Inclusion.Count == 0)
            builder.NotChecked(CheckKind.InclusionProof, CheckSubject.Document, mandatory: true, "the receipt has no inclusion proof for the leaf that was brought along");
        if (receipt is null && context.Root is not null)
            builder.NotChecked(CheckKind.InclusionProof, CheckSubject.Document, mandatory: true, "the message is no receipt, and has nothing to do with the root that was brought along");
    }

    private static string? Misuse(CoseSign1 message, CoseReceipt? receipt)
    {
        foreach (CoseHeader header in message.Protected.All)
        {
            if (message.Unprotected.All.Any(other => other.Label == header.Label && other.Text == header.Text))
                return $"header {header.Label?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? CoseText.Quote(header.Text!)} is both protected and unprotected";
        }

        if (receipt is { SignedSize: { } size } && (receipt.Inclusion.Any(proof => proof.TreeSize != size) || receipt.Consistency.Any(proof => proof.SecondSize != size)))
            return $"a proof is about a tree of another size than the {size} leaves that are signed";
        return CoseHashEnvelope.Misuse(message);
    }

    private static (Slot Slot, int Length)? Payload(
        PlanBuilder builder, CoseSign1 message, CoseHashEnvelope? envelope, ReadOnlyMemory<byte>? detached)
    {
        if (envelope is null)
            return PlainPayload(builder, message.Payload, detached);
        const string NotAtHand = "what was hashed is not at hand: bring it along";
        bool known = envelope.Algorithm is not null && detached is not null;
        Slot? computed = known ? builder.Hash(envelope.Algorithm!.Value, builder.Input(detached!.Value)) : null;
        if (message.Payload is not { } hash)
            return computed is { } slot ? (slot, envelope.HashSize) : null;
        Slot claimed = builder.Input(hash);
        if (computed is { } digest)
            builder.Equal(CheckKind.ReferencedData, CheckSubject.Document, claimed, digest);
        else
            builder.NotChecked(
                CheckKind.ReferencedData,
                CheckSubject.Document,
                mandatory: detached is not null,
                detached is null ? NotAtHand : $"{envelope.AlgorithmName} is not supported");
        return (claimed, hash.Length);
    }

    private static (Slot Slot, int Length)? PlainPayload(PlanBuilder builder, ReadOnlyMemory<byte>? held, ReadOnlyMemory<byte>? detached)
    {
        if ((held ?? detached) is not { } bytes)
            return null;
        Slot payload = builder.Input(bytes);
        if (held is not null && detached is { } file)
            builder.Equal(CheckKind.ReferencedData, CheckSubject.Document, payload, builder.Input(file));
        return (payload, bytes.Length);
    }

    private static (Slot Slot, int Length)? ReceiptPayload(PlanBuilder builder, CoseReceipt receipt, CosePlanContext context)
    {
        if (!receipt.IsSupported)
            return null;
        Slot? root = receipt.Message.Payload is { } attached ? builder.Input(attached) : null;
        if (receipt.Consistency.Count > 0)
            return ConsistentRoot(builder, receipt, root, context.Root);
        if (receipt.Inclusion is [var proof] && context.Detached is { } leaf)
        {
            Slot folded = Fold(builder, proof, [builder.Input(leaf)]);
            if (root is { } signed)
                builder.Equal(CheckKind.InclusionProof, CheckSubject.Document, signed, folded);
            root ??= folded;
        }
        else if (receipt.Inclusion.Count > 1)
        {
            builder.NotChecked(CheckKind.InclusionProof, CheckSubject.Document, mandatory: true, "a receipt with several inclusion proofs does not say which leaf is which");
        }
        else if (receipt.Inclusion.Count == 1)
        {
            builder.NotChecked(CheckKind.InclusionProof, CheckSubject.Document, mandatory: false, "the leaf is not at hand: bring it along");
        }

        if (context.Root is { } expected)
        {
            Slot given = builder.Input(expected);
            if (root is { } computed)
                builder.Equal(CheckKind.InclusionProof, new CheckSubject(-1, 1), given, computed);
            root ??= given;
        }

        int length = receipt.Message.Payload?.Length ?? CoseInclusionProof.HashSize;
        return root is { } slot ? (slot, length) : null;
    }

    /// <summary>The root of the later tree, which is signed: computed from the earlier one where that is at hand.</summary>
    private static (Slot Slot, int Length)? ConsistentRoot(PlanBuilder builder, CoseReceipt receipt, Slot? root, ReadOnlyMemory<byte>? earlier)
    {
        int length = receipt.Message.Payload?.Length ?? CoseInclusionProof.HashSize;
        if (receipt.Inclusion.Count > 0 || receipt.Consistency is not [var proof])
        {
            builder.NotChecked(CheckKind.ConsistencyProof, CheckSubject.Document, mandatory: true, "a receipt with several proofs does not say which of them is asked about");
            return root is { } several ? (several, length) : null;
        }

        if (earlier is not { } known)
        {
            builder.NotChecked(CheckKind.ConsistencyProof, CheckSubject.Document, mandatory: true, "the earlier root is not at hand: bring it along");
            return root is { } alone ? (alone, length) : null;
        }

        Slot claimed = builder.Input(known);
        Slot[] path = [.. proof.Path.Select(builder.Input)];
        Slot first = builder.FoldConsistency(HashAlgorithm.Sha256, ConsistencyRoot.First, claimed, proof.FirstSize, proof.SecondSize, path);
        builder.Equal(CheckKind.ConsistencyProof, CheckSubject.Document, claimed, first);
        Slot second = builder.FoldConsistency(HashAlgorithm.Sha256, ConsistencyRoot.Second, claimed, proof.FirstSize, proof.SecondSize, path);
        if (root is not { } signed)
            return (second, length);
        builder.Equal(CheckKind.ConsistencyProof, new CheckSubject(-1, 1), signed, second);
        return (signed, length);
    }

    private static Slot Fold(PlanBuilder builder, CoseInclusionProof proof, ReadOnlySpan<Slot> leaf)
    {
        Slot hash = builder.Hash(HashAlgorithm.Sha256, [builder.Input(LeafPrefix), .. leaf]);
        Slot[] path = [.. proof.Path.Select(builder.Input)];
        return builder.FoldProof(HashAlgorithm.Sha256, hash, proof.LeafIndex, proof.TreeSize, path);
    }

    private static void AddSignature(PlanBuilder builder, CoseSign1 message, (Slot Slot, int Length) payload, IReadOnlyList<SignerReference> signers)
    {
        Slot signature = builder.Input(message.Signature);
        Slot[] signed = [builder.Input(CoseSign1.SigStructureHead(message.ProtectedBytes.Span, payload.Length)), payload.Slot];
        if (signers.Count == 1)
        {
            builder.Verify(CheckKind.DocumentSignature, CheckSubject.Document, signers[0], SignatureEncoding.P1363, signature, signed);
            return;
        }

        int[] checks = new int[signers.Count];
        for (int i = 0; i < checks.Length; i++)
        {
            checks[i] = builder.Verify(
                CheckKind.DocumentSignature, new CheckSubject(-1, i), signers[i], SignatureEncoding.P1363, signature, signed, mandatory: false);
        }

        builder.Quorum(CheckKind.SignedByOneOf, CheckSubject.Document, 1, checks);
    }

    /// <summary>
    /// A receipt that the message carries is about the message itself, tagged and without its unprotected headers, which the log could not
    /// have signed: its receipts came later. Anyone can add such a receipt, so none is mandatory.
    /// </summary>
    private static void AddCarried(PlanBuilder builder, CoseSign1 message, CoseReceipt receipt, int ordinal, IReadOnlyList<SignerReference> signers)
    {
        var subject = new CheckSubject(-1, ordinal);
        if (!receipt.IsSupported || receipt.Inclusion.Count != 1 || receipt.Message.Payload is not null)
        {
            string because = receipt.IsSupported
                ? "it has not exactly one inclusion proof for a detached root"
                : $"proofs of the verifiable data structure {receipt.Structure} are not supported";
            builder.NotChecked(CheckKind.EmbeddedReceipt, subject, mandatory: false, because);
            return;
        }

        byte[] statement = CoseSign1.Encode(message.ProtectedBytes.Span, CoseSign1.EmptyHeaders, message.Payload, message.Signature.Span);
        Slot root = Fold(builder, receipt.Inclusion[0], [builder.Input(statement)]);
        Slot signature = builder.Input(receipt.Message.Signature);
        Slot[] signed = [builder.Input(CoseSign1.SigStructureHead(receipt.Message.ProtectedBytes.Span, CoseInclusionProof.HashSize)), root];
        foreach (SignerReference signer in signers)
            builder.Verify(CheckKind.EmbeddedReceipt, subject, signer, SignatureEncoding.P1363, signature, signed, mandatory: false);
    }
}
