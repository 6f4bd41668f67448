using System.Buffers;
using System.Security.Cryptography;
using Appliance.Formats.Decoding;
using Appliance.Log.Verdicts;
using Appliance.Verification.Chains;

namespace Appliance.Log.Receipts;

/// <summary>Verifies receipts offline, with nothing but the log's public key.</summary>
public static class ReceiptVerifier
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Verifies a receipt file.</summary>
    /// <param name="receipt">The receipt file, whole.</param>
    /// <param name="trustedKey">The key of the log, from the caller: a key that a receipt brings along proves nothing.</param>
    /// <param name="document">The document that the receipt should be about, read from its present position; null to leave it out.</param>
    /// <exception cref="IOException">Reading <paramref name="document"/> failed.</exception>
    public static ReceiptCheck Verify(ReadOnlyMemory<byte> receipt, LogPublicKey trustedKey, Stream? document = null)
    {
        Receipt read;
        try
        {
            read = Receipt.Decode(receipt);
        }
        catch (DecodeException e)
        {
            return new ReceiptCheck(ReceiptStatus.Malformed, e.Message, Offset: e.Offset);
        }
        return VerifyLog(read, trustedKey) ?? VerifyDocument(read, document);
    }

    private static ReceiptCheck? VerifyLog(Receipt receipt, LogPublicKey trustedKey)
    {
        SignedTreeHead head = receipt.Head;
        if (head.KeyId != trustedKey.KeyId)
            return new ReceiptCheck(ReceiptStatus.KeyMismatch, $"the receipt names key {head.KeyId}, the key given is {trustedKey.KeyId}", receipt);
        if (receipt.Entry.ApplianceId != head.KeyId)
            return new ReceiptCheck(ReceiptStatus.KeyMismatch, $"the entry names key {receipt.Entry.ApplianceId}, the receipt {head.KeyId}", receipt);
        if (receipt.Proof.TreeSize != head.Head.Size)
            return new ReceiptCheck(
                ReceiptStatus.ProofMismatch, $"the proof is for a tree of {receipt.Proof.TreeSize} leaves, the signed head has {head.Head.Size}", receipt);
        if (!receipt.Proof.Verify(receipt.LeafHash(), head.Head.Root))
            return new ReceiptCheck(ReceiptStatus.ProofMismatch, $"entry and proof do not lead to the root {head.Head.Root}", receipt);
        return head.Verify(trustedKey)
            ? null
            : new ReceiptCheck(ReceiptStatus.SignatureMismatch, $"the root {head.Head.Root} is not signed by key {trustedKey.KeyId}", receipt);
    }

    private static ReceiptCheck VerifyDocument(Receipt receipt, Stream? document)
    {
        VerdictEntry entry = receipt.Entry;
        string where = $"verdict {entry.Verdict} is leaf {receipt.Proof.LeafIndex} of {receipt.Proof.TreeSize} under a root signed by key {receipt.Head.KeyId}";
        if (document is null)
            return new ReceiptCheck(ReceiptStatus.Valid, where, receipt);
        if (!TryHash(document, entry.Length, out Digest hash, out long length))
            return new ReceiptCheck(
                ReceiptStatus.DocumentMismatch, $"the document is longer than the {entry.Length} bytes that were judged", receipt, DocumentCompared: true);
        if (length != entry.Length || hash != entry.DocumentSha256)
            return new ReceiptCheck(
                ReceiptStatus.DocumentMismatch,
                $"the document has {length} bytes and SHA-256 {hash}, the receipt is about {entry.Length} bytes with {entry.DocumentSha256}",
                receipt,
                DocumentCompared: true);
        return new ReceiptCheck(ReceiptStatus.Valid, where, receipt, DocumentCompared: true);
    }

    private static bool TryHash(Stream document, long longest, out Digest digest, out long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            length = 0;
            for (int read; (read = document.Read(buffer)) > 0;)
            {
                length += read;
                if (length > longest)
                {
                    digest = default;
                    return false;
                }
                hash.AppendData(buffer, 0, read);
            }
            digest = new Digest(hash.GetHashAndReset());
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
