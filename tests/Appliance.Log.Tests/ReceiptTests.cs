using System.Security.Cryptography;
using Appliance.Formats.Decoding;
using Appliance.Log.Receipts;

namespace Appliance.Log.Tests;

public sealed class ReceiptTests : IDisposable
{
    private readonly SoftwareSigner _signer = new();

    private LogPublicKey Key => LogPublicKey.Parse(_signer.PublicKey.Span);

    public void Dispose() => _signer.Dispose();

    [Fact]
    public async Task Receipts_of_a_growing_log_verify_with_and_without_their_document()
    {
        List<Receipt> receipts = await Samples.ReceiptsAsync(_signer, 20);
        for (int i = 0; i < receipts.Count; i++)
        {
            byte[] file = receipts[i].Encode();
            Assert.True(Receipt.IsReceipt(file));
            ReceiptCheck alone = ReceiptVerifier.Verify(file, Key);
            Assert.True(alone.IsValid, alone.Detail);
            Assert.False(alone.DocumentCompared);
            ReceiptCheck compared = ReceiptVerifier.Verify(file, Key, new MemoryStream(Samples.Document(i)));
            Assert.True(compared is { IsValid: true, DocumentCompared: true }, compared.Detail);
            Assert.Equal(Key.KeyId, compared.Receipt!.Entry.ApplianceId);
        }
    }

    [Fact]
    public async Task Every_change_of_a_single_byte_is_found()
    {
        // All 255 changes of each byte with APPLIANCE_LONG=1, a dozen otherwise.
        bool all = Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1";
        // A leaf in the middle, whose path goes both ways, and a lonely last one.
        Receipt[] receipts = await Samples.BatchAsync(_signer, 7);
        foreach (byte[] original in (byte[][])[receipts[3].Encode(), receipts[6].Encode()])
        {
            var survivors = new List<string>();
            byte[] changed = [.. original];
            for (int at = 0; at < original.Length; at++)
            {
                for (int difference = 1; difference <= byte.MaxValue; difference = all || difference < 8 ? difference + 1 : (difference * 2) - 1)
                {
                    changed[at] = (byte)(original[at] ^ difference);
                    if (ReceiptVerifier.Verify(changed, Key).IsValid)
                        survivors.Add($"{at} ^ {difference:x2}");
                }
                changed[at] = original[at];
            }
            Assert.True(survivors.Count == 0, string.Join(", ", survivors));
        }
    }

    [Fact]
    public async Task Truncated_and_extended_receipts_are_malformed_with_an_offset()
    {
        byte[] file = (await Samples.ReceiptsAsync(_signer, 3))[1].Encode();
        for (int length = 0; length < file.Length; length++)
        {
            ReceiptCheck check = ReceiptVerifier.Verify(file.AsMemory(0, length), Key);
            Assert.True(check is { Status: ReceiptStatus.Malformed, Offset: >= 0 } && check.Offset <= length, $"{length}: {check.Detail}");
        }
        ReceiptCheck longer = ReceiptVerifier.Verify((byte[])[.. file, 0], Key);
        Assert.Equal((ReceiptStatus.Malformed, (long?)file.Length), (longer.Status, longer.Offset));
        Assert.Equal(ReceiptStatus.Malformed, ReceiptVerifier.Verify(new byte[Receipt.MaxBytes + 1], Key).Status);
    }

    [Fact]
    public async Task A_receipt_signed_again_by_another_key_fails()
    {
        Receipt receipt = (await Samples.ReceiptsAsync(_signer, 3))[1];
        using var thief = new SoftwareSigner();
        SignedTreeHead head = receipt.Head;

        byte[] sameKid = await thief.SignAsync(SignedTreeHead.SignedBytes(head.Head, head.Issuer, head.Time, head.KeyId), default);
        ReceiptCheck forged = ReceiptVerifier.Verify((receipt with { Head = head with { Signature = sameKid } }).Encode(), Key);
        Assert.Equal(ReceiptStatus.SignatureMismatch, forged.Status);

        var thiefKey = LogPublicKey.Parse(thief.PublicKey.Span);
        byte[] ownKid = await thief.SignAsync(SignedTreeHead.SignedBytes(head.Head, head.Issuer, head.Time, thiefKey.KeyId), default);
        Receipt own = receipt with { Head = head with { Signature = ownKid, KeyId = thiefKey.KeyId } };
        ReceiptCheck named = ReceiptVerifier.Verify(own.Encode(), Key);
        Assert.Equal(ReceiptStatus.KeyMismatch, named.Status);
        Assert.Contains(thiefKey.KeyId.ToString(), named.Detail);
        Assert.Contains(Key.KeyId.ToString(), named.Detail);
        // Under the thief's own key the entry still names the appliance it was stolen from.
        Assert.Equal(ReceiptStatus.KeyMismatch, ReceiptVerifier.Verify(own.Encode(), thiefKey).Status);
    }

