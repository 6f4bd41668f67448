using System.Formats.Cbor;
using System.Security.Cryptography;
using Appliance.Formats.Cose;
using Appliance.Formats.Plans;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Tests.Transparency;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.Cose;

/// <summary>Receipts of RFC 9942 over trees that a plain recursive implementation builds.</summary>
public sealed class CoseReceiptTests
{
    private const int Leaves = 7;
    private const int Index = 4;

    private static readonly CoseSigner Log = CoseSigner.P256();

    [Fact]
    public async Task A_receipt_is_about_its_leaf_and_no_other()
    {
        byte[][] leaves = MakeLeaves();
        byte[] root = Tree(leaves).Root(Leaves);
        byte[] detached = Receipt(leaves, root, attached: false);
        byte[] attached = Receipt(leaves, root, attached: true);
        foreach (byte[] receipt in (byte[][])[detached, attached])
        {
            Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(receipt, leaves[Index])).Verdict);
            Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(receipt, leaves[Index], root)).Verdict);
            Assert.False((await JudgeAsync(receipt, leaves[Index + 1])).Verdict.IsGenuine());
            Assert.False((await JudgeAsync(receipt, leaves[Index], leaves[0][..32])).Verdict.IsGenuine());
        }

        // Without the leaf it says that the log signed the root, and that the inclusion was not checked.
        DocumentReport rootOnly = await JudgeAsync(detached, root: root);
        Assert.Equal(Verdict.SignatureValid, rootOnly.Verdict);
        Assert.Equal(Verdict.NotChecked, rootOnly.Checks.Single(check => check.Kind == CheckKind.InclusionProof).Verdict);
        Assert.Equal(Verdict.PartsNotVerified, (await JudgeAsync(detached)).Verdict);
        Assert.Equal(Verdict.SignatureMismatch, (await JudgeAsync(detached, root: leaves[0][..32])).Verdict);
    }

    [Fact]
    public async Task A_tree_size_that_is_signed_must_be_the_proofs()
    {
        byte[][] leaves = MakeLeaves();
        byte[] root = Tree(leaves).Root(Leaves);

        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(Receipt(leaves, root, false, signedSize: Leaves), leaves[Index])).Verdict);
        Assert.Equal(Verdict.StructureInvalid, (await JudgeAsync(Receipt(leaves, root, false, signedSize: Leaves + 1), leaves[Index])).Verdict);
    }

    [Fact]
    public async Task Consistency_leads_from_the_earlier_root_to_the_signed_one()
    {
        byte[][] leaves = MakeLeaves();
        byte[] earlier = Tree(leaves).Root(3);
        byte[] later = Tree(leaves).Root(Leaves);
        byte[] path = Encode(3, Leaves, Tree(leaves).Proof(3, Leaves));
        byte[] detached = Signed(later, CoseLabels.ConsistencyProofs, path, attached: false, null);
        byte[] attached = Signed(later, CoseLabels.ConsistencyProofs, path, attached: true, null);

        foreach (byte[] receipt in (byte[][])[detached, attached])
        {
            Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(receipt, root: earlier)).Verdict);
            Assert.False((await JudgeAsync(receipt, root: later)).Verdict.IsGenuine());
            Assert.Equal(Verdict.PartsNotVerified, (await JudgeAsync(receipt)).Verdict);
        }
    }

    [Fact]
    public async Task A_receipt_that_a_statement_carries_is_about_that_statement()
    {
        CoseSigner issuer = CoseSigner.Ed25519();
        byte[] bare = issuer.Sign("a statement"u8.ToArray());
        byte[][] leaves = MakeLeaves();
        leaves[Index] = bare;
        byte[] receipt = Receipt(leaves, Tree(leaves).Root(Leaves), attached: false);
        var message = CoseSign1.DecodeDocument(bare);
        byte[] statement = CoseSign1.Encode(message.ProtectedBytes.Span, Header(CoseLabels.Receipts, writer =>
        {
            writer.WriteStartArray(2);
            writer.WriteByteString(receipt);
            writer.WriteByteString(Receipt(MakeLeaves(), Tree(MakeLeaves()).Root(Leaves), attached: false));
            writer.WriteEndArray();
        }), message.Payload, message.Signature.Span);

        DocumentReport report = await JudgeAsync(statement, keys: [issuer, Log]);

        Assert.Equal(Verdict.SignatureValid, report.Verdict);
        Assert.Equal([Verdict.Valid, Verdict.SignatureMismatch], report.Checks.Where(check => check.Kind == CheckKind.EmbeddedReceipt).Select(check => check.Verdict));
    }

    [Fact]
    public async Task The_example_of_rfc_9942_is_read_and_not_verified_without_its_leaf()
    {
        byte[] example = await File.ReadAllBytesAsync(Vectors.Path("cose/rfc9942_inclusion-receipt.cbor"), TestContext.Current.CancellationToken);

        DocumentReport report = await JudgeAsync(example);

        Assert.Equal(("cose-sign1", Verdict.PartsNotVerified), (report.Format, report.Verdict));
        Assert.Contains(report.Facts, fact => fact is { Name: "issuer", Value: "https://transparency-service.example.com", Signed: true });
        Assert.Contains(report.Facts, fact => fact is { Name: "inclusion proof", Value: "leaf 3 of 5", Signed: false });
    }

    [Fact]
    public async Task A_leaf_or_root_that_the_message_says_nothing_about_is_not_verified()
    {
        byte[][] leaves = MakeLeaves();
        byte[] root = Tree(leaves).Root(Leaves);
        byte[] bare = Log.Sign(root, WriteStructure, 1);
        byte[] consistency = Signed(root, CoseLabels.ConsistencyProofs, Encode(3, Leaves, Tree(leaves).Proof(3, Leaves)), attached: true, null);
        byte[] plain = Log.Sign("no receipt"u8.ToArray());

        // The log signed the root, and whoever took the proof away must not pass that off as the inclusion of a leaf.
        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(bare)).Verdict);
        Assert.Equal(Verdict.PartsNotVerified, (await JudgeAsync(bare, leaves[Index])).Verdict);
        Assert.Equal(Verdict.PartsNotVerified, (await JudgeAsync(consistency, leaves[Index], Tree(leaves).Root(3))).Verdict);
        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(plain)).Verdict);
        Assert.Equal(Verdict.PartsNotVerified, (await JudgeAsync(plain, root: root)).Verdict);

        static void WriteStructure(CborWriter writer)
        {
            writer.WriteInt64(CoseLabels.VerifiableDataStructure);
            writer.WriteInt64(CoseLabels.Rfc9162Sha256);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Every_byte_of_a_receipt_is_covered(bool attached, bool ofConsistency)
    {
        byte[][] leaves = MakeLeaves();
        byte[] earlier = Tree(leaves).Root(3);
        byte[] later = Tree(leaves).Root(Leaves);
        byte[] receipt = ofConsistency
            ? Signed(later, CoseLabels.ConsistencyProofs, Encode(3, Leaves, Tree(leaves).Proof(3, Leaves)), attached, signedSize: Leaves)
            : Receipt(leaves, later, attached);

        Assert.Equal(Verdict.SignatureValid, (await JudgeOneAsync(receipt)).Verdict);
        for (int at = 0; at < receipt.Length; at++)
        {
            byte[] tampered = [.. receipt];
            tampered[at] ^= 1;
            DocumentReport report = await JudgeOneAsync(tampered);
            Assert.False(report.Verdict.IsGenuine(), $"byte {at} of {Convert.ToHexString(receipt)}: {report.Verdict}");
        }

        Task<DocumentReport> JudgeOneAsync(byte[] one) => ofConsistency ? JudgeAsync(one, root: earlier) : JudgeAsync(one, leaves[Index]);
    }

    private static byte[][] MakeLeaves() => [.. Enumerable.Range(0, Leaves).Select(i => SHA512.HashData([(byte)i]))];

    private static NaiveTree Tree(byte[][] leaves) => new(Formats.Plans.HashAlgorithm.Sha256, leaves);

    private static byte[] Receipt(byte[][] leaves, byte[] root, bool attached, long? signedSize = null) =>
        Signed(root, CoseLabels.InclusionProofs, Encode(Leaves, Index, Tree(leaves).Path(Index, Leaves)), attached, signedSize);

    private static byte[] Signed(byte[] root, long kind, byte[] proof, bool attached, long? signedSize) => Log.Sign(
        attached ? root : null,
        writer =>
        {
            writer.WriteInt64(CoseLabels.VerifiableDataStructure);
            writer.WriteInt64(CoseLabels.Rfc9162Sha256);
            if (signedSize is { } size)
            {
                writer.WriteInt64(CoseLabels.TreeSize);
                writer.WriteInt64(size);
            }
        },
        signedSize is null ? 1 : 2,
        writer =>
        {
            writer.WriteInt64(CoseLabels.VerifiableDataProofs);
            writer.WriteStartMap(1);
            writer.WriteInt64(kind);
            writer.WriteStartArray(1);
            writer.WriteByteString(proof);
            writer.WriteEndArray();
            writer.WriteEndMap();
        },
        1,
        signedPayload: root);

    private static byte[] Encode(long first, long second, IReadOnlyList<byte[]> path)
    {
        var writer = new CborWriter();
        writer.WriteStartArray(3);
        writer.WriteInt64(first);
        writer.WriteInt64(second);
        writer.WriteStartArray(path.Count);
        foreach (byte[] hash in path)
            writer.WriteByteString(hash);
        writer.WriteEndArray();
        writer.WriteEndArray();
        return writer.Encode();
    }

    private static byte[] Header(long label, Action<CborWriter> value)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(1);
        writer.WriteInt64(label);
        value(writer);
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static async Task<DocumentReport> JudgeAsync(byte[] document, byte[]? leaf = null, byte[]? root = null, CoseSigner[]? keys = null)
    {
        (DocumentReport report, _) = await Verify.BytesAsync(document, companions: new Companions
        {
            Keys = [.. (keys ?? [Log]).Select(key => key.Key)],
            Detached = CoseSigner.Optional(leaf),
            Root = CoseSigner.Optional(root),
        });
        return report;
    }
}
