using Appliance.Formats.Asn1;
using Appliance.Formats.Cose;
using Appliance.Formats.Decoding;
using Appliance.Formats.Fabric;
using Appliance.Formats.FiscoBcos;
using Appliance.Formats.Keys;
using Appliance.Formats.Plans;
using Appliance.Formats.Transparency;
using Appliance.Formats.Wycheproof;
using Appliance.Formats.X509;

namespace Appliance.Fuzz;

/// <summary>All decoders of Appliance.Formats. What is decoded is also used the way verification uses it: planned, searched, read on.</summary>
internal static class FuzzTargets
{
    // Small limits, so that the fuzzer reaches the code that enforces them.
    private static readonly DecodeLimits Limits = new() { MaxDocumentBytes = 1 << 20, MaxTransactionsPerBlock = 1_000, MaxSignatures = 16, MaxDepth = 8 };

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("fabric-ledger", ["FabricLedgerReader.Read", "FabricBlock.DecodeLedgerRecord"], Guard(Ledger)),
        new("fabric-record", ["FabricBlock.DecodeLedgerRecord"], Guard(bytes => Plan(FabricBlock.DecodeLedgerRecord(bytes, 0, Limits), null))),
        new("fabric-block", ["FabricBlock.DecodeBlock"], Guard(bytes => Plan(FabricBlock.DecodeBlock(bytes, Limits), null))),
        new("fabric-envelope", ["FabricTransaction.Decode"], Guard(Envelope)),
        new("fabric-config", ["FabricChannelConfig.Decode", "FabricChannelConfig.FromBlock"], Guard(Config)),
        new("fabric-policy", ["FabricChaincodeDefinitions.DecodePolicy"], Guard(bytes => FabricChaincodeDefinitions.DecodePolicy(bytes, Limits))),
        new("fabric-identity", ["FabricIdentity.TryDecode"], Guard(bytes => FabricIdentity.TryDecode(bytes, out _, out _))),
        new("recognition", ["FabricFormat.Recognise", "WycheproofFile.Recognise", "CoseSign1.Recognise", "CertificateFile.Recognise"], Guard(Recognise)),
        new("ecdsa-der", ["EcdsaSignatureDer.TryDecode"], Guard(Signature)),
        new("certificate", ["Certificate.Decode"], Guard(bytes => Certificate.Decode(bytes))),
        new("certificate-pem", ["Certificate.DecodePem", "Certificate.DecodeAllPem", "Pem.Decode", "Pem.DecodeAll"], Guard(CertificatePem)),
        new("public-key", ["SubjectPublicKey.Decode"], Guard(bytes => SubjectPublicKey.Decode(bytes))),
        new("key-file", ["PublicKeyFile.Decode", "NoteVerifierKey.Decode"], Guard(bytes => PublicKeyFile.Decode(bytes))),
        new("crl", ["CertificateList.Decode"], Guard(bytes => CertificateList.Decode(bytes))),
        new("crl-pem", ["CertificateList.DecodePem"], Guard(bytes => CertificateList.DecodePem(bytes))),
        new("wycheproof", ["WycheproofFile.Decode"], Guard(bytes => WycheproofFile.Decode(bytes, Limits))),
        new("fisco-sealers", ["FiscoSealerList.Decode"], Guard(bytes => FiscoSealerList.Decode(bytes, Limits))),
        new("fisco", ["FiscoBundle.Decode", "FiscoFormat.Recognise"], Guard(Fisco)),
        new("cose-sign1", ["CoseSign1.Decode", "CoseSign1.DecodeDocument", "CoseHeaders.Read", "CoseInclusionProof.ReadAll", "CoseConsistencyProof.ReadAll"], Guard(CoseMessage)),
        new("merkle-proof", ["MerkleProof.Decode", "MerkleProof.Recognise"], Guard(Proof)),
        new("signed-note", ["SignedNote.Decode", "SignedNote.Recognise"], Guard(Note)),
        new("tlog-checkpoint", ["Checkpoint.Decode", "Checkpoint.Recognise"], Guard(TreeHead)),
        new("tlog-proof", ["TlogProof.Decode", "TlogProof.Recognise"], Guard(LogProof)),
    ];

    private static Action<ReadOnlyMemory<byte>> Guard(Action<ReadOnlyMemory<byte>> decode) => bytes =>
    {
        try
        {
            decode(bytes);
        }
        catch (DecodeException refusal) when (refusal.Offset >= 0 && refusal.Offset <= bytes.Length)
        {
            // The answer that malformed bytes deserve, naming a place inside them.
        }
    };

    private static void Ledger(ReadOnlyMemory<byte> bytes)
    {
        var reader = new FabricLedgerReader(new MemoryStream(bytes.ToArray()), Limits);
        FabricBlock? previous = null;
        while (reader.Read() is { } block)
        {
            Plan(block, previous);
            previous = block;
        }
    }

    private static void Plan(FabricBlock block, FabricBlock? previous)
    {
        FabricPlans.ForBlock(block, new FabricPlanContext
        {
            ChannelId = "mychannel",
            LastConfigIndex = 0,
            Previous = previous is null ? null : FabricPredecessor.Of(previous),
        });
        foreach (FabricTransaction transaction in block.Transactions)
        {
            try
            {
                FabricChaincodeDefinitions.From(transaction, Limits);
            }
            catch (DecodeException)
            {
                // A definition that does not parse is one transaction's matter; go on with the next.
            }
        }

        FabricChannelConfig.FromBlock(block, Limits);
    }

    private static void Envelope(ReadOnlyMemory<byte> bytes)
    {
        var transaction = FabricTransaction.Decode(bytes, 0, 0, Limits);
        if (transaction.Fault is { } fault && (fault.Offset < 0 || fault.Offset > bytes.Length))
            throw new InvalidOperationException("a fault names a place outside the envelope", fault);
    }

    private static void Config(ReadOnlyMemory<byte> bytes)
    {
        var config = FabricChannelConfig.Decode(bytes, "mychannel", 0, Limits);
        config.FindPolicy(FabricPlans.BlockValidationPolicy);
        config.LastUpdate?.Against(config).Mismatch(config, config);
    }

    private static void Recognise(ReadOnlyMemory<byte> bytes)
    {
        FabricFormat.Recognise(bytes.Span, bytes.Length);
        WycheproofFile.Recognise(bytes.Span);
        CoseSign1.Recognise(bytes.Span);
        CertificateFile.Recognise(bytes.Span);
    }

    private static void Fisco(ReadOnlyMemory<byte> bytes)
    {
        FiscoFormat.Recognise(bytes.Span);
        var bundle = FiscoBundle.Decode(bytes, Limits);
        FiscoPlans.ForSuite(bundle, FiscoSuite.KeccakSecp256k1, FiscoSuite.Sm3Sm2);
        foreach (FiscoSuite suite in Enum.GetValues<FiscoSuite>())
        {
            var context = new FiscoPlanContext { Suite = suite, Group = "group0", Headers = bundle.Headers };
            foreach (FiscoHeader header in bundle.Headers)
                FiscoPlans.ForHeader(header, context);
            FiscoPlans.ForTransactions(bundle.Transactions, context);
        }
    }

    private static void CoseMessage(ReadOnlyMemory<byte> bytes)
    {
        var message = CoseSign1.DecodeDocument(bytes);
        var receipt = CoseReceipt.Of(message);
        var envelope = CoseHashEnvelope.Of(message);
        IReadOnlyList<CoseReceipt> carried = CoseReceipt.EmbeddedIn(message);
        CoseSummary.Of(message, receipt, envelope, carried);
        SignerReference[] signers = [new(SignerForm.KeyId, default), new(SignerForm.KeyId, new byte[1])];
        CosePlans.For(message, receipt, envelope, carried, new CosePlanContext
        {
            Signers = signers,
            ReceiptSigners = [.. carried.Select(_ => signers)],
            Detached = bytes,
            Root = new byte[32],
        });
        CoseSign1.Decode(bytes);
    }

    private static void Proof(ReadOnlyMemory<byte> bytes)
    {
        MerkleProof.Recognise(bytes.Span);
        MerkleProofPlans.For(MerkleProof.Decode(bytes, Limits), bytes, bytes);
    }

    private static void Note(ReadOnlyMemory<byte> bytes)
    {
        SignedNote.Recognise(bytes.Span);
        var note = SignedNote.Decode(bytes, Limits);
        NotePlans.ForNote(note, KeysOf(note));
    }

    private static void TreeHead(ReadOnlyMemory<byte> bytes)
    {
        Checkpoint.Recognise(bytes.Span);
        var checkpoint = Checkpoint.Decode(bytes, Limits);
        NotePlans.ForCheckpoint(checkpoint, KeysOf(checkpoint.Note));
    }

    private static void LogProof(ReadOnlyMemory<byte> bytes)
    {
        TlogProof.Recognise(bytes.Span);
        var proof = TlogProof.Decode(bytes, Limits);
        NotePlans.ForProof(proof, KeysOf(proof.Checkpoint.Note), bytes);
        NotePlans.ForProof(proof, NoteKeyring.Empty, null);
    }

    // Keys that every line matches, so that the signatures themselves are looked at.
    private static NoteKeyring KeysOf(SignedNote note) => new()
    {
        Log = [.. note.Signatures.Take(1).Select(signature => KeyOf(signature, NoteVerifierKey.Ed25519))],
        Witnesses = [.. note.Signatures.Skip(1).Select(signature => KeyOf(signature, NoteVerifierKey.Ed25519Cosignature))],
        WitnessQuorum = 1,
    };

    private static NoteVerifierKey KeyOf(NoteSignature signature, byte type) =>
        new(signature.Name, signature.KeyId, type, SubjectPublicKey.Create(PublicKeyKind.Ed25519, new byte[32]));

    private static void Signature(ReadOnlyMemory<byte> bytes)
    {
        Span<byte> rs = stackalloc byte[64];
        if (EcdsaSignatureDer.TryDecode(bytes.Span, rs) == DerSignatureResult.Ok && !EcdsaSignatureDer.Encode(rs).AsSpan().SequenceEqual(bytes.Span))
            throw new InvalidOperationException("a signature was accepted that is not in its one encoding");
    }

    private static void CertificatePem(ReadOnlyMemory<byte> bytes)
    {
        Certificate.DecodeAllPem(bytes);
        Certificate.DecodePem(bytes);
    }
}
