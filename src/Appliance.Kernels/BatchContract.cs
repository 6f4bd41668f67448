namespace Appliance.Kernels;

/// <summary>The caller's duties under <see cref="IBackend"/>, checked before any lane is computed, the same for every backend.</summary>
internal static class BatchContract
{
    /// <summary>Bytes of a prehashed message and of a Merkle tree's node.</summary>
    public const int DigestSize = 32;

    /// <summary>Bytes of r || s.</summary>
    public const int SignatureSize = 64;

    /// <summary>Bytes of r || s || v.</summary>
    public const int RecoverableSize = 65;

    /// <summary>ENTL counts bits in 16 bits (GB/T 32918.2 section 5.5).</summary>
    public const int MaxSm2IdentifierSize = 0xffff / 8;

    /// <exception cref="ArgumentException">The columns contradict each other.</exception>
    public static void CheckHash(HashFunction function, ReadOnlySpan<byte> messages, ReadOnlySpan<int> ends, Span<byte> digests)
    {
        CheckEnds(messages, ends);
        Require(digests.Length / function.DigestSize() >= ends.Length, "The digests do not fit their buffer.");
    }

    /// <exception cref="ArgumentException">The columns contradict each other.</exception>
    /// <exception cref="NotSupportedException">The function has not 32-byte digests.</exception>
    public static void CheckNodes(HashFunction function, MerkleNode node, ReadOnlySpan<byte> children, Span<byte> parents)
    {
        if (function.DigestSize() != DigestSize) throw new NotSupportedException($"Merkle trees over {function}.");

        Require(node is MerkleNode.Rfc6962 or MerkleNode.Plain, "No such form of a node.");
        Require(children.Length % (2 * DigestSize) == 0, "Not two children of 32 bytes per parent.");
        Require(parents.Length >= children.Length / 2, "The parents do not fit their buffer.");
        Span<byte> written = parents[..(children.Length / 2)];
        Require(!children.Overlaps(written, out int offset) || offset == 0, "The parents overlap the children but do not begin with them.");
    }

    /// <exception cref="ArgumentException">The columns contradict each other, or a table is not that of its item's key.</exception>
    public static void CheckVerify(SignatureAlgorithm algorithm, in SignatureBatch batch, Span<SignatureCode> codes)
    {
        int count = batch.Count;
        Require(count >= 0, "The count is negative.");
        Require(batch.MessageEnds.Length == count, "Not one message end per item.");
        Require(batch.Signatures.Length == (long)count * SignatureSize, "Not 64 bytes of signature per item.");
        int keySize = algorithm.PublicKeySize();
        if (batch.PublicKeys.Length != (long)count * keySize) throw new ArgumentException($"Not {keySize} bytes of public key per item.");

        Require(batch.SignerTables.IsEmpty || batch.SignerTables.Length == count, "Neither no table nor one entry per item.");
        Require(codes.Length >= count, "The codes do not fit their buffer.");
        Require(batch.SlowLanes.IsEmpty || batch.SlowLanes.Length >= count, "The marks of slow lanes do not fit their buffer.");
        Require(!batch.Prehashed || algorithm != SignatureAlgorithm.Ed25519, "Ed25519 takes no digests.");
        Require(batch.Ed25519Profile <= Ed25519Profile.Zip215, "No such rule for Ed25519.");
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

            Require(
                table is CombSignerTable<P256Curve> or CombSignerTable<Sm2Curve> or CombSignerTable<Secp256k1Curve> or Ed25519SignerTable,
                "A table was not built by these kernels.");
            Require(table.Algorithm == algorithm, "A table is of another algorithm.");
            Require(
                table.PublicKey.SequenceEqual(batch.PublicKeys.Slice(i * keySize, keySize)),
                "A table is not that of its item's key.");
        }
    }

    /// <exception cref="ArgumentException">The key has not the size of the algorithm's keys.</exception>
    public static void CheckKey(SignatureAlgorithm algorithm, ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != algorithm.PublicKeySize())
        {
            throw new ArgumentException($"A public key of {algorithm} has {algorithm.PublicKeySize()} bytes.");
        }
    }

    /// <exception cref="ArgumentException">The columns contradict each other.</exception>
    public static void CheckRecover(in RecoveryBatch batch, Span<byte> publicKeys, Span<SignatureCode> codes)
    {
        int count = batch.Count;
        Require(count >= 0, "The count is negative.");
        Require(batch.Digests.Length == (long)count * DigestSize, "Not 32 bytes of digest per item.");
        Require(batch.Signatures.Length == (long)count * RecoverableSize, "Not 65 bytes of signature per item.");
        Require(publicKeys.Length >= (long)count * PublicKey.Size, "The keys do not fit their buffer.");
        Require(codes.Length >= count, "The codes do not fit their buffer.");
        Require(batch.SlowLanes.IsEmpty || batch.SlowLanes.Length >= count, "The marks of slow lanes do not fit their buffer.");
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

    /// <summary>For faults of constant text: one that is put together would be so at every call, which is to allocate nothing.</summary>
    private static void Require(bool condition, string fault)
    {
        if (!condition) throw new ArgumentException(fault);
    }
}
