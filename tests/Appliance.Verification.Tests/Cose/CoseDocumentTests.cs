using System.Formats.Cbor;
using System.Security.Cryptography;
using Appliance.Formats.Cose;
using Appliance.Formats.Plans;
using Appliance.Verification.Documents;
using Appliance.Verification.Reports;
using Appliance.Verification.Tests.Documents;
using Appliance.Verification.Tests.X509;
using Appliance.Verification.Trust;
using Appliance.Verification.Verdicts;

namespace Appliance.Verification.Tests.Cose;

public sealed class CoseDocumentTests
{
    private static readonly byte[] Payload = "This is the content."u8.ToArray();

    public static TheoryData<string> Schemes => ["ecdsa-p256-sha256", "ed25519", "sm2-sm3"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_raw_key_gives_a_valid_signature_a_pinned_one_a_genuine_document_none_nothing(string scheme)
    {
        var signer = CoseSigner.Of(scheme);
        byte[] message = signer.Sign(Payload);
        TrustAnchors pinned = TrustAnchors.None.Add(new KeyAnchor(KeyAnchor.Cose, "bureau", [signer.Key]));

        DocumentReport raw = await JudgeAsync(message, keys: [signer]);
        DocumentReport genuine = await JudgeAsync(message, pinned);
        DocumentReport unanchored = await JudgeAsync(message);

        Assert.Equal((Verdict.SignatureValid, AnchorKind.SuppliedKey), (raw.Verdict, raw.Anchor.Kind));
        Assert.Equal((Verdict.Genuine, AnchorKind.Pinned), (genuine.Verdict, genuine.Anchor.Kind));
        Assert.Equal((Verdict.Unanchored, AnchorKind.None), (unanchored.Verdict, unanchored.Anchor.Kind));
        CheckReport check = Assert.Single(genuine.Checks, one => one.Kind == CheckKind.DocumentSignature);
        Assert.Equal((Verdict.Valid, scheme), (check.Verdict, check.Scheme));
        Assert.StartsWith("bureau/", check.Signer, StringComparison.Ordinal);
        Assert.Contains(unanchored.Reasons, reason => reason.Contains("trust add", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Every_byte_but_those_of_unprotected_headers_is_covered(string scheme)
    {
        var signer = CoseSigner.Of(scheme);
        byte[] message = signer.Sign(Payload, unsigned: writer => Pair(writer, 99, () => writer.WriteInt32(1)), unsignedCount: 1);
        int uncovered = message.AsSpan().IndexOf((byte[])[0xA1, 0x18, 0x63, 0x01]) + 1;

        for (int at = 0; at < message.Length; at++)
        {
            byte[] tampered = [.. message];
            tampered[at] ^= 1;
            DocumentReport report = await JudgeAsync(tampered, keys: [signer]);

            // Nobody signed what stands in the unprotected map: label 99 (two bytes) and its value.
            bool covered = at < uncovered || at >= uncovered + 3;
            Assert.True(!covered || !report.Verdict.IsGenuine(), $"byte {at} of {Convert.ToHexString(message)}: {report.Verdict}");
        }
    }

    [Fact]
    public async Task The_key_of_another_is_refuted_when_named_and_unknown_when_not()
    {
        CoseSigner signer = CoseSigner.P256();
        CoseSigner other = CoseSigner.P256();
        byte[] silent = signer.Sign(Payload);
        byte[] naming = signer.Sign(Payload, writer => Pair(writer, CoseLabels.KeyId, () => writer.WriteByteString(other.Key.Key.Fingerprint.Span)), 1);
        TrustAnchors one = TrustAnchors.None.Add(new KeyAnchor(KeyAnchor.Cose, "other", [other.Key]));
        TrustAnchors three = one.Add(new KeyAnchor(KeyAnchor.Cose, "more", [CoseSigner.P256().Key, CoseSigner.P256().Key]));

        Assert.Equal(Verdict.Unanchored, (await JudgeAsync(silent, one)).Verdict);
        Assert.Equal(Verdict.Unanchored, (await JudgeAsync(silent, three)).Verdict);
        Assert.Equal(Verdict.SignatureMismatch, (await JudgeAsync(naming, one)).Verdict);
        Assert.Equal(Verdict.SignatureMismatch, (await JudgeAsync(silent, keys: [other])).Verdict);
        Assert.Equal(Verdict.SignatureMismatch, (await JudgeAsync(silent, keys: [other, CoseSigner.P256()])).Verdict);
        Assert.Equal(Verdict.SignatureMismatch, (await JudgeAsync(silent, keys: [CoseSigner.Sm2()])).Verdict);
        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(silent, keys: [other, signer])).Verdict);

        DocumentReport found = await JudgeAsync(silent, three.Add(new KeyAnchor(KeyAnchor.Cose, "signer", [signer.Key])));
        Assert.Equal((Verdict.Genuine, true), (found.Verdict, found.Anchor.Description.Contains("signer", StringComparison.Ordinal)));
        Assert.Equal(Verdict.Unanchored, (await JudgeAsync(silent, TrustAnchors.None.Add(new KeyAnchor(KeyAnchor.Note, "log", [signer.Key])))).Verdict);
    }

    [Fact]
    public async Task A_certificate_vouches_under_a_pinned_root_only()
    {
        using var root = new TestAuthority("national root", null);
        using var middle = new TestAuthority("middle", root);
        using var leaf = new TestAuthority("records office", middle, isAuthority: false);
        CoseSigner signer = CoseSigner.P256(leaf.Key);
        byte[] message = signer.Sign(Payload, writer => Chain(writer, leaf, middle), 1);
        TrustAnchors anchors = TrustAnchors.None.Add(new CertificateRootsAnchor("national", [root.Decoded.Raw.ToArray()]));
        using var stranger = new TestAuthority("stranger", null);
        using var impostor = new TestAuthority("national root", null);
        DateTimeOffset during = TestAuthority.Start.AddYears(1);

        DocumentReport genuine = await JudgeAsync(message, anchors, at: during);
        Assert.Equal((Verdict.Genuine, "certificate roots of national"), (genuine.Verdict, genuine.Anchor.Description));
        Assert.Contains(genuine.Facts, fact => fact.Name == "certificate" && fact.Value.Contains("records office", StringComparison.Ordinal));
        Assert.Equal(Verdict.Unanchored, (await JudgeAsync(message, at: during)).Verdict);
        Assert.Equal(Verdict.Unanchored, (await JudgeAsync(message, Roots(stranger), at: during)).Verdict);
        Assert.Equal(Verdict.CertificateUntrusted, (await JudgeAsync(message, Roots(impostor), at: during)).Verdict);
        Assert.Equal(Verdict.CertificateExpired, (await JudgeAsync(message, anchors, at: TestAuthority.Start.AddYears(11))).Verdict);
        Assert.Equal(Verdict.Unanchored, (await JudgeAsync(message, Roots(stranger), at: TestAuthority.Start.AddYears(11))).Verdict);
        Assert.Equal(Verdict.SignatureMismatch, (await JudgeAsync(CoseSigner.P256().Sign(Payload, writer => Chain(writer, leaf, middle), 1), anchors, at: during)).Verdict);
        Assert.Equal(Verdict.StructureInvalid, (await JudgeAsync(CoseSigner.Sm2().Sign(Payload, writer => Chain(writer, leaf, middle), 1), anchors, at: during)).Verdict);
    }

    [Fact]
    public async Task A_detached_payload_must_be_brought_along()
    {
        CoseSigner signer = CoseSigner.P256();
        byte[] message = signer.Sign(null, signedPayload: Payload);

        Assert.Equal(Verdict.PartsNotVerified, (await JudgeAsync(message, keys: [signer])).Verdict);
        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(message, keys: [signer], detached: Payload)).Verdict);
        Assert.Equal(Verdict.SignatureMismatch, (await JudgeAsync(message, keys: [signer], detached: Payload[1..])).Verdict);
    }

