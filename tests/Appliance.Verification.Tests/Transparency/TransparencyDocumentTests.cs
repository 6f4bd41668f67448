using System.Text;
using Appliance.Formats.Plans;
using Appliance.Formats.Transparency;
using Appliance.Verification.Documents;
using Appliance.Verification.Keys;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.Transparency;

public sealed class TransparencyDocumentTests
{
    private const string Root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private const string Text = $"log.example/one\n7\n{Root}\n";

    private static readonly NoteSigner Log = new("log.example/key", 1, 1);
    private static readonly NoteSigner First = new("w.example/1", 4, 2);
    private static readonly NoteSigner Second = new("w.example/2", 4, 3);
    private static readonly NoteSigner Third = new("w.example/3", 4, 4);

    public static TheoryData<string, string, string> Published => new()
    {
        { PublishedNotes.Example, PublishedNotes.ExampleKey, SignedNote.Format },
        { PublishedNotes.PeterAndEnoch, PublishedNotes.PeterKey, SignedNote.Format },
        { PublishedNotes.PeterAndEnoch, PublishedNotes.EnochKey, SignedNote.Format },
        { PublishedNotes.Sumdb, PublishedNotes.SumdbKey, Checkpoint.Format },
        { PublishedNotes.Arche, PublishedNotes.ArcheKey, Checkpoint.Format },
        { PublishedNotes.Arche, PublishedNotes.ArcheWitnesses[2], Checkpoint.Format },
        { PublishedNotes.Rekor, PublishedNotes.RekorKey, Checkpoint.Format },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public async Task What_others_signed_is_valid_under_their_key_and_unanchored_without(string note, string key, string format)
    {
        DocumentReport report = await JudgeAsync(note, Supplied(key));
        Assert.Equal((Verdict.SignatureValid, format, AnchorKind.SuppliedKey), (report.Verdict, report.Format, report.Anchor.Kind));
        DocumentReport alone = await JudgeAsync(note);
        Assert.Equal((Verdict.Unanchored, AnchorKind.None), (alone.Verdict, alone.Anchor.Kind));
        Assert.Empty(alone.Facts);

        // One letter of the text.
        int letter = note.IndexOf("ompletely", StringComparison.Ordinal) is var at and >= 0 ? at : note.IndexOf('e', StringComparison.Ordinal);
        DocumentReport tampered = await JudgeAsync(note[..letter] + "E" + note[(letter + 1)..], Supplied(key));
        Assert.Equal(Verdict.SignatureMismatch, tampered.Verdict);
        Assert.Empty(tampered.Facts);
    }

    [Fact]
    public async Task A_real_checkpoint_is_genuine_under_its_pinned_log_and_a_quorum_of_its_witnesses()
    {
        KnownKey[] witnesses = [.. PublishedNotes.ArcheWitnesses.Select(Key)];
        var anchor = new LogAnchor("arche2025h1.staging.ct.transparency.dev", [Key(PublishedNotes.ArcheKey)], witnesses, 4);
        DocumentReport report = await JudgeAsync(PublishedNotes.Arche, anchors: [anchor]);
        Assert.Equal((Verdict.Genuine, AnchorKind.Pinned, anchor.Description), (report.Verdict, report.Anchor.Kind, report.Anchor.Description));
        Assert.Equal(["origin", "size", "root"], report.Facts.Select(fact => fact.Name));
        Assert.Equal("1432088532", report.Facts[1].Value);
        Assert.Equal(5, report.Checks.Count(check => check is { Scheme: "ed25519", Verdict: Verdict.Valid }));

        // The line of RFC 6962's signature is of a key that is not known here.
        CheckReport passedOver = Assert.Single(report.Checks, check => check.Verdict == Verdict.NotChecked);
        Assert.False(passedOver.Mandatory);
        Assert.Contains("cd333cb1", passedOver.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quorum_counts_pinned_witnesses_only_and_each_once()
    {
        NoteSigner stranger = new("w.example/4", 4, 5);
        LogAnchor anchor = Anchor(2, First, Second, Third);
        Assert.Equal(Verdict.Genuine, await VerdictAsync(NoteSigner.Note(Text, Log, First, Third), anchor));
        Assert.Equal(Verdict.Genuine, await VerdictAsync(NoteSigner.Note(Text, Third, Second, Log, First), anchor));
        Assert.Equal(Verdict.PolicyUnsatisfied, await VerdictAsync(NoteSigner.Note(Text, Log), anchor));
        Assert.Equal(Verdict.PolicyUnsatisfied, await VerdictAsync(NoteSigner.Note(Text, Log, First), anchor));
        Assert.Equal(Verdict.PolicyUnsatisfied, await VerdictAsync(NoteSigner.Note(Text, Log, First, stranger), anchor));
        Assert.Equal(Verdict.PolicyUnsatisfied, await VerdictAsync(NoteSigner.Note(Text, Log, First, First), anchor));
        Assert.Equal(Verdict.PolicyUnsatisfied, await VerdictAsync(NoteSigner.Note(Text, Log) + First.Line(Text, 1) + First.Line(Text, 2), anchor));
        Assert.Equal(Verdict.PolicyUnsatisfied, await VerdictAsync(NoteSigner.Note(Text, First, Second, Third), anchor));
    }

    [Fact]
    public async Task A_known_key_whose_signature_fails_refuses_the_whole_note()
    {
        LogAnchor anchor = Anchor(1, First, Second);
        string other = Text.Replace("7", "8", StringComparison.Ordinal);
        Assert.Equal(Verdict.SignatureMismatch, await VerdictAsync(NoteSigner.Note(Text, Log, First) + Second.Line(other), anchor));
        Assert.Equal(Verdict.SignatureMismatch, await VerdictAsync(NoteSigner.Note(Text, Log, First) + Log.Line(other), anchor));

        // A key that shares only name or id with a known one is another key.
        NoteSigner namesake = new(Second.Name, 4, 9);
        Assert.Equal(Verdict.Genuine, await VerdictAsync(NoteSigner.Note(Text, Log, First) + namesake.Line(other), anchor));
    }

    [Fact]
    public async Task A_pinned_log_stands_for_its_origin_and_for_no_other()
    {
        LogAnchor anchor = Anchor(0);
        NoteSigner impostor = new("log.example/key", 1, 77);
        Assert.Equal(Verdict.Genuine, await VerdictAsync(NoteSigner.Note(Text, Log), anchor));
        Assert.Equal(Verdict.PolicyUnsatisfied, await VerdictAsync(NoteSigner.Note(Text, impostor), anchor));
        Assert.Equal(Verdict.Unanchored, await VerdictAsync(NoteSigner.Note(Text.Replace("one", "two", StringComparison.Ordinal), Log), anchor));

        // A second anchor of the same log, say with the key to come, takes nothing from the first.
        var next = new LogAnchor("log.example/one", [impostor.Key], [First.Key], 1);
        Assert.Equal(Verdict.Genuine, (await JudgeAsync(NoteSigner.Note(Text, Log), anchors: [next, anchor])).Verdict);
        Assert.Equal(Verdict.Genuine, (await JudgeAsync(NoteSigner.Note(Text, impostor, First), anchors: [anchor, next])).Verdict);
        Assert.Equal(Verdict.PolicyUnsatisfied, (await JudgeAsync(NoteSigner.Note(Text, impostor), anchors: [anchor, next])).Verdict);
    }

    [Fact]
    public async Task Keys_pinned_for_notes_count_for_notes_and_checkpoints_but_a_witness_alone_does_not()
    {
        var party = new KeyAnchor(KeyAnchor.Note, "bureau", [Log.Key, First.Key]);
        var cose = new KeyAnchor(KeyAnchor.Cose, "bureau", [Log.Key]);
        const string Plain = "any text\n";
        Assert.Equal(Verdict.Genuine, await VerdictAsync(NoteSigner.Note(Plain, Log), party));
        Assert.Equal(Verdict.Genuine, await VerdictAsync(NoteSigner.Note(Text, Log, First), party));
        Assert.Equal(Verdict.Unanchored, await VerdictAsync(NoteSigner.Note(Text, First), party));
        Assert.Equal(Verdict.Unanchored, await VerdictAsync(NoteSigner.Note(Plain, Second), party));
        Assert.Equal(Verdict.Unanchored, await VerdictAsync(NoteSigner.Note(Plain, Log), cose));
        Assert.Equal(Verdict.SignatureMismatch, await VerdictAsync(NoteSigner.Note(Text, Log) + First.Line(Plain), party));
    }

    [Fact]
    public async Task Supplied_keys_come_before_what_is_pinned_and_never_make_anything_genuine()
    {
        string note = NoteSigner.Note(Text, Log, First);
        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(note, Supplied(First.VerifierKey), [Anchor(0)])).Verdict);
        Assert.Equal(Verdict.Unanchored, (await JudgeAsync(note, Supplied(Second.VerifierKey), [Anchor(0)])).Verdict);
        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(note, Supplied(Second.VerifierKey + "\n" + Log.VerifierKey))).Verdict);
    }

    [Fact]
    public async Task A_cosignature_speaks_of_a_checkpoint_and_has_a_time()
    {
        const string Plain = "any text\n";
        Companions key = Supplied(First.VerifierKey);
        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(NoteSigner.Note(Text, First), key)).Verdict);
        Assert.Equal(Verdict.StructureInvalid, (await JudgeAsync(NoteSigner.Note(Plain, First), key)).Verdict);
        Assert.Equal(Verdict.StructureInvalid, (await JudgeAsync(Text + "\n" + First.LineOf(new byte[64]), key)).Verdict);
        Assert.Equal(Verdict.StructureInvalid, (await JudgeAsync(Text + "\n" + First.Line(Text, 1UL << 63), key)).Verdict);
        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(Text + "\n" + First.Line(Text, long.MaxValue), key)).Verdict);
        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(Text + "\n" + First.Line(Text, 0), key)).Verdict);

        // The same bytes as a plain signature, and the other way round.
        Assert.Equal(Verdict.SignatureMalformed, (await JudgeAsync(Text + "\n" + Log.LineOf(new byte[72]), Supplied(Log.VerifierKey))).Verdict);
        NoteSigner plain = new(First.Name, 1, 2);
        Assert.Equal(Verdict.Unanchored, (await JudgeAsync(NoteSigner.Note(Text, plain), key)).Verdict);
    }

    [Fact]
    public async Task ECDSA_notes_are_verified_too()
    {
        NoteSigner signer = new("ecdsa.example", 2, 0);
        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(NoteSigner.Note("text\n", signer), Supplied(signer.VerifierKey))).Verdict);
        Assert.Equal(Verdict.SignatureMismatch, (await JudgeAsync("other\n\n" + signer.Line("text\n"), Supplied(signer.VerifierKey))).Verdict);
        Assert.Equal(Verdict.SignatureMalformed, (await JudgeAsync("text\n\n" + signer.LineOf([1, 2, 3]), Supplied(signer.VerifierKey))).Verdict);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(200)]
    public async Task Many_signatures_are_all_verified(int count)
    {
        NoteSigner[] signers = [.. Enumerable.Range(0, count).Select(i => new NoteSigner($"n{i}", 1, (byte)i))];
        Companions keys = Supplied(string.Join('\n', signers.Take(16).Select(signer => signer.VerifierKey)));
        DocumentReport report = await JudgeAsync(NoteSigner.Note("text\n", signers), keys);
        Assert.Equal((Verdict.SignatureValid, 16L), (report.Verdict, report.ChecksMade));
    }

    [Fact]
    public async Task The_root_of_an_empty_log_is_the_hash_of_nothing()
    {
        string empty = $"log.example/one\n0\n{Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData([]))}\n";
        Assert.Equal(Verdict.Genuine, await VerdictAsync(NoteSigner.Note(empty, Log), Anchor(0)));
        Assert.Equal(Verdict.ValueMismatch, await VerdictAsync(NoteSigner.Note($"log.example/one\n0\n{Root}\n", Log), Anchor(0)));
    }

    [Fact]
    public async Task A_log_proof_is_genuine_with_its_entry_and_undecided_without()
    {
        byte[][] entries = [.. Enumerable.Range(0, 7).Select(i => Encoding.UTF8.GetBytes($"entry {i}"))];
        for (int index = 0; index < entries.Length; index++)
        {
            string proof = LogProof(entries, index);
            DocumentReport report = await JudgeAsync(proof, new Companions { Detached = entries[index] }, [Anchor(1, First)]);
            Assert.Equal((Verdict.Genuine, TlogProof.Format), (report.Verdict, report.Format));
            Assert.Contains(report.Facts, fact => fact is { Name: "index", Signed: false } && fact.Value == $"{index}");
            Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(proof, Supplied(Log.VerifierKey) with { Detached = entries[index] })).Verdict);
            Assert.Equal(Verdict.Unanchored, (await JudgeAsync(proof, new Companions { Detached = entries[index] })).Verdict);
            Assert.Equal(Verdict.ValueMismatch, (await JudgeAsync(proof, new Companions { Detached = entries[(index + 1) % 7] }, [Anchor(1, First)])).Verdict);
            DocumentReport without = await JudgeAsync(proof, Companions.None, [Anchor(1, First)]);
            Assert.Equal(Verdict.PartsNotVerified, without.Verdict);
            Assert.Contains("does not hold the entry", Assert.Single(without.Reasons), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_log_proof_that_does_not_fit_its_checkpoint_is_refused_even_without_the_entry()
    {
        byte[][] entries = [.. Enumerable.Range(0, 7).Select(i => new[] { (byte)i })];
        string proof = LogProof(entries, 6);
        Assert.Equal(Verdict.StructureInvalid, await VerdictAsync(proof.Replace("index 6", "index 7", StringComparison.Ordinal), Anchor(1, First)));
        Assert.Equal(Verdict.StructureInvalid, await VerdictAsync(proof.Replace("index 6", "index 5", StringComparison.Ordinal), Anchor(1, First)));
        Assert.Equal(Verdict.StructureInvalid, await VerdictAsync(proof.Replace("index 6\n", $"index 6\n{Root}\n", StringComparison.Ordinal), Anchor(1, First)));
    }

    [Fact]
    public async Task A_Merkle_proof_by_itself_is_never_more_than_unanchored()
    {
        byte[] leaf = [1, 2, 3];
        var tree = new NaiveTree(HashAlgorithm.Sha256, [leaf, [4], [5]]);
        string Json(int index) => $$"""{"leafIdx": {{index}}, "treeSize": 3, "root": "{{Convert.ToBase64String(tree.Root(3))}}", "leafHash": "{{Convert.ToBase64String(tree.LeafHash(0))}}", "proof": [{{string.Join(',', tree.Path(0, 3).Select(hash => $"\"{Convert.ToBase64String(hash)}\""))}}]}""";
        DocumentReport report = await JudgeAsync(Json(0), new Companions { Detached = leaf, Root = tree.Root(3) }, [Anchor(0)]);
        Assert.Equal((Verdict.Unanchored, MerkleProof.Format, AnchorKind.None), (report.Verdict, report.Format, report.Anchor.Kind));
        Assert.All(report.Checks, check => Assert.Equal(Verdict.Valid, check.Verdict));
        Assert.Contains("names itself", Assert.Single(report.Reasons), StringComparison.Ordinal);
        Assert.Equal(Verdict.Unanchored, (await JudgeAsync(Json(0), Supplied(Log.VerifierKey))).Verdict);
        Assert.Equal(Verdict.ValueMismatch, (await JudgeAsync(Json(1))).Verdict);
        Assert.Equal(Verdict.StructureInvalid, (await JudgeAsync(Json(3))).Verdict);
        Assert.Equal(Verdict.ValueMismatch, (await JudgeAsync(Json(0), new Companions { Detached = new byte[] { 4 } })).Verdict);
        Assert.Equal(Verdict.ValueMismatch, (await JudgeAsync(Json(0), new Companions { Root = tree.Root(2) })).Verdict);
        Assert.Equal(Verdict.Malformed, (await JudgeAsync(Json(0) + "x")).Verdict);
    }

    [Fact]
    public async Task Every_changed_byte_of_a_note_a_checkpoint_and_a_proof_takes_its_verdict()
    {
        byte[][] entries = [.. Enumerable.Range(0, 7).Select(i => new[] { (byte)i })];
        await MutateAsync(NoteSigner.Note("any text\n", Log), Supplied(Log.VerifierKey), []);
        await MutateAsync(NoteSigner.Note(Text, Log, First), Companions.None, [Anchor(1, First)]);
        await MutateAsync(LogProof(entries, 5), new Companions { Detached = entries[5] }, [Anchor(1, First)]);
    }

    private static async Task MutateAsync(string document, Companions companions, TrustAnchor[] anchors)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(document);
        Assert.True((await JudgeAsync(document, companions, anchors)).Verdict.IsGenuine());
        for (int i = 0; i < bytes.Length; i++)
        {
            foreach (byte mask in (byte[])[0x01, 0x20])
            {
                byte[] changed = [.. bytes];
                changed[i] ^= mask;
                (DocumentReport report, _) = await Verify.BytesAsync(changed, new TrustAnchors(anchors), companions: companions);
                Assert.False(report.Verdict.IsGenuine(), $"byte {i} ^ 0x{mask:x2} of\n{document}");
            }
        }
    }

    // A log of these entries, signed by log and first witness.
    private static string LogProof(byte[][] entries, int index)
    {
        var tree = new NaiveTree(HashAlgorithm.Sha256, entries);
        string text = $"log.example/one\n{entries.Length}\n{Convert.ToBase64String(tree.Root(entries.Length))}\n";
        string path = string.Concat(tree.Path(index, entries.Length).Select(hash => Convert.ToBase64String(hash) + "\n"));
        return $"c2sp.org/tlog-proof@v1\nindex {index}\n{path}\n{NoteSigner.Note(text, Log, First)}";
    }

    private static LogAnchor Anchor(int quorum, params ReadOnlySpan<NoteSigner> witnesses)
    {
        var keys = new List<KnownKey>();
        foreach (NoteSigner witness in witnesses)
            keys.Add(witness.Key);
        return new LogAnchor("log.example/one", [Log.Key], keys, quorum);
    }

    private static KnownKey Key(string verifierKey) => Assert.Single(KnownKey.ReadAll(Encoding.UTF8.GetBytes(verifierKey)));

    private static Companions Supplied(string keys) => new() { Keys = KnownKey.ReadAll(Encoding.UTF8.GetBytes(keys)) };

    private static async Task<Verdict> VerdictAsync(string document, TrustAnchor anchor) => (await JudgeAsync(document, anchors: [anchor])).Verdict;

    private static async Task<DocumentReport> JudgeAsync(string document, Companions? companions = null, TrustAnchor[]? anchors = null) =>
        (await Verify.BytesAsync(Encoding.UTF8.GetBytes(document), new TrustAnchors(anchors ?? []), companions: companions)).Report;
}
