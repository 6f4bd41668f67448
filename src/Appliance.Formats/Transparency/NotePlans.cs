using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Appliance.Formats.Keys;
using Appliance.Formats.Plans;

namespace Appliance.Formats.Transparency;

/// <summary>What has to be computed to judge signed notes, checkpoints and the proofs that carry one.</summary>
public static class NotePlans
{
    private const int TimestampSize = 8;
    private const int Ed25519SignatureSize = 64;

    /// <summary>Prefix of what a leaf hashes (RFC 6962 section 2.1).</summary>
    private static readonly byte[] LeafPrefix = [0x00];

    /// <summary>The plan of a note: every line of a key that is known must verify.</summary>
    public static Plan ForNote(SignedNote note, NoteKeyring keys)
    {
        var builder = new PlanBuilder();
        AddSignatures(builder, note, keys, isCheckpoint: false);
        return builder.Build();
    }

    /// <summary>The plan of a checkpoint: every line of a key that is known must verify, and enough of those that are demanded be there.</summary>
    public static Plan ForCheckpoint(Checkpoint checkpoint, NoteKeyring keys)
    {
        var builder = new PlanBuilder();
        AddCheckpoint(builder, checkpoint, keys);
        return builder.Build();
    }

    /// <summary>The plan of a proof: that of its checkpoint, and that the entry is in its tree.</summary>
    /// <param name="proof">The proof.</param>
    /// <param name="keys">The keys that are known.</param>
    /// <param name="entry">The bytes of the entry, or null where the caller has not given them: nobody can say then what is in the tree.</param>
    public static Plan ForProof(TlogProof proof, NoteKeyring keys, ReadOnlyMemory<byte>? entry)
    {
        var builder = new PlanBuilder();
        AddCheckpoint(builder, proof.Checkpoint, keys);
        string? misfit = proof.Misfit();
        builder.Found(CheckKind.ProofShape, CheckSubject.Document, misfit);
        if (misfit is not null)
            return builder.Build();
        if (entry is null)
        {
            builder.NotChecked(CheckKind.InclusionProof, CheckSubject.Document, mandatory: true, "the proof does not hold the entry that it is about; give it too");
            return builder.Build();
        }

        Slot leaf = builder.Hash(HashAlgorithm.Sha256, builder.Input(LeafPrefix), builder.Input(entry.Value));
        Slot[] path = [.. proof.Path.Select(builder.Input)];
        Slot root = builder.FoldProof(HashAlgorithm.Sha256, leaf, proof.Index, proof.Checkpoint.Size, path);
        builder.Equal(CheckKind.InclusionProof, CheckSubject.Document, builder.Input(proof.Checkpoint.RootHash), root);
        return builder.Build();
    }

    private static void AddCheckpoint(PlanBuilder builder, Checkpoint checkpoint, NoteKeyring keys)
    {
        (List<int> log, List<int> witnesses) = AddSignatures(builder, checkpoint.Note, keys, isCheckpoint: true);
        if (keys.Log.Count > 0)
            builder.Quorum(CheckKind.LogSigned, CheckSubject.Document, 1, [.. log]);
        if (keys.WitnessQuorum > 0)
            builder.Quorum(CheckKind.WitnessQuorum, CheckSubject.Document, keys.WitnessQuorum, [.. witnesses]);
        if (checkpoint.Size == 0)
            builder.Equal(CheckKind.EmptyTree, CheckSubject.Document, builder.Input(checkpoint.RootHash), builder.Hash(HashAlgorithm.Sha256));
    }

    private static (List<int> Log, List<int> Witnesses) AddSignatures(PlanBuilder builder, SignedNote note, NoteKeyring keys, bool isCheckpoint)
    {
        (List<int> log, List<int> witnesses) = ([], []);
        Slot text = builder.Input(note.Text);
        for (int i = 0; i < note.Signatures.Count; i++)
        {
            NoteSignature signature = note.Signatures[i];
            var subject = new CheckSubject(-1, i);
            if (keys.Log.FirstOrDefault(signature.IsBy) is { } logKey)
                Collect(log, AddSignature(builder, CheckKind.LogSignature, subject, signature, logKey, text, isCheckpoint));
            else if (keys.Witnesses.FirstOrDefault(signature.IsBy) is { } witness)
                Collect(witnesses, AddSignature(builder, CheckKind.WitnessCosignature, subject, signature, witness, text, isCheckpoint));
            else if (keys.Supplied.FirstOrDefault(signature.IsBy) is { } supplied)
                AddSignature(builder, CheckKind.NoteSignature, subject, signature, supplied, text, isCheckpoint);
            else
                builder.NotChecked(CheckKind.NoteSignature, subject, mandatory: false, $"a signature of a key with id {Convert.ToHexStringLower(signature.KeyId.Span)}, which is not known here, is passed over");
        }

        return (log, witnesses);

        static void Collect(List<int> checks, int? check)
        {
            if (check is { } index)
                checks.Add(index);
        }
    }

    // The check that a kernel decides, or null where the bytes alone settle that it is no signature.
    private static int? AddSignature(
        PlanBuilder builder, CheckKind kind, CheckSubject subject, NoteSignature signature, NoteVerifierKey key, Slot text, bool isCheckpoint)
    {
        var signer = new SignerReference(SignerForm.NoteVerifierKey, Encoding.UTF8.GetBytes(key.ToString()));
        if (key.Type != NoteVerifierKey.Ed25519Cosignature)
        {
            SignatureEncoding encoding = key.Type == NoteVerifierKey.Ecdsa ? SignatureEncoding.Der : SignatureEncoding.P1363;
            return builder.Verify(kind, subject, signer, encoding, builder.Input(signature.Value), [text]);
        }

        if (!isCheckpoint)
            return Broken("a cosignature speaks of a checkpoint, and this note is none");
        if (signature.Value.Length != TimestampSize + Ed25519SignatureSize)
            return Broken($"a cosignature has {TimestampSize + Ed25519SignatureSize} bytes, not {signature.Value.Length}");
        ulong time = BinaryPrimitives.ReadUInt64BigEndian(signature.Value.Span);
        if (time > long.MaxValue)
            return Broken("the time of a cosignature is beyond 2^63 - 1 seconds");
        Slot header = builder.Input(Encoding.ASCII.GetBytes($"cosignature/v1\ntime {time.ToString(CultureInfo.InvariantCulture)}\n"));
        return builder.Verify(kind, subject, signer, SignatureEncoding.P1363, builder.Input(signature.Value[TimestampSize..]), [header, text]);

        int? Broken(string because)
        {
            builder.Found(kind, subject, because);
            return null;
        }
    }
}