    [Fact]
    public async Task A_file_beside_a_message_that_holds_its_payload_must_be_that_payload()
    {
        CoseSigner signer = CoseSigner.P256();
        byte[] message = signer.Sign(Payload);

        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(message, keys: [signer], detached: Payload)).Verdict);
        Assert.Equal(Verdict.ValueMismatch, (await JudgeAsync(message, keys: [signer], detached: Payload[1..])).Verdict);
    }

    [Theory]
    [InlineData(CoseLabels.Sha256)]
    [InlineData(CoseLabels.Sha512)]
    [InlineData(CoseLabels.Sm3)]
    public async Task A_hash_envelope_is_about_one_file_and_no_other(long algorithm)
    {
        CoseSigner signer = CoseSigner.P256();
        byte[] file = RandomNumberGenerator.GetBytes(1000);
        byte[] hash = algorithm switch
        {
            CoseLabels.Sha256 => SHA256.HashData(file),
            CoseLabels.Sha512 => SHA512.HashData(file),
            _ => Org.BouncyCastle.Security.DigestUtilities.CalculateDigest("SM3", file),
        };
        byte[] message = signer.Sign(hash, writer => Pair(writer, CoseLabels.PayloadHashAlgorithm, () => writer.WriteInt64(algorithm)), 1);
        byte[] detached = signer.Sign(null, writer => Pair(writer, CoseLabels.PayloadHashAlgorithm, () => writer.WriteInt64(algorithm)), 1, signedPayload: hash);

        DocumentReport alone = await JudgeAsync(message, keys: [signer]);
        Assert.Equal(Verdict.SignatureValid, alone.Verdict);
        Assert.Equal(Verdict.NotChecked, alone.Checks.Single(check => check.Kind == CheckKind.ReferencedData).Verdict);
        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(message, keys: [signer], detached: file)).Verdict);
        Assert.Equal(Verdict.ValueMismatch, (await JudgeAsync(message, keys: [signer], detached: file[1..])).Verdict);
        Assert.Equal(Verdict.SignatureValid, (await JudgeAsync(detached, keys: [signer], detached: file)).Verdict);
        Assert.Equal(Verdict.SignatureMismatch, (await JudgeAsync(detached, keys: [signer], detached: file[1..])).Verdict);
    }

    [Fact]
    public async Task What_is_not_supported_or_not_understood_is_never_genuine()
    {
        CoseSigner signer = CoseSigner.P256();
        byte[] critical = signer.Sign(
            Payload,
            writer =>
            {
                Pair(writer, CoseLabels.Critical, () =>
                {
                    writer.WriteStartArray(1);
                    writer.WriteInt32(77);
                    writer.WriteEndArray();
                });
                Pair(writer, 77, () => writer.WriteInt32(1));
            },
            2);
        byte[] sha384 = signer.Sign(new byte[48], writer => Pair(writer, CoseLabels.PayloadHashAlgorithm, () => writer.WriteInt64(CoseLabels.Sha384)), 1);
        byte[] twice = signer.Sign(Payload, unsigned: writer => Pair(writer, CoseLabels.Algorithm, () => writer.WriteInt64(CoseLabels.Es256)), unsignedCount: 1);
        byte[] unprotectedEnvelope = signer.Sign(
            SHA256.HashData(Payload), unsigned: writer => Pair(writer, CoseLabels.PayloadHashAlgorithm, () => writer.WriteInt64(CoseLabels.Sha256)), unsignedCount: 1);
        byte[] otherTree = signer.Sign(Payload, writer => Pair(writer, CoseLabels.VerifiableDataStructure, () => writer.WriteInt64(2)), 1);

        Assert.Equal(Verdict.Unsupported, (await JudgeAsync(critical, keys: [signer])).Verdict);
        Assert.Equal(Verdict.PartsNotVerified, (await JudgeAsync(sha384, keys: [signer], detached: Payload)).Verdict);
        Assert.Equal(Verdict.StructureInvalid, (await JudgeAsync(twice, keys: [signer])).Verdict);
        Assert.Equal(Verdict.StructureInvalid, (await JudgeAsync(unprotectedEnvelope, keys: [signer])).Verdict);
        Assert.Equal(Verdict.PartsNotVerified, (await JudgeAsync(otherTree, keys: [signer])).Verdict);
    }

    private static TrustAnchors Roots(TestAuthority root) => TrustAnchors.None.Add(new CertificateRootsAnchor("roots", [root.Decoded.Raw.ToArray()]));

    private static void Chain(CborWriter writer, params TestAuthority[] certificates) => Pair(writer, CoseLabels.X5Chain, () =>
    {
        writer.WriteStartArray(certificates.Length);
        foreach (TestAuthority each in certificates)
            writer.WriteByteString(each.Decoded.Raw.Span);
        writer.WriteEndArray();
    });

    private static void Pair(CborWriter writer, long label, Action value)
    {
        writer.WriteInt64(label);
        value();
    }

    private static async Task<DocumentReport> JudgeAsync(
        byte[] message, TrustAnchors? anchors = null, CoseSigner[]? keys = null, byte[]? detached = null, DateTimeOffset? at = null)
    {
        (DocumentReport report, _) = await Verify.BytesAsync(message, anchors, companions: new Companions
        {
            Keys = [.. (keys ?? []).Select(key => key.Key)],
            Detached = CoseSigner.Optional(detached),
            At = at,
        });
        Assert.Equal(CoseSign1.FormatName, report.Verdict == Verdict.Malformed && report.Format == DocumentVerifier.Unrecognised ? CoseSign1.FormatName : report.Format);
        return report;
    }
}
