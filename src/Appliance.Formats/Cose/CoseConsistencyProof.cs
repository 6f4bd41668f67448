using Appliance.Formats.Decoding;

namespace Appliance.Formats.Cose;

/// <summary>
/// An RFC9162_SHA256 consistency proof as RFC 9942, section 5.3 writes it: <c>bstr .cbor [tree-size-1, tree-size-2, [+ path: bstr]]</c>.
/// </summary>
/// <param name="FirstSize">Leaves of the earlier tree.</param>
/// <param name="SecondSize">Leaves of the later tree, whose root is signed.</param>
/// <param name="Path">The proof's hashes, 32 bytes each.</param>
public sealed record CoseConsistencyProof(long FirstSize, long SecondSize, IReadOnlyList<ReadOnlyMemory<byte>> Path)
{
    /// <summary>Longest path: one hash more than the height of a tree of 2^63 leaves.</summary>
    public const int MaxPath = CoseInclusionProof.MaxPath + 1;

    /// <summary>
    /// Reads the consistency proofs in the unprotected header <see cref="CoseLabels.VerifiableDataProofs"/>; an empty list where there are none.
    /// </summary>
    /// <exception cref="DecodeException">The header is there but is not what RFC 9942 says.</exception>
    public static IReadOnlyList<CoseConsistencyProof> ReadAll(CoseSign1 message)
    {
        var proofs = new List<CoseConsistencyProof>();
        foreach ((ReadOnlyMemory<byte> proof, long offset) in CoseProofs.Read(message, CoseLabels.ConsistencyProofs))
        {
            (long first, long second, IReadOnlyList<ReadOnlyMemory<byte>> path) = CoseProofs.ReadFields(proof, offset, MaxPath, "consistency proof");
            proofs.Add(new CoseConsistencyProof(first, second, path));
        }

        return proofs;
    }
}
