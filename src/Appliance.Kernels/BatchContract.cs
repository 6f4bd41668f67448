namespace Appliance.Kernels;

/// <summary>The caller's duties under <see cref="IBackend"/>, checked before any lane is computed, the same for every backend.</summary>
internal static class BatchContract
{
    /// <summary>Bytes of a digest of every <see cref="HashFunction"/>.</summary>
    public const int DigestSize = 32;

    /// <summary>Bytes of r || s.</summary>
    public const int SignatureSize = 64;

    /// <summary>ENTL counts bits in 16 bits (GB/T 32918.2 section 5.5).</summary>
    public const int MaxSm2IdentifierSize = 0xffff / 8;

    /// <exception cref="ArgumentException">The columns contradict each other.</exception>
    public static void CheckHash(ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests)
    {
        CheckEnds(messages, ends);
        Require(digests.Length / DigestSize >= ends.Length, "The digests do not fit their buffer.");
    }

    /// <exception cref="ArgumentException">The columns contradict each other, or a table is not that of its item's key.</exception>
    public static void CheckVerify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes)
    {
        int count = batch.Count;
        Require(count >= 0, "The count is negative.");
        Require(batch.MessageEnds.Length == count, "Not one message end per item.");
        Require(batch.Signatures.Length == (long)count * SignatureSize, "Not 64 bytes of signature per item.");
        Require(batch.PublicKeys.Length == (long)count * PublicKey.Size, "Not 64 bytes of public key per item.");
        Require(batch.SignerTables.IsEmpty || batch.SignerTables.Length == count, "Neither no table nor one entry per item.");
        Require(codes.Length >= count, "The codes do not fit their buffer.");
        Require(batch.Sm2Identifier.Length <= MaxSm2IdentifierSize, "The SM2 identifier is longer than 8,191 bytes.");
        CheckEnds(batch.Messages, batch.MessageEnds);
        if (batch.Prehashed)
        {
            for (int i = 0; i < count; i++)
            {
                Require(batch.MessageEnds[i] == (i + 1L) * DigestSize, "A prehashed message is not 32 bytes.");
            }
        }

        for (int i = 0; i < batch.SignerTables.Length; i++)
        {
            if (batch.SignerTables[i] is not SignerTable table) continue;

            Require(table is CombSignerTable<P256Curve> or CombSignerTable<Sm2Curve>, "A table was not built by these kernels.");
            Require(table.Algorithm == algorithm, "A table is of another algorithm.");
            Require(
                table.PublicKey.SequenceEqual(batch.PublicKeys.Slice(i * PublicKey.Size, PublicKey.Size)),
                "A table is not that of its item's key.");
        }
    }

    /// <summary>The bytes of message <paramref name="index"/>, given ends that were checked.</summary>
    public static ReadOnlySpan<byte> Message(ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, int index)
    {
        int start = index == 0 ? 0 : ends[index - 1];
        return messages[start..ends[index]];
    }

    private static void CheckEnds(ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends)
    {
        int previous = 0;
        foreach (int end in ends)
        {
            Require(end >= previous, "Message ends decrease or are negative.");
            previous = end;
        }

        Require(previous <= messages.Length, "A message ends beyond the messages.");
    }

    private static void Require(bool condition, string fault)
    {
        if (!condition) throw new ArgumentException(fault);
    }
}
