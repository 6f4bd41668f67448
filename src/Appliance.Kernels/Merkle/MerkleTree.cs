namespace Appliance.Kernels;

/// <summary>Which Merkle tree stands over a list of leaves.</summary>
public enum MerkleTreeForm : byte
{
    /// <summary>RFC 6962 section 2.1 (RFC 9162 section 2.1.1): prefixed nodes; an odd node at the end of a level moves up as it is.</summary>
    Rfc6962 = 1,

    /// <summary>
    /// FISCO BCOS 3, width 2: nodes without a prefix; an odd node at the end of a level is hashed alone; a single leaf is the root.
    /// </summary>
    FiscoBcos = 2,
}

/// <summary>Roots of Merkle trees over columns of leaf hashes, level by level in place.</summary>
public static class MerkleTree
{
    private const int Size = BatchContract.DigestSize;

    /// <summary>
    /// Reduces the leaf hashes, 32 bytes each, to the root in the first 32 bytes. What follows the root is then meaningless.
    /// </summary>
    /// <exception cref="ArgumentException">There is no leaf, or the bytes are no multiple of 32; an empty tree has no leaf hash to hold its root.</exception>
    /// <exception cref="NotSupportedException">The backend does not compute the function, or it has not 32-byte digests.</exception>
    public static void Reduce(IBackend backend, HashFunction function, MerkleTreeForm form, Span<byte> hashes)
    {
        ArgumentNullException.ThrowIfNull(backend);
        if (hashes.IsEmpty || hashes.Length % Size != 0) throw new ArgumentException("Not one or more hashes of 32 bytes.", nameof(hashes));
        if (form is not (MerkleTreeForm.Rfc6962 or MerkleTreeForm.FiscoBcos)) throw new ArgumentException("No such form of a tree.", nameof(form));

        MerkleNode node = form == MerkleTreeForm.Rfc6962 ? MerkleNode.Rfc6962 : MerkleNode.Plain;
        for (int count = hashes.Length / Size; count > 1; count = (count + 1) / 2)
        {
            int paired = (count & ~1) * Size;
            backend.HashNodes(function, node, hashes[..paired], hashes);
            if ((count & 1) == 0) continue;

            Span<byte> odd = hashes.Slice(paired, Size);
            Span<byte> parent = hashes.Slice(paired / 2, Size);
            if (form == MerkleTreeForm.Rfc6962)
            {
                odd.CopyTo(parent);
            }
            else
            {
                backend.Hash(function, odd, [Size], parent);
            }
        }
    }
}