    [Fact]
    public async Task Parts_of_different_receipts_do_not_fit_together()
    {
        List<Receipt> receipts = await Samples.ReceiptsAsync(_signer, 4);
        Receipt receipt = receipts[1];
        ReceiptStatus Check(Receipt changed) => ReceiptVerifier.Verify(changed.Encode(), Key).Status;
        Assert.Equal(ReceiptStatus.ProofMismatch, Check(receipt with { Entry = receipts[2].Entry }));
        Assert.Equal(ReceiptStatus.ProofMismatch, Check(receipt with { Salt = receipts[2].Salt }));
        Assert.Equal(ReceiptStatus.ProofMismatch, Check(receipt with { Proof = receipts[2].Proof }));
        Assert.Equal(ReceiptStatus.ProofMismatch, Check(receipt with { Head = receipts[3].Head }));
        Assert.Equal(ReceiptStatus.ProofMismatch, Check(receipt with { Proof = receipt.Proof with { TreeSize = receipt.Proof.TreeSize + 1 } }));
        Assert.Equal(
            ReceiptStatus.ProofMismatch, Check(receipt with { Head = receipt.Head with { Head = receipt.Head.Head with { Root = receipts[3].Head.Head.Root } } }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("document 2")]
    [InlineData("document 1 and more")]
    public async Task Another_document_is_told_apart(string document)
    {
        Receipt receipt = (await Samples.ReceiptsAsync(_signer, 3))[1];
        ReceiptCheck check = ReceiptVerifier.Verify(receipt.Encode(), Key, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(document)));
        Assert.Equal((ReceiptStatus.DocumentMismatch, true), (check.Status, check.DocumentCompared));
    }

    [Fact]
    public async Task Headers_that_nobody_signed_are_not_let_in()
    {
        Receipt receipt = (await Samples.ReceiptsAsync(_signer, 1))[0];
        byte[] file = receipt.Encode();
        // {396: …} becomes {396: …, 400: 0}: the map's count, its additional pair and the lengths around it.
        int map = file.AsSpan().IndexOf<byte>([0xA1, 0x19, 0x01, 0x8C]);
        int payload = file.AsSpan().IndexOf<byte>([0xF6, 0x58, 0x40]);
        byte[] extended = [.. file[..payload], 0x19, 0x01, 0x90, 0x00, .. file[payload..]];
        extended[map] = 0xA2;
        // The receipt is the last field, a byte string with a two-byte or one-byte length before the tag 18.
        int tag = file.AsSpan().IndexOf<byte>([0xD2, 0x84]);
        Assert.True(file[tag - 2] == 0x58 && file[tag - 1] + 4 <= byte.MaxValue);
        extended[tag - 1] += 4;
        ReceiptCheck check = ReceiptVerifier.Verify(extended, Key);
        Assert.Equal(ReceiptStatus.Malformed, check.Status);
        Assert.Contains(nameof(DecodeFault.NotCanonical), check.Detail);
    }

    [Fact]
    public void Random_bytes_are_malformed_and_nothing_else()
    {
        const int Seed = 20260504;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        LogPublicKey key = Key;
        byte[] start = [0xA6, 0x00, 0x71, .. "appliance-receipt"u8, 0x01, 0x01];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            if (round % 2 == 0)
                bytes = [.. start, .. bytes];
            Assert.Equal(ReceiptStatus.Malformed, ReceiptVerifier.Verify(bytes, key).Status);
        }
    }

    [Fact]
    public void Keys_are_read_from_DER_and_PEM_and_nothing_else()
    {
        LogPublicKey key = Key;
        LogPublicKey pem = LogPublicKey.Parse(System.Text.Encoding.ASCII.GetBytes(key.ToPem()));
        Assert.Equal(key.KeyId, pem.KeyId);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Throws<FormatException>(() => LogPublicKey.Parse(p384.ExportSubjectPublicKeyInfo()));
        Assert.Throws<FormatException>(() => LogPublicKey.Parse(rsa.ExportSubjectPublicKeyInfo()));
        Assert.Throws<FormatException>(() => LogPublicKey.Parse("nonsense"u8));
        Assert.Throws<FormatException>(() => LogPublicKey.Parse([]));
        Assert.Throws<FormatException>(() => LogPublicKey.Parse([.. key.SubjectPublicKeyInfo.Span, 0]));
        Assert.Throws<FormatException>(() => LogPublicKey.Parse(System.Text.Encoding.ASCII.GetBytes(p256.ExportPkcs8PrivateKeyPem())));
    }
}
